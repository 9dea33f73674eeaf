import type { Slash } from '../slash.js'
import { inAllPlaces } from '../words.js'

const en = {
  about: 'The time zone in which the days of this community begin',
  example: '/settings timezone Asia/Shanghai',
  arguments: {
    zone: {
      name: 'zone',
      about: 'A name such as Europe/Berlin or Asia/Shanghai',
      ask: 'Say a time zone by its name, such as Asia/Shanghai.',
    },
  },
  say: { bad: 'I don’t know that time zone. Say one such as Asia/Shanghai or Europe/Berlin.' },
}

const zh = (slash: Slash): typeof en => ({
  about: '本群按哪个时区算一天的开始',
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
