import { expect, onTestFinished, test } from 'vitest'
import { folderOfTest, startBotProgram } from '../../support/bot-program.js'
import { type FakeDiscord, type FakeUser, startFakeDiscord } from '../../support/discord/fake-discord.js'
import { foundIn } from '../../support/secret-hunt.js'

async function discord(): Promise<FakeDiscord> {
  const fake = await startFakeDiscord()
  onTestFinished(() => fake.close())
  return fake
}

const start = (fake: FakeDiscord) =>
  startBotProgram({ DISCORD_TOKEN: fake.token, DISCORD_API_ROOT: fake.apiRoot })

test('with a token the program plays red packets on Discord, reports its health, and exits cleanly', async () => {
  const fake = await discord()
  const guild = fake.addGuild('Tea House')
  const channel = guild.addChannel('lobby')
  const ada = guild.addMember('ada', { manageGuild: true })
  const wei = guild.addMember('wei')
  const program = start(fake)
  await program.says('Discord is connected')
  await ada.slash(channel, 'topup', { member: ada, amount: '10', reason: 'to begin', quiet: true })
  await ada.slash(channel, 'redpacket', { amount: '3', count: 1 })
  const card = await fake.waitFor(() => channel.publicMessages[0], 'the card')
  const grabbed = await wei.click(card, card.button('Grab').customId)
  expect(grabbed.text).toContain('You got')
  const monitor = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output())?.[0]
  const health = await fetch(`${monitor}/healthz`)
  expect(health.status).toBe(200)
  const metrics = await (await fetch(`${monitor}/metrics`)).text()
  expect(metrics).toMatch(/^luckymoney_grabs_total 1$/m)
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  expect(program.output()).not.toContain(fake.token)
  expect(fake.violations).toEqual([])
})

test('a stopping program finishes current work, and refuses new commands with a message', async () => {
  const fake = await discord()
  const channel = fake.addGuild('Tea House').addChannel('lobby')
  const [wei, lan] = ['wei', 'lan'].map((name) => channel.guild?.addMember(name)) as [FakeUser, FakeUser]
  const program = start(fake)
  await program.says('Discord is connected')
  let answer = () => {}
  const until = new Promise<void>((resolve) => {
    answer = resolve
  })
  fake.failNext({ method: 'POST', path: /^\/interactions\/\d+\/:token\/callback$/ }, { until })
  expect((await wei.slash(channel, 'wallet')).text).toContain('You have')
  program.child.kill('SIGTERM')
  await program.says('stopping')
  const told = await lan.slash(channel, 'wallet')
  expect(told.ephemeral).toBe(true)
  expect(told.text).toContain('I’m restarting')
  expect(program.child.exitCode).toBeNull()
  answer()
  expect(await program.ended).toBe(0)
  expect(fake.violations).toEqual([])
})

test('an unknown token ends the program with a line that says what to do and hides the token', async () => {
  const fake = await discord()
  const wrong = `MTIzNDU2Nzg5MDEyMzQ1Njc4.sent1n.${'el_of_the_test_'.repeat(2)}`
  const folder = folderOfTest()
  const settings = { DISCORD_TOKEN: wrong, DISCORD_API_ROOT: fake.apiRoot, LOG_LEVEL: 'trace' }
  const program = startBotProgram(settings, folder)
  expect(await program.ended).toBe(78)
  expect(program.output()).toMatch(/luckymoney: Discord does not know DISCORD_TOKEN/)
  expect(foundIn(wrong, { output: program.output() }, folder)).toEqual([])
})
