import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.js'
import { type BotProgram, folderOfTest, startBotProgram } from './support/bot-program.js'
import { startFakeDiscord } from './support/discord/fake-discord.js'
import { foundIn, tracesOf } from './support/secret-hunt.js'
import { startFakeTelegram } from './support/telegram/fake-telegram.js'

const TALKATIVE = { LOG_LEVEL: 'trace' }

async function discord() {
  const fake = await startFakeDiscord()
  onTestFinished(() => fake.close())
  return fake
}

async function telegram() {
  const fake = await startFakeTelegram()
  onTestFinished(() => fake.close())
  return fake
}

/** Returns what a program's monitor shows. */
async function shownBy(program: BotProgram): Promise<Record<string, string>> {
  const monitor = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output())?.[0]
  const ask = async (path: string) => (await fetch(`${monitor}${path}`)).text()
  return { '/metrics': await ask('/metrics'), '/healthz': await ask('/healthz') }
}

/** Stops a program cleanly and expects no trace of the token anywhere. */
async function mustKeepSecret(program: BotProgram, token: string, folder: string): Promise<void> {
  const shown = await shownBy(program)
  expect(shown['/metrics']).toContain('luckymoney_')
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  expect(foundIn(token, { ...shown, output: program.output() }, folder)).toEqual([])
}

test('on a bad day on Discord, retries until it can log in, and prints, stores and shows no trace of the token', async () => {
  const [fake, folder] = [await discord(), folderOfTest()]
  const { token } = fake
  const guild = fake.addGuild('Tea House')
  const channel = guild.addChannel('lobby')
  const ada = guild.addMember('ada', { manageGuild: true })
  fake.failNext(
    { method: 'GET', path: /^\/applications\/@me$/, times: 2 },
    { status: 503, message: `upstream of Bot ${token}` },
  )
  fake.failNext({ method: 'GET', path: /^\/gateway\/bot$/, times: 2 }, { status: 500, message: token })
  const program = startBotProgram(
    { DISCORD_TOKEN: token, DISCORD_API_ROOT: fake.apiRoot, ...TALKATIVE },
    folder,
  )
  await program.says('Discord is connected')
  expect(program.output().match(/Discord cannot be reached/g)).toHaveLength(2)
  await ada.slash(channel, 'topup', { member: ada, amount: '50', reason: 'to begin', quiet: true })
  const post = { method: 'POST', path: /^\/channels\/\d+\/messages$/ } as const
  for (const failure of [
    { status: 401, message: `401: Unauthorized (Bot ${token})` },
    { status: 403, code: 50001, message: `Missing Access: ${token}` },
    { status: 400, code: 50035, message: `Invalid Form Body https://discord.com/api?token=${token}` },
    { status: 500, message: token },
    { applied: true },
  ]) {
    fake.failNext(post, failure)
    await ada.slash(channel, 'redpacket', { amount: '3', count: 1 })
  }
  fake.failNext(
    { method: 'POST', path: /^\/interactions\/\d+\/:token\/callback$/ },
    { status: 401, message: `Bot ${token}` },
  )
  const lost = ada.slash(channel, 'wallet').catch(() => undefined)
  await fake.waitFor(() => channel.publicMessages.length > 0, 'a card after all')
  await lost
  await program.says('Unauthorized')
  await mustKeepSecret(program, token, folder)
})

test('prints, stores and shows no trace of the token on a bad day on Telegram', async () => {
  const [fake, folder] = [await telegram(), folderOfTest()]
  const { token } = fake
  const group = fake.addGroup('Tea House')
  const admin = group.someAdmin
  const echo = `https://api.telegram.org/bot${token}/sendMessage`
  fake.failNext('getMe', { drop: true })
  fake.failNext('getMe', { status: 500, description: `Internal: ${echo}` })
  const program = startBotProgram(
    { TELEGRAM_TOKEN: token, TELEGRAM_API_ROOT: fake.apiRoot, ...TALKATIVE },
    folder,
  )
  await program.says('Telegram is connected')
  for (const failure of [
    { status: 400, description: `Bad Request: ${encodeURIComponent(echo)}` },
    { status: 500, description: `Internal: ${token}` },
    { drop: true },
  ] as const) {
    fake.failNext('sendMessage', failure)
    admin.command(group, ['/topup ', admin, ' 5 for tea'])
  }
  admin.command(group, ['/topup ', admin, ' 7 for tea'])
  await fake.waitFor(
    () => group.botMessages.some(({ text }) => text.includes(' topped up ')),
    'an answer after all',
  )
  // After this the bot pauses.
  fake.failNext('getUpdates', { status: 409, description: `Conflict: ${echo}` })
  fake.failNext('sendMessage', { status: 401, description: `Unauthorized: ${echo}` })
  admin.command(group, ['/topup ', admin, ' 9 for tea'])
  await fake.waitFor(() => /Conflict|Unauthorized/.test(program.output()), 'a complaint')
  await mustKeepSecret(program, token, folder)
})

