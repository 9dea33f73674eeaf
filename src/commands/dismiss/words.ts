import { inAllPlaces } from '../framework/words.js'

const en = {
  about: 'Cancel',
  example: 'Cancel',
  arguments: {},
  say: { unchanged: 'Nothing changed.' },
}

const zh = (): typeof en => ({
  about: '取消',
  example: '取消',
  arguments: {},
  say: { unchanged: '没有任何改动。' },
})

export const words = inAllPlaces(
  { en: { name: 'dismiss', also: [] }, zh: { name: '取消', also: [] } },
  en,
  zh,
)
