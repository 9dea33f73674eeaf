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
  title: ({ board, period }: { board: string; period: string }) => `${board}, ${period}:`,
  empty: ({ board, period }: { board: string; period: string }) =>
    `${board}, ${period}: no one yet. Send a red packet to get started!`,
  rank: ({ place, name, score, times }: { place: number; name: string; score: string; times: number }) =>
    `${place}. ${name}  ${score} (${plural(times, 'time', 'times')})`,
  rankLuckiest: ({ place, name, times }: { place: number; name: string; times: number }) =>
    `${place}. ${name}  ${plural(times, 'time', 'times')}`,
  figures: ({ score, times }: { score: string; times: number }) =>
    `${score} (${plural(times, 'time', 'times')})`,
  times: ({ times }: { times: number }) => plural(times, 'time', 'times'),
  columns: { name: 'Name', amount: 'Amount', times: 'How often' },
  own: ({ place, figures }: { place: number | null; figures: string | null }) =>
    [
      'You’ve left the leaderboards.',
      ...(figures === null
        ? []
        : [`Only you see this: ${place === null ? '' : `place ${place}, `}${figures}.`]),
      'Use /leaderboard show to return.',
    ].join(' '),
  left: 'You’re off all leaderboards here. Your figures are kept, and only you see them. Use /leaderboard show to return.',
  leftAlready: 'You’re already off the leaderboards. Use /leaderboard show to return.',
  returned: 'You’re back on the leaderboards, with all your figures.',
  returnedAlready: 'You’re on the leaderboards. Use /leaderboard hide to leave them.',
  ...titles.en,
}

export type Say = typeof en

const zh = (slash: Slash): Say => ({
  title: ({ board, period }) => `${period}${board}：`,
  empty: ({ board, period }) => `${period}${board}：还没有人上榜，快发个红包吧！`,
  rank: ({ place, name, score, times }) => `${place}. ${name}  ${score}（${times} 次）`,
  rankLuckiest: ({ place, name, times }) => `${place}. ${name}  ${times} 次`,
  figures: ({ score, times }) => `${score}（${times} 次）`,
  times: ({ times }) => `${times} 次`,
  columns: { name: '昵称', amount: '金额', times: '次数' },
  own: ({ place, figures }) =>
    [
      '你已隐身，不在榜上。',
      ...(figures === null ? [] : [`仅你可见：${place === null ? '' : `第 ${place} 名，`}${figures}。`]),
      `想回来就发 ${slash('leaderboard')} 上榜。`,
    ].join(''),
  left: `你已隐身，不再出现在这里的榜单上。数据照常统计，只有你自己能看。想回来就发 ${slash('leaderboard')} 上榜。`,
  leftAlready: `你已经隐身了，想回来就发 ${slash('leaderboard')} 上榜。`,
  returned: '你已回到榜单，数据都在。',
  returnedAlready: `你就在榜上，想隐身就发 ${slash('leaderboard')} 隐身。`,
  ...titles.zh,
})

/** A word behind /leaderboard. */
const behind = (en: string, zh: string, also: readonly string[] = []) => ({
  en: { name: en, also: [] },
  zh: { name: zh, also },
  'zh-latin': { name: zh, also },
})

const group = inAllPlaces(
  { en: { name: 'leaderboard', also: [] }, zh: { name: '排行榜', also: ['排行'] } },
  { about: 'See who sent the most, got the most or was luckiest' },
  () => ({ about: '看谁发得最多、抢得最多、手气最佳' }),
)

const ranks = inAllPlaces(
  behind('ranks', '榜单'),
  {
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
    say: en,
  },
  (slash) => ({
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
    say: zh(slash),
  }),
)

const hide = inAllPlaces(
  behind('hide', '隐身'),
  { about: 'Leave the leaderboards here', example: '/leaderboard hide', arguments: {}, say: en },
  (slash) => ({
    about: '不再出现在这里的榜单上',
    example: `${slash('leaderboard')} 隐身`,
    arguments: {},
    say: zh(slash),
  }),
)

const show = inAllPlaces(
  behind('show', '上榜', ['现身']),
  { about: 'Return to the leaderboards', example: '/leaderboard show', arguments: {}, say: en },
  (slash) => ({
    about: '重新上榜',
    example: `${slash('leaderboard')} 上榜`,
    arguments: {},
    say: zh(slash),
  }),
)

export const words = { group, ranks, hide, show }
