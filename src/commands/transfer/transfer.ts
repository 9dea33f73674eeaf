import { MAX_NOTE, plainName } from '../../core/text.js'
import { amount, flag, member, optional, text } from '../framework/arguments/arguments.js'
import { type Context, defineCommand } from '../framework/define.js'
import { bad, good, privately, type Said } from '../framework/replies/reply.js'
import { fill, mention, quote } from '../framework/replies/rich-text.js'
import { type Say, words } from './words.js'

export const transferArguments = {
  member: member(),
  amount: amount(),
  note: optional(text({ max: MAX_NOTE, rest: true })),
  quiet: optional(flag({ optionOnly: true })),
}

export const transfer = defineCommand({
  name: 'transfer',
  words,
  arguments: transferArguments,
  does: 'moves money',
  run: transferred,
})

/** Moves the money, tells both sides, and announces it in the chat. */
export async function transferred(context: Context<typeof transferArguments, Say>): Promise<Said> {
  const { app, here, key, args, say, money, answer, inChat } = context
  const { member: to, amount, note = '', quiet } = args
  const chat = await inChat()
  return answer(await app.transfer({ ...here, key, to, amount, note }), {
    transferred({ name, note, currency, ...moved }) {
      const amount = money(moved.amount, currency)
      const giver = quote(plainName(here.by.name))
      const words = {
        giver,
        name: mention({ ...to, name }),
        amount: chat.money(moved.amount, currency),
        note,
      }
      const balance = money(moved.balance, currency)
      const aloud = quiet ? {} : { aloud: fill(chat.say.aloud, words) }
      return privately(good(say.done({ name, amount, balance }), aloud))
    },
    to_self: () => bad(say.toSelf),
    note_too_long: (refusal) => bad(say.noteTooLong(refusal)),
  })
}
