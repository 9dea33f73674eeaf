import { argumentWords } from '../framework/arguments/argument-words.js'
import { inAllPlaces } from '../framework/words.js'

export const unscheduleWords = inAllPlaces(
  { en: { name: 'unschedule', also: [] }, zh: { name: '取消定时', also: [] } },
  {
    ...{ about: 'Cancel a scheduled red packet', example: '/calendar', say: {} },
    arguments: { envelope: argumentWords.en.envelope },
  },
  (slash) => ({
    ...{ about: '取消定时红包', example: slash('calendar'), say: {} },
    arguments: { envelope: argumentWords.zh.envelope },
  }),
)
