import { MAX_NOTE } from '../../core/text.js'
import { amount, member, text } from '../arguments.js'
import { defineCommand } from '../define.js'
import { bad, good, privately } from '../reply.js'
import { deductWords, topUpWords } from './words.js'

const arguments_ = {
  member: member(),
  amount: amount(),
  reason: text({ max: MAX_NOTE, rest: true }),
}

export const topup = defineCommand({
  name: 'topup',
  words: topUpWords,
  arguments: arguments_,
  rights: 'treasurer',
  refuseStale: true,
  async run({ app, here, key, platformAdmin, args, say, money, answer }) {
    const { member: to, amount, reason } = args
    return answer(await app.topUp({ ...here, key, platformAdmin, to, amount, reason }), {
      topped_up({ name, reason, currency, ...moved }) {
        const [amount, balance] = [money(moved.amount, currency), money(moved.balance, currency)]
        const aloud = say.aloud({ name, amount, reason })
        return privately(good(say.done({ name, amount, balance, reason }), { aloud }))
      },
      circulation_full: () => bad(say.circulationFull),
      reason_missing: () => bad(say.reasonMissing),
      reason_too_long: (refusal) => bad(say.reasonTooLong(refusal)),
    })
  },
})

export const deduct = defineCommand({
  name: 'deduct',
  words: deductWords,
  arguments: arguments_,
  rights: 'treasurer',
  refuseStale: true,
  async run({ app, here, key, platformAdmin, args, say, money, answer }) {
    const { member: to, amount, reason } = args
    return answer(await app.deduct({ ...here, key, platformAdmin, to, amount, reason }), {
      deducted({ name, reason, currency, ...moved }) {
        const [amount, balance] = [money(moved.amount, currency), money(moved.balance, currency)]
        const aloud = say.aloud({ name, amount, reason })
        return privately(good(say.done({ name, amount, balance, reason }), { aloud }))
      },
      member_lacks: ({ name, balance, currency }) =>
        privately(bad(say.memberLacks({ name, balance: money(balance, currency) }))),
      reason_missing: () => bad(say.reasonMissing),
      reason_too_long: (refusal) => bad(say.reasonTooLong(refusal)),
    })
  },
})
