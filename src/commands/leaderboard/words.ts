import type { Catalogue } from '../../i18n/catalogue.js'
import { inAllPlaces, named, type Tongue } from '../words.js'

/** Ways to type each board and period; the label before them is the catalogue's. */
const TYPED = {
  en: {
    ...{ sent: ['sent'], received: ['received'], luckiest: ['luckiest'] },
    ...{ week: ['week'], month: ['month'], ever: ['ever'] },
  },
  zh: {
    ...{ sent: ['发出'], received: ['收到'], luckiest: ['手气', '手气最佳'] },
    ...{ week: ['本周'], month: ['本月'], ever: ['全部', '累计'] },
  },
}

const of = ({ commands, answers, discord: { option }, errors }: Catalogue, tongue: Tongue) => {
  const { board, period } = answers
  const typed = TYPED[tongue]
  return {
    about: commands.leaderboard.description,
    example: commands.leaderboard.example,
    arguments: {
      board: named(option.board, {
        ask: errors.usage.board,
        choices: {
          sent: [board.sent, ...typed.sent],
          received: [board.received, ...typed.received],
          luckiest: [board.luckiest, ...typed.luckiest],
        },
      }),
      period: named(option.period, {
        ask: errors.usage.board,
        choices: {
          week: [period.week, ...typed.week],
          month: [period.month, ...typed.month],
          ever: [period.ever, ...typed.ever],
        },
      }),
    },
    say: {
      title: answers.leaderboard,
      empty: answers.leaderboardEmpty,
      rank: answers.rank,
      rankLuckiest: answers.rankLuckiest,
      board,
      period,
    },
  }
}

export const words = inAllPlaces(
  { en: { name: 'leaderboard', also: [] }, zh: { name: '排行榜', also: ['排行'] } },
  of,
)
