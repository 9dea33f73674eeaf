import type { Place } from '../../core/place.js'
import { lookUp } from '../envelope/look-up.js'
import { envelope } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, info } from '../framework/replies/reply.js'
import { code, fill, moment } from '../framework/replies/rich-text.js'
import { revealedBlocks } from '../red-packet/conditions/conditions.js'
import { hitBlocks, orderBlocks } from '../red-packet/order-blocks.js'
import { words } from './words.js'

export const verify = defineCommand({
  name: 'verify',
  words,
  arguments: { number: envelope() },
  where: 'anywhere',
  ignoresMoreWords: true,
  async run({ app, request, here, args, language, say, answer }) {
    const { by } = here
    const look = (place: Place) => app.verifyEnvelope({ place, by, envelopeNo: args.number })
    return answer(await lookUp({ app, request }, look), {
      sealed: ({ envelopeNo: no, commitment, deadline }) =>
        info(fill(say.sealed, { no, commitment: code(commitment), time: moment(deadline) }), {
          brief: say.sealedBrief({ no, commitment }),
        }),
      revealed({ envelopeNo: no, commitment, text, holds, order, hits, conditions }) {
        // Only hexadecimal digits, numbers, commas and spaces: nothing that a shell interprets inside quotes.
        const line = code(`printf %s '${text}' | sha256sum`)
        const shown = { line, commitment: code(commitment) }
        const reply = holds
          ? good(fill(say.revealed, shown), { brief: say.revealedBrief({ no }) })
          : bad(fill(say.broken, shown), { brief: say.brokenBrief({ no }) })
        const more = [
          ...(order ? orderBlocks(order, language) : []),
          ...hitBlocks(hits ?? [], language),
          ...revealedBlocks(conditions ?? [], language),
        ]
        return { ...reply, blocks: [...reply.blocks, ...more] }
      },
      not_sent_yet: ({ opensAt }) => info(fill(say.notSentYet, { time: moment(opensAt) })),
      unknown_envelope: () => bad(say.unknown),
    })
  },
})
