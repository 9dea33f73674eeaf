import { plural } from '../../i18n/format.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const titles = {
  en: {
    board: { sent: 'Most sent', received: 'Most received', luckiest: 'Most often luckiest' },
    period: { week: 'this week', month: 'this month', ever: 'all time' },
  },
  zh: {
    board: { sent: '发得最多', received: '抢得最多', luckiest: '手气最佳次数' },
    period: { week: '本周', month: '本月', ever: '累计' },
  },
}

const en = {
  about: 'See who sent the most, got the most or was luckiest',
  example: '/leaderboard luckiest month',
  arguments: {
    board: {
      name: 'board',
      about: 'What to rank by',
      ask: 'Choose a ranking and a period.',
      choices: {
        sent: [titles.en.board.sent, 'sent'],
        received: [titles.en.board.received, 'received'],
        luckiest: [titles.en.board.luckiest, 'luckiest'],
      },
    },
    period: {
      name: 'period',
      about: 'Which period',
      ask: 'Choose a ranking and a period.',
      choices: {
        week: [titles.en.period.week, 'week'],
        month: [titles.en.period.month, 'month'],
        ever: [titles.en.period.ever, 'ever'],
      },
    },
  },
  say: {
    title: ({ board, period }: { board: string; period: string }) => `${board}, ${period}:`,
    empty: ({ board, period }: { board: string; period: string }) =>
      `${board}, ${period}: no one yet. Send a red packet to get started!`,
    rank: ({ place, name, score, times }: { place: number; name: string; score: string; times: number }) =>
      `${place}. ${name}  ${score} (${plural(times, 'time', 'times')})`,
    rankLuckiest: ({ place, name, times }: { place: number; name: string; times: number }) =>
      `${place}. ${name}  ${plural(times, 'time', 'times')}`,
    ...titles.en,
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '看谁发得最多、抢得最多、手气最佳',
  example: `${slash('leaderboard')} 手气 本月`,
  arguments: {
    board: {
      name: '榜单',
      about: '按什么排名',
      ask: '请选择榜单和时间。',
      choices: {
        sent: [titles.zh.board.sent, '发出'],
        received: [titles.zh.board.received, '收到'],
        luckiest: [titles.zh.board.luckiest, '手气', '手气最佳'],
      },
    },
    period: {
      name: '时间',
      about: '哪段时间',
      ask: '请选择榜单和时间。',
      choices: {
        week: [titles.zh.period.week, '本周'],
        month: [titles.zh.period.month, '本月'],
        ever: [titles.zh.period.ever, '全部', '累计'],
      },
    },
  },
  say: {
    title: ({ board, period }) => `${period}${board}：`,
    empty: ({ board, period }) => `${period}${board}：还没有人上榜，快发个红包吧！`,
    rank: ({ place, name, score, times }) => `${place}. ${name}  ${score}（${times} 次）`,
    rankLuckiest: ({ place, name, times }) => `${place}. ${name}  ${times} 次`,
    ...titles.zh,
  },
})

export const words = inAllPlaces(
  { en: { name: 'leaderboard', also: [] }, zh: { name: '排行榜', also: ['排行'] } },
  en,
  zh,
)
