import { blockedReply } from '../block/blocked-reply.js'
import { defineCommand } from '../framework/define.js'
import { bad, good } from '../framework/replies/reply.js'
import { words } from './words.js'

export const checkin = defineCommand({
  name: 'checkin',
  words,
  arguments: {},
  does: 'moves money',
  ignoresMoreWords: true,
  async run({ app, here, key, say, money, answer, language }) {
    return answer(await app.checkIn({ ...here, key }), {
      checked_in: ({ amount, currency, streak, festival }) =>
        good(say.done({ amount: money(amount, currency), streak, festival })),
      checked_in_unpaid: (outcome) => good(say.unpaid(outcome)),
      already_checked_in: (outcome) => bad(say.already(outcome)),
      income_off: () => bad(say.off),
      circulation_full: () => bad(say.full),
      blocked: blockedReply(language),
    })
  },
})
