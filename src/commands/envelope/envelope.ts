import type { Place } from '../../core/place.js'
import { envelope as envelopeNumber, optional } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, info } from '../framework/replies/reply.js'
import { fill, moment } from '../framework/replies/rich-text.js'
import { detailLines, summaryOf } from './details.js'
import { lookUp } from './look-up.js'
import { words } from './words.js'

/** Number of newest red packets listed to choose from. */
const MAX_RECENT = 10

export const envelope = defineCommand({
  name: 'envelope',
  words,
  arguments: { number: optional(envelopeNumber({ positional: true })) },
  where: 'anywhere',
  ignoresMoreWords: true,
  async run({ app, request, here, args, language, say, money, answer, community }) {
    const { number: envelopeNo } = args
    if (envelopeNo === undefined) {
      if (!request.place) return bad(say.which, { outcome: 'usage' })
      const recent = await app.recentEnvelopes({ place: here.place }, MAX_RECENT)
      if (recent.length === 0) return info(say.recentEmpty, { outcome: 'recent' })
      const { currency } = await community()
      const lines = recent.map(({ envelopeNo: no, sender, total, grabbedCount: grabbed, count, state }) =>
        say.recentLine({
          no,
          sender,
          total: money(total, currency),
          grabbed,
          count,
          state: say.state[state],
        }),
      )
      const rows = recent.map(({ envelopeNo: no, sender, total, grabbedCount, count, state }) => ({
        cells: [sender, money(total, currency), `${grabbedCount}/${count}`],
        note: `${no} · ${say.state[state]}`,
      }))
      return {
        tone: 'info',
        blocks: [
          { kind: 'text', text: say.recent },
          { kind: 'list', lines, table: { columns: say.columns, rows } },
        ],
        outcome: 'recent',
      }
    }
    const { by } = here
    const look = (place: Place) => app.envelopeDetails({ place, by, envelopeNo })
    return answer(await lookUp({ app, request }, look), {
      envelope: ({ envelope }) => ({
        tone: 'info',
        blocks: [{ kind: 'list', lines: detailLines(envelope, say, language) }],
        brief: summaryOf(envelope, say, language),
      }),
      not_sent_yet: ({ opensAt }) => info(fill(say.notSentYet, { time: moment(opensAt) })),
      unknown_envelope: () => bad(say.unknown),
    })
  },
})
