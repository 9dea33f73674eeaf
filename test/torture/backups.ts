import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type App, createApp } from '../../src/app/app.js'
import { systemClock } from '../../src/clock.js'
import { openReadOnly, openStore } from '../../src/integrity/open.js'
import { reconcile } from '../../src/integrity/reconcile.js'
import { fairNow } from '../support/fair-time.js'
import { seededRandom } from '../support/seeded-random.js'
import { storedAnswers } from '../support/stored-answer.js'
import type { Bounds, Verdict } from './verdict.js'

export interface BackupOptions extends Bounds {
  readonly backups: number
  /** Grabs per second during the backups. */
  readonly rate: number
}

/** As `npm run cli` starts it. */
const CLI = resolve('dist/cli.js')
const PLACE = { platform: 'torture', chat: 'lobby' }
const MEMBERS = 500
const SHARES = 200
/** Pause between two backups, for comparison. Milliseconds. */
const QUIET = 500
const TICK = 5

/** An answered grab, when it was answered (by performance.now()), and its duration. Milliseconds. */
interface Grabbed {
  readonly key: string
  readonly outcome: string
  readonly at: number
  readonly took: number
}

/**
 * Takes backups with the command line's `backup` while people grab at a steady rate in this process. Restores, opens
 * and reconciles each under another name, and expects every answer from before its start in it.
 */
