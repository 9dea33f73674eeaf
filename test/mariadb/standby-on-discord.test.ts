import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { folderOfTest, startBotProgram } from '../support/bot-program.js'
import { type FakeUser, startFakeDiscord } from '../support/discord/fake-discord.js'
import type { InteractionResult } from '../support/discord/interaction-result.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'

test('no tap on Discord fails while one program hands over to the other, and none is answered twice', async () => {
  const fake = await startFakeDiscord()
  const url = await takeDatabase(mariadbUrl() as string)
  onTestFinished(async () => {
    await fake.close()
    await giveBack(url)
  })
  const folder = folderOfTest()
  const place = { DATABASE_URL: url, LEDGER_KEY_FILE: join(folder, 'luckymoney.key') }
  const start = () =>
    startBotProgram({ ...place, DISCORD_TOKEN: fake.token, DISCORD_API_ROOT: fake.apiRoot }, folder)
  const active = start()
  await active.says('Discord is connected')
  const standby = start()
  await standby.says('ready to take over')
  const guild = fake.addGuild('Tea House')
  const channel = guild.addChannel('lobby')
  const ada = guild.addMember('ada', { manageGuild: true })
  const crowd = Array.from({ length: 60 }, (_, index) => guild.addMember(`p${index}`)) as FakeUser[]
  await ada.slash(channel, 'topup', { member: ada, amount: '100', reason: 'to begin', quiet: true })
  await (await ada.slash(channel, 'redpacket', { amount: '60', count: 60, kind: 'equal' })).final()
  const card = await fake.waitFor(() => channel.publicMessages[0], 'the card')
  const grab = card.button('Grab').customId
  const taps: Promise<InteractionResult>[] = []
  let stopped = false
  void active.ended.then(() => {
    stopped = true
  })
  const steady = setInterval(() => {
    const member = crowd[taps.length]
    // Some tap when the first program is gone, however long its stop takes.
    if (member && (stopped || taps.length < 45)) taps.push(member.click(card, grab))
  }, 50)
  onTestFinished(() => clearInterval(steady))
  await fake.waitFor(() => taps.length >= 15, 'the first taps')
  active.child.kill('SIGTERM')
  await fake.waitFor(() => taps.length === crowd.length, 'all taps')
  const results = await Promise.all(taps)
  expect(results.map(({ outcome }) => outcome)).not.toContain('failed')
  for (const each of results) {
    expect((await each.final()).text).toContain('You got')
    expect(each.followups).toEqual([])
  }
  expect(await active.ended).toBe(0)
  expect(fake.violations).toEqual([])
})
