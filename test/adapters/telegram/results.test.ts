import { expect, onTestFinished, test } from 'vitest'
import { type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

async function worldWithCard(paced: boolean) {
  const world = await telegramWorld({ paced })
  onTestFinished(() => world.end())
  const { lan } = world
  await world.fund()
  await world.ask(lan, '/redpacket 3 each 3', 'sent a red packet')
  return { world, card: await world.card() }
}

const results = ({ group }: TelegramWorld) =>
  group.botMessages.filter(({ text }) => text.includes('red packet: all grabbed'))

async function grabbedOut(world: TelegramWorld): Promise<void> {
  const card = await world.card()
  for (const member of [world.wei, world.ming, world.creator]) await world.grab(member, card)
  await world.card('All grabbed')
}

test('the result answers the card without a notification, once', async () => {
  const { world, card } = await worldWithCard(false)
  await grabbedOut(world)
  const [result] = await world.fake.waitFor(
    () => (results(world).length > 0 ? results(world) : undefined),
    'the result',
  )
  expect(result?.replyTo).toBe(card)
  expect(result?.text).toContain('Lan’s red packet: all grabbed in')
  const [call] = world.fake
    .calls('sendMessage')
    .filter(({ params }) => String(params.text).includes('all grabbed in'))
  expect(call?.params).toMatchObject({
    disable_notification: true,
    reply_parameters: { allow_sending_without_reply: true },
  })
})

test('a result waits until the group is quiet, so that Telegram refuses nothing', async () => {
  const { world } = await worldWithCard(true)
  await grabbedOut(world)
  await world.ask(world.lan, '/leaderboard', 'Most received')
  await world.fake.waitFor(() => results(world).length > 0, 'the result')
  expect(world.fake.budgets.impatient).toBe(0)
})
