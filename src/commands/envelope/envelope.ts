import { envelope as envelopeNumber, optional } from '../arguments.js'
import { defineCommand } from '../define.js'
import { bad, info } from '../reply.js'
import { detailLines, summaryOf } from './details.js'
import { words } from './words.js'

/** So many of the newest are listed to choose from. */
const MAX_RECENT = 10

export const envelope = defineCommand({
  name: 'envelope',
  words,
  arguments: { envelope: optional(envelopeNumber({ positional: true })) },
  ignoresMoreWords: true,
  async run({ app, here, args, language, say, money, answer, community }) {
    if (args.envelope === undefined) {
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
          state: say.card.state[state],
        }),
      )
      return {
        tone: 'info',
        blocks: [
          { kind: 'text', text: say.recent },
          { kind: 'list', lines },
        ],
        outcome: 'recent',
      }
    }
    return answer(await app.envelopeDetails({ ...here, envelopeNo: args.envelope }), {
      envelope: ({ envelope }) => ({
        tone: 'info',
        blocks: [{ kind: 'list', lines: detailLines(envelope, say, language) }],
        brief: summaryOf(envelope, say, language),
      }),
      unknown_envelope: () => bad(say.unknown),
    })
  },
})
