import { envelope } from '../arguments.js'
import { defineCommand } from '../define.js'
import { bad, good, info } from '../reply.js'
import { grabWords } from './grab-words.js'

export const grab = defineCommand({
  name: 'grab',
  words: grabWords,
  arguments: { envelope: envelope() },
  hidden: true,
  to: 'asker',
  async run({ app, request, here, key, args, say, money, answer }) {
    const { place, by } = here
    const roles = request.roles()
    const found = await app.grabShare({ key, place, by, envelopeNo: args.envelope, roles })
    // A card from another database, in a chat that this one doesn't know.
    const outcome = found.kind === 'unknown_chat' ? ({ kind: 'unknown_envelope' } as const) : found
    const reply = answer(outcome, {
      grabbed({ currency, ...got }) {
        const [amount, balance] = [money(got.amount, currency), money(got.balance, currency)]
        return good(say.grabbed({ amount, balance }), { prize: got.amount })
      },
      already_grabbed: ({ amount, currency }) =>
        info(say.already({ amount: money(amount, currency) }), { prize: amount }),
      not_chosen: () => info(say.notChosen),
      own_envelope: () => info(say.own),
      finished: () => bad(say.finished),
      expired: () => bad(say.expired),
      cancelled: () => bad(say.cancelled),
      unknown_envelope: () => bad(say.unknown),
    })
    return { ...reply, envelope: args.envelope }
  },
})
