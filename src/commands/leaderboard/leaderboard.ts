import { choice, optional } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { info } from '../framework/replies/reply.js'
import { words } from './words.js'

const arguments_ = {
  board: optional(choice(['sent', 'received', 'luckiest'])),
  period: optional(choice(['week', 'month', 'ever'])),
}

export const leaderboard = defineCommand({
  name: 'leaderboard',
  words,
  arguments: arguments_,
  async run({ app, here, args, say, money, answer }) {
    const { board = 'received', period = 'week' } = args
    return answer(await app.leaderboard({ ...here, board, period }), {
      leaderboard({ ranks, currency, ...asked }) {
        const title = { board: say.board[asked.board], period: say.period[asked.period] }
        if (ranks.length === 0) return info(say.empty(title))
        const lines = ranks.map(({ name, score, times }, index) =>
          board === 'luckiest'
            ? say.rankLuckiest({ place: index + 1, name, times })
            : say.rank({ place: index + 1, name, score: money(score, currency), times }),
        )
        return {
          tone: 'info',
          blocks: [
            { kind: 'heading', text: say.title(title) },
            { kind: 'list', lines },
          ],
        }
      },
    })
  },
})
