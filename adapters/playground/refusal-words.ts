const en = {
  tooFast: 'That was too fast. Nothing was done; try again in a moment.',
  tooLong: ({ max }: { max: number }) =>
    `A message has at most ${max} characters. Nothing was sent; make it shorter.`,
  bodyTooLarge: 'That is too much for one request. Nothing was done; make it shorter.',
  empty: 'There is nothing to send in that message.',
  badRequest: ({ where }: { where: string }) =>
    `The request is not as it must be (${where}). Load the page again.`,
  notJson: 'The request is not JSON. Load the page again.',
  unknownActor: ({ user }: { user: string }) => `Nobody here is called ${user}. Load the page again.`,
  wrongToken: 'This page belongs to an earlier start. Load it again.',
  wrongOrigin: 'Only the page of this playground may ask that.',
  wrongHost: 'This playground answers only to its own address on this machine.',
  notFound: 'There is nothing at this address.',
  noSkip: 'Time cannot be skipped here while a bot runs: it would end the red packets of real people.',
  tooManyStreams: 'Too many pages are open. Close some and try again.',
}

const zh: typeof en = {
  tooFast: '太快了，没有执行，请稍后再试。',
  tooLong: ({ max }) => `一条消息最多 ${max} 个字。没有发送，请缩短。`,
  bodyTooLarge: '内容太大，没有执行，请缩短。',
  empty: '消息里没有内容。',
  badRequest: ({ where }) => `请求格式不对（${where}），请刷新页面。`,
  notJson: '请求不是 JSON，请刷新页面。',
  unknownActor: ({ user }) => `这里没有 ${user} 这个人，请刷新页面。`,
  wrongToken: '这个页面来自上一次启动，请刷新。',
  wrongOrigin: '只有这个试玩的页面才能这样请求。',
  wrongHost: '这个试玩只在本机自己的地址上应答。',
  notFound: '这个地址没有内容。',
  noSkip: '有机器人在运行时不能快进时间：那会让真实成员的红包提前过期。',
  tooManyStreams: '打开的页面太多了，请关掉一些再试。',
}

/** Refusals of the playground's server. */
export const refusalWords = { en, zh, 'zh-latin': zh }

export type RefusalWords = typeof en
