import { defineCommand } from '../framework/define.js'
import { info, type TableRow } from '../framework/replies/reply.js'
import { fill, moment } from '../framework/replies/rich-text.js'
import { words } from './words.js'

/** Lines that fit into one reply. */
const MAX_LINES = 15
const SIGNS = { top_up: '+', deduct: '\u2212', reversal: '' } as const

export const audit = defineCommand({
  name: 'audit',
  words,
  arguments: {},
  ignoresMoreWords: true,
  async run({ app, here, say, money, answer }) {
    return answer(await app.audit(here, MAX_LINES), {
      audit({ lines, currency }) {
        if (lines.length === 0) return info(say.empty)
        const shown = lines.map((line) => {
          const { kind, amount, tradeNo: no } = line
          if (amount === null || no === null || kind === 'freeze' || kind === 'thaw')
            return fill(say.statusLine, {
              time: moment(line.at),
              change: say.change[kind],
              name: line.member ?? say.noMember,
              actor: line.actor ?? say.console,
              reason: line.reason,
            })
          if (line.reversal)
            return fill(say.reversal, {
              time: moment(line.at),
              reverses: line.reversal.reverses,
              from: line.reversal.from ?? say.mint,
              to: line.reversal.to ?? say.mint,
              amount: money(amount, currency),
              actor: line.actor ?? say.console,
              reason: line.reason,
              no,
            })
          return fill(say.line, {
            time: moment(line.at),
            change: say.change[kind],
            name: line.member ?? say.noMember,
            sign: SIGNS[kind],
            amount: money(amount, currency),
            actor: line.actor ?? say.console,
            reason: line.reason,
            no,
          })
        })
        const rows = lines.map(({ kind, amount, reversal, member, actor, reason, at }): TableRow => {
          const name = reversal
            ? `${reversal.from ?? say.mint} → ${reversal.to ?? say.mint}`
            : (member ?? say.noMember)
          const sign = kind === 'freeze' || kind === 'thaw' ? '' : SIGNS[kind]
          const by = say.by({ actor: actor ?? say.console, reason })
          return {
            cells: [say.change[kind], name, amount === null ? '' : `${sign}${money(amount, currency)}`],
            note: [moment(at), ` · ${by}`],
          }
        })
        return {
          tone: 'info',
          blocks: [
            { kind: 'text', text: say.title },
            { kind: 'list', lines: shown, table: { columns: say.columns, rows } },
          ],
        }
      },
    })
  },
})
