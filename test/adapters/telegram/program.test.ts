import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import Database from '../../../src/store/sqlite-library.js'
import { folderOfTest, startBotProgram } from '../../support/bot-program.js'
import { foundIn } from '../../support/secret-hunt.js'
import {
  type FakeChat,
  type FakeTelegram,
  type FakeUser,
  startFakeTelegram,
} from '../../support/telegram/fake-telegram.js'

interface Party {
  readonly fake: FakeTelegram
  readonly group: FakeChat
  readonly admin: FakeUser
  readonly crowd: readonly FakeUser[]
}

async function party(): Promise<Party> {
  const fake = await startFakeTelegram()
  onTestFinished(() => fake.close())
  const group = fake.addGroup('Tea House')
  const crowd = ['Lan', 'Wei', 'Ming', 'Bo', 'Jia'].map((name) => group.addMember(name))
  return { fake, group, admin: group.someAdmin, crowd }
}

function start(fake: FakeTelegram, { token = fake.token, folder = folderOfTest(), level = 'info' } = {}) {
  const settings = { TELEGRAM_TOKEN: token, TELEGRAM_API_ROOT: fake.apiRoot, LOG_LEVEL: level }
  return startBotProgram(settings, folder)
}

/** A red packet from the admin, with one unit for each of the crowd. */
async function openPacket({ fake, group, admin, crowd }: Party) {
  admin.command(group, ['/topup ', admin, ' 100 to begin'])
  await fake.waitFor(() => group.botMessages.some(({ text }) => text.includes(' topped up ')), 'the money')
  admin.command(group, `/redpacket ${crowd.length} ${crowd.length} equal`)
  return await fake.waitFor(() => group.botMessages.find(({ text }) => text.startsWith('🧧')), 'the card')
}

/** Counts the claimed shares and their entries: two each, out of the envelope and into the wallet. */
function paidIn(folder: string): { taken: number; entries: number } {
  const database = new Database(join(folder, 'luckymoney.db'), { readonly: true })
  const number = (sql: string) => database.prepare(sql).pluck().get() as number
  const paid = {
    taken: number('SELECT count(*) FROM share WHERE claimer IS NOT NULL'),
    entries: number('SELECT count(*) FROM account_log WHERE amount = 100'),
  }
  database.close()
  return paid
}

test('with a token the program plays red packets on Telegram, reports its health, and exits cleanly', async () => {
  const all = await party()
  const { fake, crowd } = all
  const program = start(fake)
  await program.says('Telegram is connected')
  const card = await openPacket(all)
  const [, wei] = crowd as [FakeUser, FakeUser]
  expect((await wei.press(card, /Grab/)).text).toContain('You got')
  const monitor = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output())?.[0]
  expect((await fetch(`${monitor}/healthz`)).status).toBe(200)
  expect(await (await fetch(`${monitor}/metrics`)).text()).toMatch(/^luckymoney_grabs_total 1$/m)
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  expect(program.output()).not.toContain(fake.token.split(':')[1])
  expect(fake.updates.pending).toBe(0)
  expect(fake.violations).toEqual([])
})

test.each([
  ['that Telegram does not know', `1234567890:${'wrong'.repeat(7)}`],
  ['that is none', '1234567890:AAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
])('a token %s ends the program with a line that says what to do and hides the token', async (_, token) => {
  const { fake } = await party()
  const folder = folderOfTest()
  const program = start(fake, { token, folder, level: 'trace' })
  expect(await program.ended).toBe(78)
  const said = program
    .output()
    .split('\n')
    .filter((line) => line.startsWith('luckymoney:'))
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('TELEGRAM_TOKEN')
  expect(foundIn(token, { output: program.output() }, folder)).toEqual([])
})

test('the program survives a proxy that answers with pages, and no line contains the token', async () => {
  const all = await party()
  const { fake } = all
  fake.failNext('getMe', { status: 404, html: true })
  fake.failNext('getMe', { status: 502, html: true })
  fake.failNext('getMe', { drop: true })
  fake.failNext({ method: 'sendMessage', times: 2 }, { status: 401, html: true })
  const program = start(fake)
  await program.says('Telegram is connected')
  await openPacket(all)
  expect(program.output()).toContain('Telegram cannot be reached')
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  expect(program.output()).not.toContain(fake.token.split(':')[1])
})

test('a program killed within a batch gets it again after the next start, and pays each tap once', async () => {
  const all = await party()
  const { fake, crowd } = all
  const folder = folderOfTest()
  const program = start(fake, { folder })
  await program.says('Telegram is connected')
  const card = await openPacket(all)
  // On a busy machine the next start may take longer than Telegram waits for the answer to a tap.
  fake.callbackWindow = 600_000
  await fake.waitFor(() => fake.updates.pending === 0, 'all to be taken')
  const confirms = ({ offset }: Record<string, unknown>) => Number(offset) > 0
  fake.failNext({ method: 'getUpdates', where: confirms, times: 1000 }, { hang: true })
  // The answers to the taps don't arrive either.
  fake.failNext({ method: 'answerCallbackQuery', times: crowd.length }, { hang: true })
  fake.holdUpdates()
  const taps = crowd.map((user) => user.press(card, /Grab/))
  fake.releaseUpdates()
  await fake.waitFor(() => fake.calls('answerCallbackQuery').length === crowd.length, 'all taps to be paid')
  program.child.kill('SIGKILL')
  await program.ended
  expect(fake.updates.pending).toBe(crowd.length)
  expect(paidIn(folder)).toEqual({ taken: 5, entries: 10 })
  const next = start(fake, { folder })
  await next.says('Telegram is connected')
  for (const { text } of await Promise.all(taps)) expect(text).toContain('You got')
  next.child.kill('SIGTERM')
  expect(await next.ended).toBe(0)
  expect(paidIn(folder)).toEqual({ taken: 5, entries: 10 })
  expect(next.output()).not.toMatch(/"level":(?:50|60)/)
  expect(fake.violations).toEqual([])
})

test('a stopping program answers the taps it has, and leaves the others to the next', async () => {
  const all = await party()
  const { fake, crowd } = all
  const folder = folderOfTest()
  const program = start(fake, { folder })
  await program.says('Telegram is connected')
  const card = await openPacket(all)
  fake.failNext('answerCallbackQuery', { status: 500 })
  const taps = crowd.map((user) => user.press(card, /Grab/))
  await fake.waitFor(() => fake.calls('answerCallbackQuery').length > 0, 'a first answer')
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  const next = start(fake, { folder })
  await next.says('Telegram is connected')
  for (const { text } of await Promise.all(taps)) expect(text).toContain('You got')
  next.child.kill('SIGTERM')
  expect(await next.ended).toBe(0)
  expect(paidIn(folder)).toEqual({ taken: 5, entries: 10 })
})
