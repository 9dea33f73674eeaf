import type { Language } from '../../i18n/catalogue.js'
import { inAllPlaces } from '../words.js'
import { behind, sayOf } from './words.js'

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

const own = {
  en: { about: 'Set the time zone of the chat', zone: { name: 'zone', about: 'Such as Asia/Shanghai' } },
  zh: { about: '设置本群的时区', zone: { name: '时区', about: '如 Asia/Shanghai' } },
}

export const timeZoneWords = inAllPlaces(behind('timezone', '时区'), (words, tongue, name) => ({
  about: own[tongue].about,
  example: `${words.commands.settings.example.split(' ', 1)[0]} ${name} Asia/Shanghai`,
  arguments: { zone: { ...own[tongue].zone, ask: { en, zh }[tongue].bad } },
  say: sayOf(words),
}))
