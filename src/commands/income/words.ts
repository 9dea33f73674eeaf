import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Money for members from the mint: check-ins, starting sums, allowances',
  example: '/settings income checkin 5 cap 500 streak 1 festival 8',
  arguments: {
    way: {
      name: 'way',
      about: 'Kind of income',
      ask: 'Choose a kind of income and an amount, such as checkin 5.',
      choices: {
        checkin: ['Check-in, once a day', 'checkin'],
        starting: ['Starting sum for newcomers', 'starting'],
        allowance: ['Weekly allowance of a role', 'allowance'],
      },
    },
    amount: {
      name: 'amount',
      about: 'How much each time; 0 turns it off',
      ask: 'How much each time? 0 turns it off.',
    },
    cap: { name: 'cap', about: 'Daily limit for everyone together', typed: ['cap'] },
    streak: { name: 'streak', about: 'Check-in: extra for each further day in a row', typed: ['streak'] },
    festival: { name: 'festival', about: 'Check-in: extra on a festival', typed: ['festival'] },
    role: { name: 'role', about: 'Allowance: the role it is for' },
  },
  say: {
    changed: 'Income from the mint:',
    nothing: 'All automatic income is now off.',
    nothingToChange: 'That’s already the setting. Nothing was changed.',
    capMissing: 'Nothing was changed: add a daily limit for everyone together, such as cap 500.',
    capTooSmall: ({ min }: { min: string }) =>
      `Nothing was changed: one payment can be ${min}, so the daily limit can’t be lower.`,
    roleMissing:
      'Nothing was changed: an allowance needs a role, and only Discord has roles. Set it up there.',
    roleNotAsked: 'Nothing was changed: only an allowance takes a role.',
    onlyForCheckIn: 'Nothing was changed: only check-ins have streak and festival bonuses.',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '从发行账户给成员发钱：签到、新人红利、津贴',
  example: `${slash('settings')} 收入 签到 5 每日上限 500 连续 1 节日 8`,
  arguments: {
    way: {
      name: '项目',
      about: '发的是什么钱',
      ask: '请写明项目和金额，例如：签到 5。',
      choices: {
        checkin: ['签到（每天一次）', '签到'],
        starting: ['新人红利（每人一次）', '新人', '新人红利'],
        allowance: ['身份组津贴（每周一次）', '津贴'],
      },
    },
    amount: { name: '金额', about: '每次发多少；写 0 就关闭', ask: '请写明每次发多少，写 0 就关闭。' },
    cap: { name: '每日上限', about: '全群每天最多发多少', typed: ['每日上限', '上限'] },
    streak: { name: '连续', about: '签到：每多连续一天加多少', typed: ['连续'] },
    festival: { name: '节日', about: '签到：节日当天加多少', typed: ['节日'] },
    role: { name: '身份组', about: '津贴：发给哪个身份组' },
  },
  say: {
    changed: '从发行账户发放：',
    nothing: '现在不会自动发钱了。',
    nothingToChange: '已经是这样了。',
    capMissing: '没有修改：请写明全群每天最多发多少，例如 每日上限 500。',
    capTooSmall: ({ min }) => `没有修改：单次最多会发 ${min}，每日上限不能比这低。`,
    roleMissing: '没有修改：津贴发给身份组，身份组只有 Discord 上有，请在 Discord 上选。',
    roleNotAsked: '没有修改：只有津贴才要选身份组。',
    onlyForCheckIn: '没有修改：只有签到才有连续和节日加成。',
  },
})

export const words = inAllPlaces(
  {
    en: { name: 'income', also: [] },
    zh: { name: '收入', also: [] },
    // A word behind /settings, which may be Chinese wherever the line is heard.
    'zh-latin': { name: '收入', also: [] },
  },
  en,
  zh,
)

const ruleEn = {
  checkin: ({
    amount,
    streak,
    festival,
    cap,
  }: {
    amount: string
    streak: string
    festival: string
    cap: string
  }) =>
    `Check-in: ${amount} a day${streak === '' ? '' : `, ${streak} more for each day in a row up to the seventh`}${festival === '' ? '' : `, ${festival} more on festivals`}. Daily limit for everyone: ${cap}.`,
  starting: ({ amount, cap }: { amount: string; cap: string }) =>
    `Newcomers get ${amount} with their first command. Daily limit for everyone: ${cap}.`,
  allowance: ({ amount, cap, role }: { amount: string; cap: string; role: string }) =>
    `Allowance for ${role}: ${amount} a week. Daily limit for everyone: ${cap}.`,
  timeZone: ({ zone }: { zone: string }) => `Time zone: ${zone}`,
}

const ruleZh: typeof ruleEn = {
  checkin: ({ amount, streak, festival, cap }) =>
    `签到：每天 ${amount}${streak === '' ? '' : `，每多连续一天加 ${streak}（到第 7 天为止）`}${festival === '' ? '' : `，节日加 ${festival}`}；全群每天最多发 ${cap}。`,
  starting: ({ amount, cap }) => `新人第一次发命令送 ${amount}；全群每天最多发 ${cap}。`,
  allowance: ({ amount, cap, role }) => `${role}津贴：每周 ${amount}；全群每天最多发 ${cap}。`,
  timeZone: ({ zone }) => `时区：${zone}（每天零点按它算）`,
}

/** What a community gives, in its settings. */
export const ruleWords = { en: ruleEn, zh: ruleZh, 'zh-latin': ruleZh }
