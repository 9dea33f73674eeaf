const en = {
  tooFast: 'Too fast, so nothing was done. Try again in a moment.',
  tooLong: ({ max }: { max: number }) => `Not sent: a message has at most ${max} characters.`,
  bodyTooLarge: 'That’s too long, so nothing was done.',
  empty: 'That message is empty.',
  badRequest: ({ where }: { where: string }) => `That request isn’t valid (${where}). Reload the page.`,
  unknownActor: ({ user }: { user: string }) => `There’s no ${user} here. Reload the page.`,
  wrongToken: 'This page is from an earlier run. Reload it.',
  wrongOrigin: 'Only this playground’s own page can do that.',
  wrongHost: 'This playground only answers at its own address on this machine.',
  notFound: 'There’s nothing at this address.',
  noSkip: 'Time can’t be skipped while a bot is running: real people’s red packets would expire.',
  tooManyStreams: 'Too many pages are open. Close some and try again.',
}

const zh: typeof en = {
  tooFast: '操作太快了，没有执行，请稍后再试。',
  tooLong: ({ max }) => `没有发送：一条消息最多 ${max} 个字。`,
  bodyTooLarge: '内容太长，没有执行。',
  empty: '消息是空的。',
  badRequest: ({ where }) => `请求格式不对（${where}），请刷新页面。`,
  unknownActor: ({ user }) => `这里没有 ${user} 这个人，请刷新页面。`,
  wrongToken: '这个页面来自上一次启动，请刷新。',
  wrongOrigin: '只有试玩自己的页面可以这样做。',
  wrongHost: '试玩只能用本机自己的地址打开。',
  notFound: '这个地址没有内容。',
  noSkip: '有机器人在运行时不能快进时间：那会让真实成员的红包提前过期。',
  tooManyStreams: '打开的页面太多了，请关掉一些再试。',
}

/** Refusals of the playground's server. */
export const refusalWords = { en, zh, 'zh-latin': zh }

export type RefusalWords = typeof en
