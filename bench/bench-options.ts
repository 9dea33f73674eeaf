import { measureOptions } from '../test/support/measure-options.js'

export interface BenchOptions {
  readonly rounds: number
  readonly clicks: number
  readonly warmUp: number
  readonly node: readonly string[]
  readonly bareNode: readonly string[]
  /** Fair start of each red packet, such as 3s. */
  readonly fairStart: string | undefined
}

/** Options of a bench that compares the program with a bare bot; `word` is its name for a click. */
export function benchOptions(word: 'clicks' | 'taps'): BenchOptions {
  const { values } = measureOptions({
    options: {
      rounds: { type: 'string', default: '6' },
      [word]: { type: 'string', default: '1000' },
      'warm-up': { type: 'string', default: '1000' },
      // The options of `npm start`; the bare bot gets the same by default.
      node: { type: 'string', default: '--enable-source-maps' },
      'bare-node': { type: 'string' },
      'fair-start': { type: 'string' },
    },
  })
  const given = values as Record<string, string | undefined>
  const words = (text = '') => text.split(' ').filter(Boolean)
  return {
    rounds: Number(given.rounds),
    clicks: Number(given[word]),
    warmUp: Number(given['warm-up']),
    node: words(given.node),
    bareNode: words(given['bare-node'] ?? given.node),
    fairStart: given['fair-start'],
  }
}
