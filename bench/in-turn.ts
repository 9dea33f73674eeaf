import type { Burst } from './burst.js'
import { median, quantile, round } from './numbers.js'

/** Results for one card: who was told to have got how much, by name. */
export interface Round {
  readonly envelopeNo: string
  readonly told: ReadonlyMap<string, number>
  readonly burst: Burst
}

/** The bursts of one round, both with the same clicks. */
export interface Turns<Played extends Round> {
  readonly ours: () => Promise<Played>
  readonly bare: () => Promise<Burst>
}

export interface Match<Played extends Round> {
  /** All rounds, the warm-up first. */
  readonly rounds: readonly Played[]
  /** The rounds that count, and the bare bot's bursts in each. */
  readonly measured: readonly Played[]
  readonly bare: readonly Burst[]
}

/**
 * Alternates the program and the bare bot, swapping the order each round, after one warm-up round. Prints every round.
 */
export async function playInTurn<Played extends Round>(
  count: number,
  prepare: (index: number) => Promise<Turns<Played>>,
): Promise<Match<Played>> {
  const rounds: Played[] = []
  const bare: Burst[] = []
  for (let index = 0; index <= count; index++) {
    const turns = await prepare(index)
    let played: Played | undefined
    let burst: Burst | undefined
    const order = [async () => (played = await turns.ours()), async () => (burst = await turns.bare())]
    for (const turn of index % 2 === 0 ? order : order.reverse()) await turn()
    if (!played || !burst) throw new Error('a turn was left out')
    rounds.push(played)
    if (index === 0) continue
    bare.push(burst)
    process.stdout.write(`round ${index} of ${count}: ${line(played.burst)} each; bare ${line(burst)} each\n`)
  }
  return { rounds, measured: rounds.slice(1), bare }
}

function line({ waits, cpuPerClick }: Burst): string {
  const at = (q: number) => round(quantile(waits, q), 1)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${Math.round(cpuPerClick)} µs`
}

/** Returns a match's figures: medians over its rounds, and the longest wait overall. */
export function figuresOf({ measured, bare }: Match<Round>) {
  const bursts = measured.map(({ burst }) => burst)
  const at = (of: readonly Burst[], q: number) => round(median(of.map(({ waits }) => quantile(waits, q))), 1)
  const cpu = (of: readonly Burst[]) => Math.round(median(of.map(({ cpuPerClick }) => cpuPerClick)))
  const ratios = bursts.map(({ cpuPerClick }, index) => cpuPerClick / (bare[index] as Burst).cpuPerClick)
  return {
    answered: Math.min(...bursts.map(({ results }) => results.length)),
    latency: {
      p50_ms: at(bursts, 0.5),
      p99_ms: at(bursts, 0.99),
      longest_ms: round(Math.max(...bursts.map(({ waits }) => quantile(waits, 1))), 1),
      bare_p50_ms: at(bare, 0.5),
      bare_p99_ms: at(bare, 0.99),
    },
    cpu: [cpu(bursts), cpu(bare)],
    cpuRatio: round(median(ratios), 3),
    grabbed: Math.min(...measured.map(({ told }) => told.size)),
  }
}
