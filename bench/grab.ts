import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '../src/app/app.js'
import type { GrabShare } from '../src/app/envelopes/grab-share.js'
import { systemClock } from '../src/clock.js'
import { openReadOnly, openStore } from '../src/integrity/open.js'
import { reconcile } from '../src/integrity/reconcile.js'
import { cryptoRandom } from '../src/random.js'
import { measureOptions } from '../test/support/measure-options.js'
import { openHandWritten } from './hand-written.js'
import { median, quantile, round } from './numbers.js'

/**
 * Compares grabs through plans with group commit with the same grabs written by hand on better-sqlite3: in one run,
 * alternating, on two files with the same content. Hot: everyone clicks on the same envelope until it is empty, then on
 * the next (an envelope has at most 200 shares). Spread: round robin over 1,000 envelopes. Takes the median ratio of
 * many short turns, because a shared machine's speed varies from minute to minute. What the other side does, and that
 * its books reconcile as well, is told in hand-written.ts.
 */
const { values } = measureOptions({
  options: {
    rounds: { type: 'string', default: '20' },
    grabs: { type: 'string', default: '5000' },
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

async function prepare(
  app: App,
): Promise<{ hot: GrabShare[][]; spread: GrabShare[][]; single: GrabShare[] }> {
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
  const click = (envelopeNo: string, user: number): GrabShare => ({
    key: `click${clicked++}`,
    place,
    by: person(user),
    envelopeNo,
  })
  const hot: GrabShare[][] = []
  const spread: GrabShare[][] = []
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

/** Results of a turn: grabs per second, and microseconds of CPU time per grab. */
interface Turn {
  readonly perSecond: number
  readonly cpu: number
}

function startTurn(grabs: number): () => Turn {
  const begin = performance.now()
  const cpu = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { perSecond: (grabs / (performance.now() - begin)) * 1000, cpu: (user + system) / grabs }
  }
}

/** Grabs in groups of clicks that arrive together, and counts for the leaderboards. */
async function play(
  {
    grabShare,
    countForLeaderboards,
  }:
    | Pick<ReturnType<typeof openHandWritten>, 'grabShare' | 'countForLeaderboards'>
    | Pick<App, 'grabShare' | 'countForLeaderboards'>,
  clicks: GrabShare[],
): Promise<Turn> {
  const turn = startTurn(clicks.length)
  for (let from = 0; from < clicks.length; from += GROUP) {
    const group = clicks.slice(from, from + GROUP)
    const outcomes = await Promise.all(group.map((click) => grabShare(click)))
    for (const outcome of outcomes)
      if (outcome.kind !== 'grabbed') throw new Error(`${outcome.kind} instead of a grab`)
  }
  // Normally the sweep does this; here the grabs pay for it, on both sides.
  await countForLeaderboards()
  return turn()
}

try {
  const plans = await open('plans')
  const clicks = await prepare(plans.app)
  const other = await open('hand')
  const handClicks = await prepare(other.app)
  const { ledgerKey } = other.store
  await other.store.close()
  const hand = openHandWritten(join(folder, 'hand.db'), ledgerKey)

  const speeds = {
    planHot: [] as Turn[],
    handHot: [] as Turn[],
    planSpread: [] as Turn[],
    handSpread: [] as Turn[],
  }
  for (let index = 0; index < ROUNDS; index++) {
    const turns = [
      async () => speeds.planHot.push(await play(plans.app, clicks.hot[index] as GrabShare[])),
      async () => speeds.handHot.push(await play(hand, handClicks.hot[index] as GrabShare[])),
      async () => speeds.planSpread.push(await play(plans.app, clicks.spread[index] as GrabShare[])),
      async () => speeds.handSpread.push(await play(hand, handClicks.spread[index] as GrabShare[])),
    ]
    // Alternates who goes first, so that neither side always finds the machine warm.
    const order = index % 2 === 0 ? [0, 1, 2, 3] : [1, 0, 3, 2]
    for (const turn of order) await turns[turn]?.()
    const shown = Object.entries(speeds).map(
      ([name, turns]) => `${name} ${Math.round(turns.at(-1)?.perSecond ?? 0)}/s`,
    )
    process.stdout.write(`round ${index + 1} of ${ROUNDS}: ${shown.join('  ')}\n`)
  }

  const waits: number[] = []
  for (const click of clicks.single) {
    const begin = performance.now()
    await plans.app.grabShare(click)
    waits.push(performance.now() - begin)
  }

  const rows = (db: { prepare(sql: string): { pluck(): { get(): unknown } } }, table: string) =>
    db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  const written = openReadOnly(join(folder, 'plans.db'))
  const single = {
    trade: CLICKS,
    idempotency_record: CLICKS,
    result_message: Math.floor(CLICKS / HOT_SHARES),
  }
  for (const [table, more] of Object.entries(single)) {
    if (Number(rows(written, table)) - more !== Number(rows(hand.db, table)))
      throw new Error(`the two sides did not write the same number of rows into ${table}`)
  }
  written.close()
  hand.db.close()
  await plans.store.close()
  for (const name of ['plans', 'hand']) {
    const report = await reconcile(join(folder, `${name}.db`), ledgerKey, Date.now())
    if (!report.ok) throw new Error(`the books of ${name} do not balance: ${JSON.stringify(report)}`)
  }

  const perSecond = (turns: Turn[]) => median(turns.map((turn) => turn.perSecond))
  const cpu = (turns: Turn[]) => median(turns.map((turn) => turn.cpu))
  /** Of each round, because the machine's speed varies. */
  const medianOf = (a: Turn[], b: Turn[], compare: (one: Turn, other: Turn) => number) =>
    round(median(a.map((turn, index) => compare(turn, b[index] as Turn))), 3)
  const ratio = (a: Turn[], b: Turn[]) => medianOf(a, b, (plan, byHand) => plan.perSecond / byHand.perSecond)
  const cpuRatio = (a: Turn[], b: Turn[]) => medianOf(a, b, (plan, byHand) => byHand.cpu / plan.cpu)
  process.stdout.write(
    `${JSON.stringify({
      plans_per_s: Math.round(perSecond([...speeds.planHot, ...speeds.planSpread])),
      hand_written_per_s: Math.round(perSecond([...speeds.handHot, ...speeds.handSpread])),
      ratio_hot: ratio(speeds.planHot, speeds.handHot),
      ratio_spread: ratio(speeds.planSpread, speeds.handSpread),
      cpu_ratio_hot: cpuRatio(speeds.planHot, speeds.handHot),
      cpu_ratio_spread: cpuRatio(speeds.planSpread, speeds.handSpread),
      cpu_us_hot: [round(cpu(speeds.planHot), 1), round(cpu(speeds.handHot), 1)],
      cpu_us_spread: [round(cpu(speeds.planSpread), 1), round(cpu(speeds.handSpread), 1)],
      single_click_p50_ms: round(quantile(waits, 0.5), 3),
      single_click_p99_ms: round(quantile(waits, 0.99), 3),
    })}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
