import { en as english } from '../../i18n/en.js'
import { zh as chinese } from '../../i18n/zh.js'
import { named } from '../words.js'

const of = ({ commands, answers }: typeof english) => ({
  about: commands.leaderboard.description,
  example: commands.leaderboard.example,
  say: {
    title: answers.leaderboard,
    empty: answers.leaderboardEmpty,
    rank: answers.rank,
    rankLuckiest: answers.rankLuckiest,
    board: answers.board,
    period: answers.period,
  },
})

const { board, period } = english.answers
const { board: boardZh, period: periodZh } = chinese.answers

export const words = {
  en: {
    name: 'leaderboard',
    also: [],
    ...of(english),
    arguments: {
      board: named(english.discord.option.board, {
        ask: english.errors.usage.board,
        choices: {
          sent: [board.sent, 'sent'],
          received: [board.received, 'received'],
          luckiest: [board.luckiest, 'luckiest'],
        },
      }),
      period: named(english.discord.option.period, {
        ask: english.errors.usage.board,
        choices: {
          week: [period.week, 'week'],
          month: [period.month, 'month'],
          ever: [period.ever, 'ever'],
        },
      }),
    },
  },
  zh: {
    name: '排行榜',
    also: ['排行'],
    ...of(chinese),
    arguments: {
      board: named(chinese.discord.option.board, {
        ask: chinese.errors.usage.board,
        choices: {
          sent: [boardZh.sent, '发出'],
          received: [boardZh.received, '收到'],
          luckiest: [boardZh.luckiest, '手气', '手气最佳'],
        },
      }),
      period: named(chinese.discord.option.period, {
        ask: chinese.errors.usage.board,
        choices: {
          week: [periodZh.week, '本周'],
          month: [periodZh.month, '本月'],
          ever: [periodZh.ever, '全部'],
        },
      }),
    },
  },
}
