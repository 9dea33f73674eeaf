import { envelope } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good } from '../framework/replies/reply.js'
import { words } from './words.js'

export const cancel = defineCommand({
  name: 'cancel',
  words,
  arguments: { number: envelope() },
  does: 'moves money',
  ignoresMoreWords: true,
  async run({ app, here, key, args, say, money, answer }) {
    return answer(await app.cancelEnvelope({ ...here, key, envelopeNo: args.number }), {
      envelope_cancelled: ({ refunded, currency }) =>
        good(say.cancelled({ refunded: money(refunded, currency) })),
      not_sender: () => bad(say.notSender),
      somebody_grabbed: (refusal) => bad(say.grabbed(refusal)),
      somebody_joined: (refusal) => bad(say.joined(refusal)),
      ended: ({ state }) => bad(say.ended({ state: say.state[state] })),
      unknown_envelope: () => bad(say.unknown),
    })
  },
})
