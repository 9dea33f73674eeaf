import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type App, createApp } from '../src/app/app.js'
import { cryptoRandom } from '../src/chance.js'
import { systemClock } from '../src/clock.js'
import { openStore } from '../src/store/open.js'
import { openHandWritten } from './hand-written.js'

/**
 * Grabs through plans with group commit against the same grabs written by hand on better-sqlite3, in one
 * run, in turn, on two files of the same content. Hot: everybody clicks on the same envelope until it is
 * empty, then on the next (an envelope has at most 200 shares). Spread: round and round over 1,000 of them.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    grabs: { type: 'string', default: '20000' },
    group: { type: 'string', default: '64' },
    clicks: { type: 'string', default: '2000' },
  },
})
const ROUNDS = Number(values.rounds)
const GRABS = Number(values.grabs)
const GROUP = Number(values.group)
const CLICKS = Number(values.clicks)
const MEMBERS = 500
const HOT_SHARES = 200
const SPREAD_ENVELOPES = 1_000
const place = { platform: 'bench', chat: 'lobby' }
const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })

interface Click {
  readonly key: string
  readonly user: string
  readonly envelopeNo: string
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const open = async (name: string) => {
  const store = await openStore({
    file: join(folder, `${name}.db`),
    ledgerKeyFile: join(folder, 'key'),
    // Both sides commit the same groups, however slow the machine is today.
    maxMillis: 1_000,
    onFatal: (error) => {
      throw error
    },
  })
  return { store, app: createApp({ store, clock: systemClock, random: cryptoRandom }) }
}

async function prepare(app: App): Promise<{ hot: Click[][]; spread: Click[][]; single: Click[] }> {
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  await app.foundCommunity({ place, name: 'Bench', currency, rules: { maxOpenEnvelopes: 1_000_000 } })
  await Promise.all(
    Array.from({ length: MEMBERS }, (_, index) => app.joinMember({ place, by: person(index) })),
  )
  const sender = person(MEMBERS)
  for (let index = 0; index < 2; index++) {
    const command = { key: `fund${index}`, place, by: sender, platformAdmin: true, to: sender }
    await app.topUp({ ...command, amount: 1_000_000_000_000, reason: 'bench' })
  }
  let sent = 0
  const send = async (envelopes: number, count: number): Promise<string[]> => {
    const outcomes = await Promise.all(
      Array.from({ length: envelopes }, () => {
        const command = { key: `send${sent++}`, place, by: sender, kind: 'lucky' as const, greeting: '' }
        return app.sendEnvelope({ ...command, total: count * 100, count })
      }),
    )
    return outcomes.map((outcome) => {
      if (outcome.kind !== 'sent') throw new Error(`${outcome.kind} instead of an envelope`)
      return outcome.envelopeNo
    })
  }
  let clicked = 0
  const click = (envelopeNo: string, user: number): Click => ({
    key: `click${clicked++}`,
    user: `u${user}`,
    envelopeNo,
  })
  const hot: Click[][] = []
  const spread: Click[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const hotEnvelopes = await send(Math.ceil(GRABS / HOT_SHARES), HOT_SHARES)
    hot.push(
      Array.from({ length: GRABS }, (_, index) =>
        click(hotEnvelopes[Math.floor(index / HOT_SHARES)] as string, index % HOT_SHARES),
      ),
    )
    const spreadEnvelopes = await send(SPREAD_ENVELOPES, Math.ceil(GRABS / SPREAD_ENVELOPES))
    spread.push(
      Array.from({ length: GRABS }, (_, index) =>
        click(
          spreadEnvelopes[index % SPREAD_ENVELOPES] as string,
          (index * 7 + Math.floor(index / SPREAD_ENVELOPES)) % MEMBERS,
        ),
      ),
    )
  }
  const singleEnvelopes = await send(Math.ceil(CLICKS / HOT_SHARES), HOT_SHARES)
  const single = Array.from({ length: CLICKS }, (_, index) =>
    click(singleEnvelopes[Math.floor(index / HOT_SHARES)] as string, index % HOT_SHARES),
  )
  return { hot, spread, single }
}

const grab = (app: App, { key, user, envelopeNo }: Click) =>
  app.grabShare({ key, place, by: { platform: 'bench', user, name: `Member ${user.slice(1)}` }, envelopeNo })

/** Grabs a second, by plans. */
async function byPlans(app: App, clicks: Click[]): Promise<number> {
  const begin = performance.now()
  for (let from = 0; from < clicks.length; from += GROUP) {
    const outcomes = await Promise.all(clicks.slice(from, from + GROUP).map((click) => grab(app, click)))
    for (const outcome of outcomes)
      if (outcome.kind !== 'grabbed') throw new Error(`${outcome.kind} instead of a grab`)
  }
  return (clicks.length / (performance.now() - begin)) * 1000
}

