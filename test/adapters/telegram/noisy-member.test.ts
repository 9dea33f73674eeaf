import { atOnceOnTelegram } from '../../support/at-once.js'
import { seen, type TelegramWorld } from '../../support/telegram-world.js'

const test = atOnceOnTelegram({ paced: true })

const inGroupOf =
  ({ group }: TelegramWorld) =>
  ({ chat_id: chat }: Record<string, unknown>) =>
    Number(chat) === group.id

test('while one member asks twice a second, every transfer of others is announced', async ({
  world,
  expect,
}) => {
  const { app, fake, group, lan, wei } = world
  const noisy = group.addMember('Noisy')
  const people = Array.from({ length: 8 }, (_, index) => group.addMember(`Giver${index}`))
  const place = { platform: 'telegram', chat: String(group.id) }
  const personOf = ({ id, firstName: name }: typeof lan) => ({ platform: 'telegram', user: String(id), name })
  await world.fund('1')
  for (const [index, user] of people.entries()) {
    const money = { to: personOf(user), amount: 1_000, reason: 'pocket money', platformAdmin: true }
    await app.topUp({ key: `test:${index}`, place, by: personOf(group.someAdmin), ...money })
  }
  // As many as a member may ask at once, and then twice a second.
  for (let index = 0; index < 20; index++) noisy.command(group, '/leaderboard')
  const noise = setInterval(() => noisy.command(group, '/leaderboard'), 500)
  try {
    const isTold = (name: string) =>
      group.botMessages.some(({ text }) => seen(text).includes(`${name} gave 🧧 1.00 to Wei`))
    for (const user of people) user.command(group, ['/transfer ', { textMention: wei }, ' 1'])
    await expect
      .poll(() => people.map(({ firstName }) => firstName).filter((name) => !isTold(name)))
      .toEqual([])
  } finally {
    clearInterval(noise)
  }
  expect(await world.balanceOf(wei)).toBe(800)
  expect(fake.budgets.impatient).toBe(0)
})

test('others are answered although one member keeps asking', async ({ world, expect }) => {
  const { fake, group, lan, wei } = world
  for (let index = 0; index < 20; index++) lan.command(group, '/leaderboard')
  await world.ask(wei, '/books', 'balance')
  expect(fake.budgets.impatient).toBe(0)
})

test('the private answer about money does not wait for the group', async ({ world, expect }) => {
  const { fake, group, lan, wei } = world
  await world.fund('100')
  lan.start()
  await fake.waitFor(() => lan.directMessages.length > 0, 'the welcome')
  fake.failNext({ method: 'sendMessage', where: inGroupOf(world) }, { hang: true })
  lan.command(group, ['/transfer ', { textMention: wei }, ' 1'])
  await fake.waitFor(
    () => lan.directMessages.find(({ text }) => seen(text).includes('99.00')),
    'the private answer',
  )
  expect(group.botMessages.some(({ text }) => text.includes('Lan gave'))).toBe(false)
})

test('an answer about money arrives although Telegram fails for longer than other answers are retried', async ({
  world,
  expect,
}) => {
  const { fake, group, lan, wei } = world
  await world.fund('100')
  fake.failNext({ method: 'sendMessage', where: inGroupOf(world), times: 4 }, { status: 502, html: true })
  lan.command(group, ['/transfer ', { textMention: wei }, ' 1'])
  const isTold = () => group.botMessages.some(({ text }) => text.includes('Lan gave'))
  await expect.poll(isTold).toBe(true)
})
