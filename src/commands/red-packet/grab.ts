import { envelope } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, info } from '../framework/replies/reply.js'
import { fill, moment, quote } from '../framework/replies/rich-text.js'
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
    const { reaction } = request
    const found = await app.grabShare(
      { key, place, by, envelopeNo: args.envelope, roles, reaction },
      request.accepted,
    )
    // A card of another database, in a chat that this one does not know.
    const outcome = found.kind === 'unknown_chat' ? ({ kind: 'unknown_envelope' } as const) : found
    const reply = answer(outcome, {
      grabbed({ currency, ...got }) {
        const [amount, balance] = [money(got.amount, currency), money(got.balance, currency)]
        return good(say.grabbed({ amount, balance }), { prize: got.amount })
      },
      already_grabbed: ({ amount, currency }) =>
        info(say.already({ amount: money(amount, currency) }), { prize: amount }),
      joined: ({ at, ticket }) => good(fill(say.joined, { ticket, time: moment(at) })),
      already_joined: ({ at, ticket }) => info(fill(say.alreadyJoined, { ticket, time: moment(at) })),
      being_drawn: () => info(say.beingDrawn),
      drawn: ({ amount, currency }) =>
        info(say.drawn({ amount: money(amount, currency) }), { prize: amount }),
      not_drawn: (outcome) => info(say.notDrawn(outcome)),
      waiting: () => info(say.waiting),
      missed: (outcome) => info(say.missed(outcome)),
      no_tries_left: () => bad(say.noTriesLeft),
      not_chosen: () => info(say.notChosen),
      blocked: ({ reason }) => bad(fill(say.blocked, { reason: quote(reason) })),
      own_envelope: () => info(say.own),
      finished: () => bad(say.finished),
      expired: () => bad(say.expired),
      cancelled: () => bad(say.cancelled),
      unknown_envelope: () => bad(say.unknown),
    })
    return { ...reply, envelope: args.envelope }
  },
})
