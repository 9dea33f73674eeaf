import { blockedReply } from '../block/blocked-reply.js'
import { defineCommand } from '../framework/define.js'
import { bad, good } from '../framework/replies/reply.js'
import { words } from './words.js'

export const allowance = defineCommand({
  name: 'allowance',
  words,
  arguments: {},
  does: 'moves money',
  ignoresMoreWords: true,
  async run({ app, request, here, key, say, money, answer, language }) {
    return answer(await app.claimAllowance({ ...here, key, roles: request.roles() }), {
      allowance_paid: ({ amount, currency, role }) =>
        good(say.paid({ amount: money(amount, currency), role })),
      already_paid: () => bad(say.already),
      no_role: ({ roles }) => bad(say.noRole({ roles: roles.join(language === 'en' ? ', ' : '、') })),
      income_off: () => bad(say.off),
      day_full: () => bad(say.dayFull),
      circulation_full: () => bad(say.full),
      blocked: blockedReply(language),
    })
  },
})
