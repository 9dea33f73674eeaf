import type { Slash } from '../framework/slash.js'
import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Time zone that decides when a day begins',
  example: '/settings timezone Asia/Shanghai',
  arguments: {
    zone: {
      name: 'zone',
      about: 'A name such as Europe/Berlin or Asia/Shanghai',
      ask: 'Which time zone? For example Asia/Shanghai.',
    },
  },
  say: { bad: 'Nothing changed: I don’t know that time zone. Try one like Asia/Shanghai or Europe/Berlin.' },
}

const zh = (slash: Slash): typeof en => ({
  about: '本群的时区，每天零点按它算',
  example: `${slash('settings')} 时区 Asia/Shanghai`,
  arguments: {
    zone: {
      name: '时区',
      about: '时区名，例如 Asia/Shanghai、Europe/Berlin',
      ask: '请写时区名，例如 Asia/Shanghai。',
    },
  },
  say: { bad: '没有这个时区。请写时区名，例如 Asia/Shanghai、Europe/Berlin。' },
})

export const timeZoneWords = inAllPlaces(
  {
    en: { name: 'timezone', also: [] },
    zh: { name: '时区', also: [] },
    'zh-latin': { name: '时区', also: [] },
  },
  en,
  zh,
)
