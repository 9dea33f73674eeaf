import type { Supply } from '../../app/income/supply.js'
import { defineCommand } from '../framework/define.js'
import { type Block, info } from '../framework/replies/reply.js'
import { type SupplySay, words } from './words.js'

const MOST = Number.MAX_SAFE_INTEGER
/** Maximum admins named per kind. */
const MAX_NAMES = 8

export const supply = defineCommand({
  name: 'supply',
  words,
  arguments: {},
  ignoresMoreWords: true,
  async run({ app, here, say, money, answer }) {
    return answer(await app.supply(here), {
      supply({ currency, circulation, month, ever }) {
        if (ever.length === 0) return info(say.empty)
        // Issuing and taking back the same money can push sums beyond exact numbers.
        const write = (amount: number) => money(Math.max(-MOST, Math.min(amount, MOST)), currency)
        const blocks: Block[] = [{ kind: 'heading', text: say.title({ amount: write(circulation) }) }]
        for (const [title, rows] of [
          [say.month, month],
          [say.ever, ever],
        ] as const) {
          const sum = rows.reduce((total, row) => total + signed(row), 0)
          blocks.push({ kind: 'text', text: title({ amount: withSign(sum, write) }) })
          if (rows.length > 0) blocks.push({ kind: 'list', lines: linesOf(rows, say, write) })
        }
        return { tone: 'info', blocks }
      },
    })
  },
})

type SupplyKind = keyof SupplySay['kinds']

function linesOf(rows: readonly Supply[], say: SupplySay, write: (amount: number) => string): string[] {
  const lines: string[] = []
  for (const kind of Object.keys(say.kinds) as SupplyKind[]) {
    const all = rows.filter((row) => row.kind === kind)
    const line = (by: string, some: readonly Supply[]) => {
      const amount = some.reduce((total, row) => total + signed(row), 0)
      const times = some.reduce((total, row) => total + row.times, 0)
      lines.push(say.line({ kind: say.kinds[kind], by, amount: withSign(amount, write), times }))
    }
    // Members get these themselves.
    const isIncome = kind === 'checkin' || kind === 'starting' || kind === 'allowance'
    for (const row of all.slice(0, MAX_NAMES)) line(isIncome ? '' : (row.name ?? say.operator), [row])
    const others = all.slice(MAX_NAMES)
    if (others.length > 0) line(say.others({ count: others.length }), others)
  }
  return lines
}

function signed({ kind, amount }: Supply): number {
  return kind === 'deduct' ? -amount : amount
}

function withSign(amount: number, write: (amount: number) => string): string {
  return amount < 0 ? write(amount) : `+${write(amount)}`
}
