import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { type BotProgram, folderOfTest, startBotProgram } from '../support/bot-program.js'
import { fairNow } from '../support/fair-time.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { startFakeTelegram } from '../support/telegram/fake-telegram.js'
import type { PressResult } from '../support/telegram/press-result.js'

const run = promisify(execFile)

/** Shares of the red packet, and what they add up to. */
const SHARES = 30
const TOTAL = 50

/** A group with a red packet, one program that acts for the bot, and another on standby. */
async function withStandby() {
  const fake = await startFakeTelegram()
  // Everyone waits until another program has taken over.
  fake.callbackWindow = 120_000
  const url = await takeDatabase(mariadbUrl() as string)
  onTestFinished(async () => {
    await fake.close()
    await giveBack(url)
  })
  const folder = folderOfTest()
  const place = { DATABASE_URL: url, LEDGER_KEY_FILE: join(folder, 'luckymoney.key') }
  const start = () =>
    startBotProgram({ ...place, TELEGRAM_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.apiRoot }, folder)
  const active = start()
  await active.says('Telegram is connected')
  const standby = start()
  await standby.says('ready to take over')
  const group = fake.addGroup('Tea House')
  const admin = group.someAdmin
  const crowd = Array.from({ length: 40 }, (_, index) => group.addMember(`P${index}`))
  admin.command(group, ['/topup ', admin, ' 100 to begin'])
  await fake.waitFor(() => group.botMessages.some(({ text }) => text.includes(' topped up ')), 'the money')
  admin.command(group, `/redpacket ${TOTAL} ${SHARES}`)
  const card = await fake.waitFor(
    () => group.botMessages.find(({ text }) => text.startsWith('🧧')),
    'the card',
  )
  const grab = card.button(/Grab/).callback_data as string
  const taps: Promise<PressResult>[] = []
  /** The next members tap; resolves once some of all taps so far are answered. */
  const tap = async (members: number, answered = 0) => {
    for (const member of crowd.slice(taps.length, taps.length + members)) taps.push(member.forge(card, grab))
    await fake.waitFor(() => taps.length - fake.callbacks.open >= answered, `${answered} answers`)
  }
  /** Resolves once everyone has tapped and was answered; expects that what they were told is what the books say. */
  const settle = async () => {
    await tap(crowd.length - taps.length)
    const told = await Promise.all(taps)
    expect(told.map(({ outcome }) => outcome)).not.toContain('never answered')
    const amounts = told.flatMap(({ text }) => /You got \D*(\d+\.\d\d)/.exec(text)?.[1] ?? [])
    expect(amounts).toHaveLength(SHARES)
    expect(amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0)).toBe(TOTAL * 100)
    await fake.waitFor(() => card.text.includes('All grabbed'), 'the finished card')
    const env = { PATH: process.env.PATH, ...place }
    const { stdout } = await run(process.execPath, ['dist/cli.js', 'reconcile'], { env })
    expect(stdout).toContain('the books balance')
    // No message stands twice in the group, and no tap was answered twice.
    const texts = group.botMessages.map(({ text }) => text)
    expect(texts).toEqual([...new Set(texts)])
    expect(fake.violations).toEqual([])
  }
  return { fake, active, standby, start, tap, settle }
}

/** Returns how often each tap got an answer; Telegram refuses the second. */
function answersOf(fake: Awaited<ReturnType<typeof startFakeTelegram>>): number[] {
  const ids = fake.calls('answerCallbackQuery').map(({ params }) => String(params.callback_query_id))
  return [...new Set(ids)].map((id) => ids.filter((each) => each === id).length)
}

async function healthOf(program: BotProgram) {
  const monitor = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output())?.[0]
  const ask = async (path: string) => {
    const answer = await fetch(`${monitor}${path}`)
    return { status: answer.status, body: await answer.json() }
  }
  return { live: await ask('/healthz'), ready: await ask('/readyz') }
}

test('the standby takes over within 15 seconds of a kill in a rush, and everyone is told what the books say', async () => {
  const { active, standby, tap, settle } = await withStandby()
  expect(await healthOf(active)).toMatchObject({
    live: { status: 200, body: { checks: { store: true, telegram: true } } },
    ready: { status: 200 },
  })
  const waiting = { ok: true, standby: true, checks: { store: true } }
  expect(await healthOf(standby)).toEqual({
    live: { status: 200, body: waiting },
    ready: { status: 503, body: waiting },
  })
  await tap(25, 5)
  active.child.kill('SIGKILL')
  const killed = fairNow()
  await standby.says('Telegram is connected')
  expect(fairNow() - killed).toBeLessThan(15_000)
  await settle()
  expect((await healthOf(standby)).ready.status).toBe(200)
})

test('a stopped program hands over at once, no tap is lost, and it may come back as the standby', async () => {
  const { fake, active, standby, start, tap, settle } = await withStandby()
  await tap(15, 5)
  active.child.kill('SIGTERM')
  await tap(15)
  expect(await active.ended).toBe(0)
  const stopped = fairNow()
  await standby.says('Telegram is connected')
  // Far less than a lease lasts.
  expect(fairNow() - stopped).toBeLessThan(5_000)
  const again = start()
  await again.says('on standby')
  await settle()
  expect(answersOf(fake).filter((answers) => answers > 1)).toEqual([])
  again.child.kill('SIGTERM')
  expect(await again.ended).toBe(0)
  expect(standby.child.exitCode).toBeNull()
})

test('a program that was paused beyond its lease sends nothing more and exits with 75', async () => {
  const { fake, active, standby, tap, settle } = await withStandby()
  await tap(10, 10)
  active.child.kill('SIGSTOP')
  // Telegram hands these to the paused program, and again to the other one.
  await tap(20)
  await standby.says('Telegram is connected')
  await settle()
  const calls = fake.journal.length
  active.child.kill('SIGCONT')
  expect(await active.ended).toBe(75)
  expect(active.output()).toContain('the lease is lost')
  // The other one only waits for updates.
  expect(fake.journal.slice(calls).filter(({ method }) => method !== 'getUpdates')).toEqual([])
})