/** Grabs a second, by hand. */
function byHand(hand: ReturnType<typeof openHandWritten>, clicks: Click[]): number {
  const begin = performance.now()
  for (let from = 0; from < clicks.length; from += GROUP) hand.batch(clicks.slice(from, from + GROUP))
  return (clicks.length / (performance.now() - begin)) * 1000
}

const quantile = (numbers: number[], q: number): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number
}
const median = (numbers: number[]) => quantile(numbers, 0.5)
const round = (value: number, digits: number) => Number(value.toFixed(digits))

try {
  const plans = await open('plans')
  const clicks = await prepare(plans.app)
  const other = await open('hand')
  const handClicks = await prepare(other.app)
  const { ledgerKey } = other.store
  await other.store.close()
  const hand = openHandWritten(join(folder, 'hand.db'), ledgerKey)

  const speeds = {
    planHot: [] as number[],
    handHot: [] as number[],
    planSpread: [] as number[],
    handSpread: [] as number[],
  }
  for (let index = 0; index < ROUNDS; index++) {
    const turns = [
      async () => speeds.planHot.push(await byPlans(plans.app, clicks.hot[index] as Click[])),
      async () => speeds.handHot.push(byHand(hand, handClicks.hot[index] as Click[])),
      async () => speeds.planSpread.push(await byPlans(plans.app, clicks.spread[index] as Click[])),
      async () => speeds.handSpread.push(byHand(hand, handClicks.spread[index] as Click[])),
    ]
    // Every other round the hand goes first, so that neither side always finds the machine warm.
    const order = index % 2 === 0 ? [0, 1, 2, 3] : [1, 0, 3, 2]
    for (const turn of order) await turns[turn]?.()
    const shown = Object.entries(speeds).map(
      ([name, values]) => `${name} ${Math.round(values.at(-1) ?? 0)}/s`,
    )
    process.stdout.write(`round ${index + 1} of ${ROUNDS}: ${shown.join('  ')}\n`)
  }

  const waits: number[] = []
  for (const click of clicks.single) {
    const begin = performance.now()
    await grab(plans.app, click)
    waits.push(performance.now() - begin)
  }

  const report = await plans.app.reconcile()
  if (!report.ok) throw new Error('the books do not balance after the bench')
  const rows = (db: { prepare(sql: string): { pluck(): { get(): unknown } } }, table: string) =>
    db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  const { openReadOnly } = await import('../src/store/open.js')
  const written = openReadOnly(join(folder, 'plans.db'))
  for (const table of ['trade', 'account_log', 'request']) {
    const extra = CLICKS * (table === 'account_log' ? 2 : 1)
    if (Number(rows(written, table)) - extra !== Number(rows(hand.db, table)))
      throw new Error(`the two sides did not write the same number of rows into ${table}`)
  }
  written.close()
  hand.db.close()
  await plans.store.close()

  const ratios = (a: number[], b: number[]) => a.map((value, index) => value / (b[index] as number))
  process.stdout.write(
    `${JSON.stringify({
      plans_per_s: Math.round(median([...speeds.planHot, ...speeds.planSpread])),
      hand_written_per_s: Math.round(median([...speeds.handHot, ...speeds.handSpread])),
      ratio_hot: round(median(ratios(speeds.planHot, speeds.handHot)), 3),
      ratio_spread: round(median(ratios(speeds.planSpread, speeds.handSpread)), 3),
      single_click_p50_ms: round(quantile(waits, 0.5), 3),
      single_click_p99_ms: round(quantile(waits, 0.99), 3),
    })}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
