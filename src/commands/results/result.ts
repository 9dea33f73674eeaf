import type { Place } from '../../core/place.js'
import { claimLines } from '../envelope/details.js'
import { lookUp } from '../envelope/look-up.js'
import { envelope as envelopeNumber } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, info, pictured } from '../framework/replies/reply.js'
import { fill, moment } from '../framework/replies/rich-text.js'
import { resultPicture } from './result-picture.js'
import { resultText } from './result-text.js'
import { words } from './words.js'

/** Shows how a red packet ended: the button below a card that has ended. */
export const result = defineCommand({
  name: 'result',
  words,
  arguments: { number: envelopeNumber({ positional: true }) },
  where: 'anywhere',
  hidden: true,
  async run({ app, request, here, args, language, say, answer }) {
    const { number: envelopeNo } = args
    // The picture may be sent in private, where it is looked up once more, and only members find it.
    if (request.place) await app.joinMember(here)
    const look = (place: Place) => app.envelopeDetails({ place, by: here.by, envelopeNo })
    const found = await lookUp({ app, request }, look)
    const cover = found.kind === 'envelope' ? found.envelope.cover : undefined
    const bytes = cover && (await app.coverPicture(cover))
    return answer(found, {
      envelope({ envelope }) {
        if (envelope.state === 'open') return info(say.stillOpen)
        const summary = resultText(envelope, language, 'chat')
        const own = cover && bytes && { digest: cover.digest, bytes }
        const picture = resultPicture(envelope, language, own)
        if (!picture) return info(summary)
        return {
          tone: 'info',
          blocks: [
            { kind: 'text', text: summary },
            ...pictured([{ kind: 'list', lines: claimLines(envelope, language) }]),
          ],
          brief: summary,
          picture,
        }
      },
      not_sent_yet: ({ opensAt }) => info(fill(say.notSentYet, { time: moment(opensAt) })),
      unknown_envelope: () => bad(say.unknown),
    })
  },
})
