import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Get the weekly allowance of your role',
  example: '/allowance',
  arguments: {},
  say: {
    paid: ({ amount, role }: { amount: string; role: string }) => `Your allowance as ${role}: +${amount}.`,
    already: 'You already got this week’s allowance. Come back on Monday.',
    noRole: ({ roles }: { roles: string }) =>
      `You don’t have a role with an allowance here. These do: ${roles}.`,
    off: 'There are no allowances here. Admins can turn them on for a role with /settings income.',
    dayFull: 'Today’s budget for this allowance is used up. Come back tomorrow.',
    full: 'This community can’t issue any more money, so nothing was paid.',
  },
}

const zh = (slash: Slash): typeof en => ({
  about: '领取本周的身份组津贴',
  example: slash('allowance'),
  arguments: {},
  say: {
    paid: ({ amount, role }) => `${role}津贴到账：+${amount}。`,
    already: '本周的津贴已经领过了，下周一再来。',
    noRole: ({ roles }) => `津贴只发给这些身份组，你在这里都没有：${roles}。`,
    off: `这里没有津贴。管理员可以用 ${slash('settings')} 收入 为身份组开启。`,
    dayFull: '今天的津贴已发完，明天再来。',
    full: '流通总额已达上限，没有发放。',
  },
})

export const words = inAllPlaces(
  { en: { name: 'allowance', also: [] }, zh: { name: '津贴', also: [] } },
  en,
  zh,
)