test("does not print the webhook's secret when an error repeats it", async () => {
  let secret: string | undefined
  const proxy = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const called = request.url?.split('/').at(-1)
    if (called === 'setWebhook') secret = JSON.parse(body).secret_token
    response.setHeader('content-type', 'application/json')
    const me = { ok: true, result: { id: 1234567890, is_bot: true, first_name: 'Bot', username: 'tea_bot' } }
    const refused = { ok: false, error_code: 400, description: `Bad Request: ${body}` }
    response.end(JSON.stringify(called === 'getMe' ? me : refused))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void proxy.close())
  await once(proxy, 'listening')
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const port = String((free.address() as AddressInfo).port)
  free.close()
  const program = startBotProgram({
    TELEGRAM_TOKEN: `1234567890:${'sent1nel_'.repeat(4).slice(0, 35)}`,
    TELEGRAM_API_ROOT: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/taken',
    TELEGRAM_WEBHOOK_PORT: port,
    ...TALKATIVE,
  })
  await expect.poll(() => program.output()).toContain('Bad Request')
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(tracesOf(secret as string).filter((trace) => program.output().includes(trace))).toEqual([])
})

const WRONG: readonly (readonly [string, (token: string) => string])[] = [
  ['DISCORD_TOKEN', (token) => `Bot ${token}`],
  ['DISCORD_TOKEN', (token) => `"${token}"`],
  ['TELEGRAM_TOKEN', (token) => `bot ${token}`],
  ['DISCORD_API_ROOT', (token) => `ftp://${token}@127.0.0.1`],
  ['TELEGRAM_API_ROOT', (token) => `//${token}`],
  ['TELEGRAM_WEBHOOK_URL', (token) => `http://example.org/${token}`],
  ['TELEGRAM_WEBHOOK_PORT', (token) => token],
  ['MONITOR_PORT', (token) => token],
  ['LOG_LEVEL', (token) => token],
]

test('names a wrong variable that contains a token, without the token', async () => {
  const token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.sent1n.el_of_the_test_0123456789abcdefgh'
  const folder = folderOfTest()
  for (const [name, wrong] of WRONG) {
    const reading = () => readConfig({ [name]: wrong(token) })
    expect(reading, name).toThrow(ConfigError)
    expect(reading, name).toThrow(name)
    expect(reading, name).toThrow(
      expect.toSatisfy(({ message }) => foundIn(token, { message }, folder).length === 0),
    )
  }
  const program = startBotProgram(
    Object.fromEntries(WRONG.map(([name, wrong]) => [name, wrong(token)])),
    folder,
  )
  expect(await program.ended).toBe(78)
  for (const [name] of WRONG) expect(program.output()).toContain(name)
  expect(foundIn(token, { output: program.output() }, folder)).toEqual([])
})

test.each([
  ['nobody listens', 'http://127.0.0.1:1', 'https://127.0.0.1:1'],
  ['the name cannot be resolved', 'http://nowhere.invalid', 'https://nowhere.invalid'],
])('when %s the program keeps trying, and prints no trace of either token', async (_, root, secureRoot) => {
  const [discordToken, telegramToken] = [(await discord()).token, (await telegram()).token]
  const folder = folderOfTest()
  const program = startBotProgram(
    {
      ...{ DISCORD_TOKEN: discordToken, DISCORD_API_ROOT: root },
      ...{ TELEGRAM_TOKEN: telegramToken, TELEGRAM_API_ROOT: secureRoot, ...TALKATIVE },
    },
    folder,
  )
  const { waitFor } = await telegram().then((fake) => ({ waitFor: fake.waitFor.bind(fake) }))
  await waitFor(
    () =>
      /Discord cannot be reached/.test(program.output()) &&
      /Telegram cannot be reached/.test(program.output()),
    'both complaints',
  )
  const shown = await shownBy(program)
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  for (const token of [discordToken, telegramToken])
    expect(foundIn(token, { ...shown, output: program.output() }, folder)).toEqual([])
})

test('the search finds a token in every form, even in a file', () => {
  const token = `1234567890:${'s3cret_'.repeat(5)}`
  const folder = folderOfTest()
  const secret = token.split(':')[1] as string
  for (const form of [
    token,
    secret,
    `at https://x/bot${token}/getMe`,
    encodeURIComponent(token),
    Buffer.from(`Bot ${token}`).toString('base64'),
    Buffer.from(`x-${token}-y`).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ])
    expect(foundIn(token, { output: `before ${form} after` }, folder), form).not.toEqual([])
  expect(foundIn(token, { output: 'nothing of 1234567890' }, folder)).toEqual([])
  writeFileSync(join(folder, 'core.db'), `\0\0${secret}\0`)
  expect(foundIn(token, {}, folder)).not.toEqual([])
  expect(tracesOf('short.x').length).toBeGreaterThan(0)
})
