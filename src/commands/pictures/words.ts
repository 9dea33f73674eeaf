import { inEveryLanguage } from '../framework/words.js'

const en = {
  argument: {
    name: 'pictures',
    about: 'Use pictures for red packets and replies?',
    ask: 'Choose a setting and a new value.',
    typed: ['pictures'],
  },
  on: 'Red packets and replies have pictures where the chat allows it.',
  off: 'Red packets and replies are text only, without pictures.',
}

const zh: typeof en = {
  argument: {
    name: '图片',
    about: '红包和回复要不要配图',
    ask: '请写明要改哪一项、改成什么。',
    typed: ['图片', '封面'],
  },
  on: '图片：开，群里能发图时，红包带封面图，排行榜等回复也带图。',
  off: '图片：关，红包和回复只发文字。',
}

/** Words of the setting that switches pictures. */
export const pictureSetting = inEveryLanguage<typeof en>(en, () => zh)
