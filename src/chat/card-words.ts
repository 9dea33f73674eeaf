import { chinese } from '../i18n/chinese.js'

const en = {
  title: ({ sender }: { sender: string }) => `${sender} sent a red packet`,
}

const zh: typeof en = {
  title: ({ sender }) => chinese`${sender}发了一个红包`,
}

/** Words that only cards in a chat have. */
export const chatCardWords = { en, zh, 'zh-latin': zh }
