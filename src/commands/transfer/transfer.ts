import { MAX_NOTE, plainName } from '../../core/text.js'
import { amount, member, optional, text } from '../arguments.js'
import { defineCommand } from '../define.js'
import { bad, good, privately } from '../reply.js'
import { words } from './words.js'

const arguments_ = {
  member: member(),
  amount: amount(),
  note: optional(text({ max: MAX_NOTE, rest: true })),
}

export const transfer = defineCommand({
  name: 'transfer',
  words,
  arguments: arguments_,
  refuseStale: true,
  async run({ app, here, key, args, say, money, answer }) {
    const { member: to, amount, note = '' } = args
    return answer(await app.transfer({ ...here, key, to, amount, note }), {
      transferred({ name, note, currency, ...moved }) {
        const amount = money(moved.amount, currency)
        const aloud = say.aloud({ giver: plainName(here.by.name), name, amount, note })
        const balance = money(moved.balance, currency)
        return privately(good(say.done({ name, amount, balance }), { aloud }))
      },
      to_self: () => bad(say.toSelf),
      note_too_long: (refusal) => bad(say.noteTooLong(refusal)),
    })
  },
})
