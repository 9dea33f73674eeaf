import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Check in daily for some money; streaks earn more',
  example: '/checkin',
  arguments: {},
  say: {
    done: ({ amount, streak, festival }: { amount: string; streak: number; festival: boolean }) =>
      `Checked in: +${amount}.${streak > 1 ? ` Day ${streak} in a row.` : ''}${festival ? ' That includes the festival bonus.' : ''}`,
    unpaid: ({ streak }: { streak: number }) =>
      `Checked in, day ${streak} in a row. Today’s budget is used up, so you got no money. Come earlier tomorrow.`,
    already: ({ streak }: { streak: number }) =>
      `You have already checked in today (day ${streak} in a row). Come back tomorrow.`,
    off: 'Check-in is off here. Admins can turn it on with /settings income.',
    full: 'This community can’t issue any more money, so nothing was paid.',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '每天签到一次领点钱，连续签到领得更多',
  example: slash('checkin'),
  arguments: {},
  say: {
    done: ({ amount, streak, festival }) =>
      `签到成功，+${amount}${streak > 1 ? `，已连续签到 ${streak} 天` : ''}${festival ? '（含节日加成）' : ''}。`,
    unpaid: ({ streak }) => `签到成功，已连续签到 ${streak} 天。今天的签到金额已发完，明天早点来。`,
    already: ({ streak }) => `今天已经签到过了（连续 ${streak} 天），明天再来吧。`,
    off: `这里还没有开启签到。管理员可以用 ${slash('settings')} 收入 开启。`,
    full: '流通总额已达上限，没有发放。',
  },
})

export const words = inAllPlaces(
  { en: { name: 'checkin', also: [] }, zh: { name: '签到', also: ['打卡'] } },
  en,
  zh,
)
