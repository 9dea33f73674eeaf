import { inEveryLanguage } from '../framework/words.js'

const en = {
  argument: {
    name: 'pictures',
    about: 'Give red packets a picture?',
    ask: 'Choose a setting and a new value.',
    typed: ['pictures'],
  },
  on: 'Red packets have a picture where the chat allows it.',
  off: 'Red packets have no picture, only text.',
}

const zh: typeof en = {
  argument: {
    name: '图片',
    about: '红包要不要配图',
    ask: '请写明要改哪一项、改成什么。',
    typed: ['图片', '封面'],
  },
  on: '红包图片：开，群里能发图时，红包带封面图。',
  off: '红包图片：关，红包只发文字。',
}

/** Words of the setting that switches pictures. */
export const pictureSetting = inEveryLanguage<typeof en>(en, () => zh)
