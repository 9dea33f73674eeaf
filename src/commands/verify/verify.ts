import type { Place } from '../../core/place.js'
import { envelope } from '../arguments.js'
import { defineCommand } from '../define.js'
import { lookUp } from '../envelope/look-up.js'
import { hitBlocks, orderBlocks } from '../red-packet/order-blocks.js'
import { bad, good, info } from '../reply.js'
import { code, fill, moment } from '../rich-text.js'
import { words } from './words.js'

export const verify = defineCommand({
  name: 'verify',
  words,
  arguments: { envelope: envelope() },
  where: 'anywhere',
  ignoresMoreWords: true,
  async run({ app, request, here, args, language, say, answer }) {
    const { by } = here
    const look = (place: Place) => app.verifyEnvelope({ place, by, envelopeNo: args.envelope })
    return answer(await lookUp({ app, request }, look), {
      sealed: ({ envelopeNo: no, commitment, deadline }) =>
        info(fill(say.sealed, { no, commitment: code(commitment), time: moment(deadline) })),
      revealed({ envelopeNo: no, commitment, text, holds, order, hits }) {
        // Hexadecimal digits, numbers, commas and spaces only: nothing that a shell would read inside quotes.
        const line = code(`printf %s '${text}' | sha256sum`)
        const shown = { no, line, commitment: code(commitment) }
        const reply = holds ? good(fill(say.revealed, shown)) : bad(fill(say.broken, shown))
        const more = [...(order ? orderBlocks(order, language) : []), ...hitBlocks(hits ?? [], language)]
        return { ...reply, blocks: [...reply.blocks, ...more] }
      },
      unknown_envelope: () => bad(say.unknown),
    })
  },
})