export async function tortureByBackups(options: BackupOptions): Promise<Verdict> {
  const { backups, rate, seed, millis = Number.POSITIVE_INFINITY, onProgress } = options
  // On a disk: in memory no commit would wait for the copy.
  const folder = mkdtempSync(join(tmpdir(), 'luckymoney-torture-'))
  const until = performance.now() + millis
  const file = join(folder, 'luckymoney.db')
  const keyFile = join(folder, 'ledger.key')
  const violations: string[] = []
  const lost: string[] = []
  const onFatal = (error: Error) => void violations.push(`fatal: ${error}`)
  try {
    const store = await openStore({ file, ledgerKeyFile: keyFile, gatherMillis: 10, onFatal })
    const app = createApp({ store, clock: systemClock, random: seededRandom(seed) })
    const source = await gather(app)
    const grabbing = grabSteadily(app, source, rate)
    const spans: { from: number; to: number }[] = []
    let tried = 0
    let controlDetected = false
    try {
      await pause(QUIET)
      for (; tried < backups && performance.now() < until; tried++) {
        const begun = performance.now()
        const copy = join(folder, `backup-${tried}.db`)
        const failed = await backUpBy(file, keyFile, copy)
        spans.push({ from: begun, to: performance.now() })
        if (failed) violations.push(`backup ${tried}: ${failed}`)
        if (!existsSync(copy)) continue
        const before = grabbing.grabbed.filter(({ at }) => at < begun)
        const restored = join(folder, `restored-${tried}.db`)
        copyFileSync(copy, restored)
        lost.push(...missing(restored, before).map((key) => `backup ${tried} has no answer to ${key}`))
        violations.push(...(await faultsOf(restored, keyFile)).map((fault) => `backup ${tried}: ${fault}`))
        await pause(QUIET)
        // Answers after the backup can't be in it: a check that doesn't miss them checks nothing.
        const late = grabbing.grabbed.filter(({ at }) => at > (spans.at(-1)?.to ?? 0))
        controlDetected ||= late.length > 0 && missing(restored, late).length === late.length
        onProgress?.(tried + 1, backups)
      }
    } finally {
      await grabbing.stop()
    }
    violations.push(...grabbing.failed)
    await store.close()
    const { grabbed } = grabbing
    const during = grabbed.filter(({ at }) => spans.some(({ from, to }) => at >= from && at <= to))
    const quiet = grabbed.filter((grab) => !during.includes(grab))
    const seconds = ((grabbed.at(-1)?.at ?? 0) - (grabbed[0]?.at ?? 0)) / 1000
    const tally = {
      grabs_per_second: Math.round(grabbed.length / seconds),
      quiet_p99_ms: p99(quiet),
      backup_p99_ms: p99(during),
      backup_ms: Math.round(spans.reduce((sum, { from, to }) => sum + to - from, 0) / Math.max(1, tried)),
    }
    return { tried, acknowledged: grabbed.length, violations, lost, controlDetected, tally }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the command; resolves with its output when it fails. */
function backUpBy(file: string, keyFile: string, target: string): Promise<string | undefined> {
  const args = [CLI, '--database', file, '--ledger-key', keyFile, 'backup', target]
  return new Promise((done) => {
    execFile(process.execPath, args, (error, _, said) => done(error ? said || error.message : undefined))
  })
}

/** Returns what is wrong with a restored backup when the program starts on it. */
async function faultsOf(file: string, keyFile: string): Promise<string[]> {
  const faults: string[] = []
  const store = await openStore({
    file,
    ledgerKeyFile: keyFile,
    onFatal: (error) => void faults.push(`fatal: ${error}`),
  })
  const { invariants } = await reconcile(file, store.ledgerKey, Date.now())
  for (const { number, offenders } of invariants)
    for (const offender of offenders) faults.push(`invariant ${number}: ${offender}`)
  await store.close()
  return faults
}

/** Returns the keys whose answer isn't in a file as given. */
function missing(file: string, grabbed: readonly Grabbed[]): string[] {
  const database = openReadOnly(file)
  try {
    const answer = storedAnswers(database)
    return grabbed.filter(({ key, outcome }) => answer(key) !== outcome).map(({ key }) => key)
  } finally {
    database.close()
  }
}

interface EnvelopeSource {
  /** Returns the number of a non-empty envelope. */
  next(): Promise<string>
}

/** A community of many members, one of whom always has another envelope to send. */
async function gather(app: App): Promise<EnvelopeSource> {
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  await app.foundCommunity({ place: PLACE, name: 'Torture', currency, rules: { maxOpenEnvelopes: 100_000 } })
  await Promise.all(
    Array.from({ length: MEMBERS }, (_, at) => app.joinMember({ place: PLACE, by: member(at) })),
  )
  const sender = member(MEMBERS)
  const admin = { place: PLACE, by: sender, platformAdmin: true }
  await app.topUp({ key: 'fund', ...admin, to: sender, amount: 1_000_000_000, reason: 'torture' })
  let sent = 0
  return {
    next: async () => {
      const envelope = { kind: 'equal', total: SHARES, count: SHARES, greeting: '' } as const
      const outcome = await app.sendEnvelope({ key: `send:${sent++}`, place: PLACE, by: sender, ...envelope })
      if (outcome.kind !== 'sent') throw new Error(outcome.kind)
      return outcome.envelopeNo
    },
  }
}

function member(index: number) {
  return { platform: 'torture', user: `u${index}`, name: `Member ${index}` }
}

/** Grabs at a steady rate, whether or not earlier grabs are answered, until stopped. */
function grabSteadily(app: App, source: EnvelopeSource, rate: number) {
  const grabbed: Grabbed[] = []
  const failed: string[] = []
  const underWay = new Set<Promise<void>>()
  const began = performance.now()
  let asked = 0
  let envelope = source.next()
  const grab = async (number: number, envelopeNo: Promise<string>): Promise<void> => {
    const key = `grab:${number}`
    const by = member(number % SHARES)
    const from = fairNow()
    const outcome = await app.grabShare({ key, place: PLACE, by, envelopeNo: await envelopeNo })
    const at = performance.now()
    if (outcome.kind === 'grabbed')
      grabbed.push({ key, outcome: JSON.stringify(outcome), at, took: fairNow() - from })
    else failed.push(`${key}: ${outcome.kind}`)
  }
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * rate
    for (; asked < due; asked++) {
      if (asked > 0 && asked % SHARES === 0) envelope = source.next()
      const one = grab(asked, envelope).catch((error) => void failed.push(`grab:${asked}: ${error}`))
      underWay.add(one)
      void one.finally(() => underWay.delete(one))
    }
  }, TICK)
  return {
    grabbed,
    failed,
    stop: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
    },
  }
}

function p99(grabbed: readonly Grabbed[]): number {
  const sorted = grabbed.map(({ took }) => took).sort((one, other) => one - other)
  return Math.round((sorted[Math.floor(sorted.length * 0.99)] ?? 0) * 10) / 10
}
