import type { Festival } from '../../core/festivals/festival-days.js'
import type { Theme } from '../../core/festivals.js'
import { type Catalogue, catalogue, type Language } from '../../i18n/catalogue.js'
import type { Tongue } from '../words.js'

/** Themes whose words are in the catalogue. */
type Catalogued = keyof Catalogue['greeting']
type Added = Exclude<Theme, Catalogued>

const names: Readonly<Record<Tongue, Readonly<Record<Added | 'new_years_eve', string>>>> = {
  en: {
    new_years_eve: 'Lunar New Year’s Eve',
    qingming: 'Qingming',
    double_ninth: 'Double Ninth',
    winter_solstice: 'Winter Solstice',
    valentines_day: 'Valentine’s Day',
    labour_day: 'Labour Day',
    five_twenty: '520',
    childrens_day: 'Children’s Day',
    national_day: 'National Day',
    singles_day: 'Singles’ Day',
    easter: 'Easter',
    halloween: 'Halloween',
    thanksgiving: 'Thanksgiving',
  },
  zh: {
    new_years_eve: '除夕',
    qingming: '清明',
    double_ninth: '重阳节',
    winter_solstice: '冬至',
    valentines_day: '情人节',
    labour_day: '劳动节',
    five_twenty: '520',
    childrens_day: '儿童节',
    national_day: '国庆节',
    singles_day: '光棍节',
    easter: '复活节',
    halloween: '万圣节',
    thanksgiving: '感恩节',
  },
}

const greetings: Readonly<Record<Tongue, Readonly<Record<Added, string>>>> = {
  en: {
    qingming: 'A quiet Qingming. Stay safe and well.',
    double_ninth: 'Long life and good health this Double Ninth!',
    winter_solstice: 'Happy Winter Solstice! Stay warm.',
    valentines_day: 'Happy Valentine’s Day!',
    labour_day: 'Happy Labour Day! You earned a rest.',
    five_twenty: 'I love you: 520!',
    childrens_day: 'Happy Children’s Day, whatever your age!',
    national_day: 'Happy National Day!',
    singles_day: 'Happy Singles’ Day! Treat yourself.',
    easter: 'Happy Easter!',
    halloween: 'Happy Halloween! Trick or treat?',
    thanksgiving: 'Happy Thanksgiving!',
  },
  zh: {
    qingming: '清明时节，平安顺遂',
    double_ninth: '重阳安康，福寿绵长',
    winter_solstice: '冬至快乐，记得吃饺子',
    valentines_day: '情人节快乐，甜甜蜜蜜',
    labour_day: '劳动节快乐，辛苦啦',
    five_twenty: '520，我爱你',
    childrens_day: '儿童节快乐，童心不老',
    national_day: '国庆快乐，祝福祖国',
    singles_day: '光棍节快乐，早日脱单',
    easter: '复活节快乐',
    halloween: '万圣节快乐，不给糖就捣蛋',
    thanksgiving: '感恩节快乐，感谢有你',
  },
}

const tongueOf = (language: Language): Tongue => (language === 'en' ? 'en' : 'zh')

/** The greeting of a card whose sender typed none. */
export function greetingOf(theme: Theme, language: Language): string {
  const { greeting } = catalogue(language)
  return isIn(greeting, theme) ? greeting[theme] : greetings[tongueOf(language)][theme as Added]
}

/** What a theme or a festival is called. */
export function themeName(theme: Theme | Festival, language: Language): string {
  const { theme: labels } = catalogue(language)
  return isIn(labels, theme) ? labels[theme] : names[tongueOf(language)][theme as Added]
}

function isIn<Words extends object>(words: Words, key: PropertyKey): key is keyof Words {
  return Object.hasOwn(words, key)
}
