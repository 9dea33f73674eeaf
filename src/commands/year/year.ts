import { choice, optional } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { info, privately } from '../framework/replies/reply.js'
import { chatTiles, letterReply, ownTiles } from './letter.js'
import { words } from './words.js'

/** The year in review 红包年报, a letter in the code: a member's own in private, or the chat's. */
export const year = defineCommand({
  name: 'year',
  words,
  arguments: { of: optional(choice(['mine', 'chat'])) },
  async run({ app, here, args, say, money, answer, language }) {
    const { of = 'mine' } = args
    const outcome = await app.yearLetter({ ...here, of })
    return answer(outcome, {
      own_year(own) {
        const pen = { say, language, write: (amount: number) => money(amount, own.currency) }
        return privately(letterReply(own, ownTiles(own, pen), say.monthly, pen))
      },
      chat_year(chat) {
        const pen = { say, language, write: (amount: number) => money(amount, chat.currency) }
        return letterReply(chat, chatTiles(chat, pen), say.sentMonthly, pen)
      },
      no_year: () => info(say.none),
    })
  },
})
