import type { Language } from '../../i18n/language.js'
import { inAllPlaces } from '../words.js'
import { answers } from './answer-words.js'
import { behind } from './words.js'

const en = {
  zone: ({ zone }: { zone: string }) => `Time zone: ${zone}`,
  bad: 'I don’t know that time zone. Give it by its city, such as Asia/Shanghai or Europe/London.',
}
const zh: typeof en = {
  zone: ({ zone }) => `时区：${zone}`,
  bad: '没有这个时区。请写城市形式，比如 Asia/Shanghai。',
}

/** What the settings say about the time zone. */
export const timeZoneSay: Readonly<Record<Language, typeof en>> = { en, zh, 'zh-latin': zh }

export const timeZoneWords = inAllPlaces(
  behind('timezone', '时区'),
  {
    about: 'Set the time zone of the chat',
    example: '/settings timezone Asia/Shanghai',
    arguments: { zone: { name: 'zone', about: 'Such as Asia/Shanghai', ask: en.bad } },
    say: answers.en,
  },
  (slash) => ({
    about: '设置本群的时区',
    example: `${slash('settings')} 时区 Asia/Shanghai`,
    arguments: { zone: { name: '时区', about: '如 Asia/Shanghai', ask: zh.bad } },
    say: answers.zh,
  }),
)
