import { inEveryLanguage } from '../../framework/words.js'

const en = {
  badAge: ({ min, max }: { min: string; max: string }) =>
    `Nothing was sent: ask for a time between ${min} and ${max}.`,
}

const zh: typeof en = {
  badAge: ({ min, max }) => `没有发出：时间要在${min}到${max}之间。`,
}

/** Words for conditions with a minimum time. */
export const ageWords = inEveryLanguage(en, () => zh)
