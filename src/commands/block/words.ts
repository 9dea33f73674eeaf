import type { Slash } from '../framework/slash.js'
import { inAllPlaces, inEveryLanguage } from '../framework/words.js'

const block = {
  about: 'Admins: block someone from getting money here',
  example: '/block @Lan grabs by script',
  arguments: {
    member: { name: 'member', about: 'Who to block' },
    reason: {
      name: 'reason',
      about: 'Why; the member and admins can read it',
      ask: 'Why? Add a reason after the name.',
    },
  },
  say: {
    done: ({ name, reason }: { name: string; reason: string }) =>
      `${name} can no longer grab red packets, check in or claim an allowance here, and gets no rain. Reason: ${reason}\nTheir money isn’t affected. To undo this, use /unblock.`,
    reasonMissing: 'No one was blocked: add a reason after the name.',
    reasonTooLong: ({ max }: { max: number }) =>
      `No one was blocked: a reason has at most ${max} characters.`,
  },
}

const blockInChinese = (slash: Slash): typeof block => ({
  about: '管理员：不让某人在这里抢红包、签到、领津贴',
  example: `${slash('block')} @小兰 用脚本抢红包`,
  arguments: {
    member: { name: '成员', about: '要拉黑谁' },
    reason: { name: '理由', about: '理由，本人和管理员能看到', ask: '请在名字后面写上理由。' },
  },
  say: {
    done: ({ name, reason }) =>
      `已拉黑${name}：不能再在这里抢红包、签到和领津贴，也分不到红包雨。理由：${reason}\n余额不受影响。用 ${slash('unblock')} 可以恢复。`,
    reasonMissing: '没有拉黑：请在名字后面写上理由。',
    reasonTooLong: ({ max }) => `没有拉黑：理由最多 ${max} 个字。`,
  },
})

const unblock = {
  about: 'Admins: unblock someone',
  example: '/unblock @Lan',
  arguments: { member: { name: 'member', about: 'Who to unblock' } },
  say: {
    done: ({ name }: { name: string }) => `${name} is no longer blocked here.`,
    notBlocked: ({ name }: { name: string }) => `${name} isn’t blocked here.`,
  },
}

const unblockInChinese = (slash: Slash): typeof unblock => ({
  about: '管理员：取消拉黑',
  example: `${slash('unblock')} @小兰`,
  arguments: { member: { name: '成员', about: '要取消拉黑谁' } },
  say: {
    done: ({ name }) => `已取消拉黑${name}。`,
    notBlocked: ({ name }) => `${name}没有被拉黑。`,
  },
})

export const blockWords = inAllPlaces(
  { en: { name: 'block', also: [] }, zh: { name: '拉黑', also: [] } },
  block,
  blockInChinese,
)

export const unblockWords = inAllPlaces(
  { en: { name: 'unblock', also: [] }, zh: { name: '取消拉黑', also: [] } },
  unblock,
  unblockInChinese,
)

const told = {
  /** Answers a blocked member who wants to grab, check in or claim an allowance. */
  blocked: ({ reason }: { reason: string }) =>
    `An admin has blocked you here, so you can’t grab, check in or claim an allowance. Your money isn’t affected. Reason: ${reason}`,
  /** Above the names. */
  list: 'Blocked:',
  line: ({ name, reason }: { name: string; reason: string }) => `${name}: ${reason}`,
  lineBy: ({ name, reason, by }: { name: string; reason: string; by: string }) =>
    `${name}: ${reason} (by ${by})`,
  more: ({ count }: { count: number }) => `and ${count} more`,
}

const toldInChinese: typeof told = {
  blocked: ({ reason }) => `你已被管理员拉黑，不能在这里抢红包、签到和领津贴，余额不受影响。理由：${reason}`,
  list: '已拉黑：',
  line: ({ name, reason }) => `${name}：${reason}`,
  lineBy: ({ name, reason, by }) => `${name}：${reason}（${by}拉黑）`,
  more: ({ count }) => `还有 ${count} 人`,
}

export const blockedWords = inEveryLanguage(told, () => toldInChinese)
