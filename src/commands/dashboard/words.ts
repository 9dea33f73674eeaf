import { plural } from '../../i18n/format.js'
import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

interface Flow {
  readonly bars: string
  readonly total: string
  readonly today: string
}

const en = {
  about: 'Admins: see the chat’s money and red packets at a glance',
  example: '/dashboard',
  arguments: {},
  say: {
    title: ({ amount, members }: { amount: string; members: number }) =>
      `${amount} in circulation, ${members === 1 ? '1 member' : `${members} members`}`,
    supply: 'Where it came from',
    line: ({ kind, amount, times }: { kind: string; amount: string; times: number }) =>
      `${kind}: ${amount} (${times}×)`,
    flow: ({ days }: { days: number }) => `The last ${days} days`,
    packets: ({ bars, total, today }: Flow) => `Red packets: ${total} (${today} today) ${bars}`,
    grabs: ({ bars, total, today }: Flow) => `Grabs: ${total} (${today} today) ${bars}`,
    sent: ({ bars, total, today }: Flow) => `Sent: ${total} (${today} today) ${bars}`,
    holders: 'Who has the most',
    holder: ({ name, amount, percent }: { name: string; amount: string; percent: number }) =>
      `${name}: ${amount} (${percent}%)`,
    fastest: 'Who taps fastest (more in /suspects)',
    picture: {
      title: 'In circulation',
      members: ({ members }: { members: number }) => plural(members, 'member', 'members'),
      packets: 'Red packets a day',
      grabs: 'Grabs a day',
      sent: 'Sent a day',
      figure: ({ total, today }: { total: string; today: string }) => `${total} (${today} today)`,
      first: ({ days }: { days: number }) => `${days} days ago`,
      today: 'today',
    },
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '管理员：一眼看清群里的钱和红包',
  example: slash('dashboard'),
  arguments: {},
  say: {
    title: ({ amount, members }) => `流通中 ${amount}，成员 ${members} 人`,
    supply: '钱从哪里来',
    line: ({ kind, amount, times }) => `${kind}：${amount}，${times} 笔`,
    flow: ({ days }) => `最近${days}天`,
    packets: ({ bars, total, today }) => `红包：${total} 个（今天 ${today} 个）${bars}`,
    grabs: ({ bars, total, today }) => `抢到：${total} 次（今天 ${today} 次）${bars}`,
    sent: ({ bars, total, today }) => `发出：${total}（今天 ${today}）${bars}`,
    holders: '谁的钱最多',
    holder: ({ name, amount, percent }) => `${name}：${amount}（占 ${percent}%）`,
    fastest: `谁抢得最快（详见 ${slash('suspects')}）`,
    picture: {
      title: '流通中',
      members: ({ members }) => `成员 ${members} 人`,
      packets: '每天发的红包',
      grabs: '每天抢到的次数',
      sent: '每天发出的金额',
      figure: ({ total, today }) => `${total}（今天 ${today}）`,
      first: ({ days }) => `${days}天前`,
      today: '今天',
    },
  },
})

export const words = inAllPlaces(
  { en: { name: 'dashboard', also: [] }, zh: { name: '群数据', also: ['看板'] } },
  en,
  zh,
)

export type DashboardSay = typeof en.say
