import { choice, optional } from '../framework/arguments/arguments.js'
import { type CommandGroup, type Context, defineCommand } from '../framework/define.js'
import { type Block, good, info, pictured, type Said } from '../framework/replies/reply.js'
import { podium } from './podium.js'
import { type Say, words } from './words.js'

const ranks = defineCommand({
  name: 'leaderboard.ranks',
  words: words.ranks,
  arguments: {
    board: optional(choice(['sent', 'received', 'luckiest'])),
    period: optional(choice(['week', 'month', 'ever'])),
  },
  async run({ app, here, args, say, money, answer }) {
    const { board = 'received', period = 'week' } = args
    return answer(await app.leaderboard({ ...here, board, period }), {
      leaderboard({ ranks, currency, own, ...asked }) {
        const title = { board: say.board[asked.board], period: say.period[asked.period] }
        const written = (score: number) => money(score, currency)
        const lines = ranks.map(({ name, score, times }, index) =>
          board === 'luckiest'
            ? say.rankLuckiest({ place: index + 1, name, times })
            : say.rank({ place: index + 1, name, score: written(score), times }),
        )
        const rows = ranks.map(({ name, score, times }) => ({
          cells: [name, ...(board === 'luckiest' ? [] : [written(score)]), say.times({ times })],
        }))
        const shown = ranks.map(({ name, score, times }) => ({
          name,
          amount: board === 'luckiest' ? say.times({ times }) : written(score),
          note: board === 'luckiest' ? '' : say.times({ times }),
        }))
        const { name, amount, times } = say.columns
        const columns = board === 'luckiest' ? [name, times] : [name, amount, times]
        const listed: Said =
          lines.length === 0
            ? info(say.empty(title))
            : {
                tone: 'info',
                blocks: pictured([
                  { kind: 'heading', text: say.title(title) },
                  { kind: 'list', lines, table: { columns, rows, ranked: true } },
                ]),
                picture: podium(shown, title, lines),
              }
        if (own === undefined) return listed
        const figures =
          own && (board === 'luckiest' ? say.times(own) : say.figures({ ...own, score: written(own.score) }))
        const text = say.own({ place: own?.place ?? null, figures })
        const block: Block = { kind: 'text', text }
        // Others must not read it along.
        return { ...listed, blocks: [...listed.blocks, block], to: 'asker' }
      },
    })
  },
})

const hide = defineCommand({
  name: 'leaderboard.hide',
  words: words.hide,
  arguments: {},
  does: 'changes something',
  to: 'asker',
  run: (context) => leave(true, context),
})

const show = defineCommand({
  name: 'leaderboard.show',
  words: words.show,
  arguments: {},
  does: 'changes something',
  to: 'asker',
  run: (context) => leave(false, context),
})

export const leaderboard: CommandGroup = {
  name: 'leaderboard',
  words: words.group,
  commands: [ranks, hide, show],
  otherwise: ranks,
}

type Asking = Pick<Context<never, Say>, 'app' | 'here' | 'key' | 'answer' | 'say'>

async function leave(leaves: boolean, { app, here, key, answer, say }: Asking): Promise<Said> {
  return answer(await app.leaveBoards({ ...here, key, leave: leaves }), {
    left_boards: ({ changed }) => (changed ? good(say.left) : info(say.leftAlready)),
    returned_to_boards: ({ changed }) => (changed ? good(say.returned) : info(say.returnedAlready)),
  })
}
