import type { Currency } from '../core/money.js'
import type { Language } from './language.js'

const LOCALES = { en: 'en-GB', zh: 'zh-CN', 'zh-latin': 'zh-CN' } as const

const wholeChinese = new Intl.NumberFormat(LOCALES.zh)
const whole = { en: new Intl.NumberFormat(LOCALES.en), zh: wholeChinese, 'zh-latin': wholeChinese } as const

/**
 * An amount of minor units as people read it: the symbol, groups of thousands and every decimal of the
 * currency's scale. A currency sign has no space; any other symbol gets a non-breaking one. Exact for
 * every safe integer: no fraction is ever a floating-point number. Throws when `amount` is not one.
 */
export function money(
  amount: number,
  currency: Pick<Currency, 'symbol' | 'scale'>,
  language: Language,
): string {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole safe amount: ${amount}`)
  const { symbol } = currency
  const gap = /\p{Sc}$/u.test(symbol) ? '' : '\u00a0'
  return `${amount < 0 ? '\u2212' : ''}${symbol}${gap}${digits(amount, currency.scale, language)}`
}

function digits(amount: number, scale: number, language: Language): string {
  const minor = BigInt(Math.abs(amount))
  const unit = 10n ** BigInt(scale)
  const grouped = whole[language].format(minor / unit)
  return scale === 0 ? grouped : `${grouped}.${String(minor % unit).padStart(scale, '0')}`
}

/** A moment (UTC milliseconds) with day and time; in the machine's time zone unless one is named. */
export function dateTime(at: number, language: Language, timeZone?: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(at)
}

const CHINESE_UNITS = { day: '天', hour: '小时', minute: '分钟', second: '秒', between: '' } as const
const UNITS = {
  en: { day: ' d', hour: ' h', minute: ' min', second: ' s', between: ' ' },
  zh: CHINESE_UNITS,
  'zh-latin': CHINESE_UNITS,
} as const

/**
 * A length of time (milliseconds) in the two largest units that matter: `4.2 s`, `3 min 5 s`, `2 h 10 min`, `7 d`. Uses
 * days from two up, because the usual lifetime of a red packet is called 24 hours.
 */
export function duration(millis: number, language: Language): string {
  const { day, hour, minute, second, between } = UNITS[language]
  const tenths = Math.max(0, Math.round(millis / 100))
  if (tenths < 600) return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}${second}`
  const seconds = Math.round(millis / 1000)
  const parts: readonly (readonly [number, string])[] =
    seconds < 3600
      ? [
          [Math.floor(seconds / 60), minute],
          [seconds % 60, second],
        ]
      : seconds < 172_800
        ? [
            [Math.floor(seconds / 3600), hour],
            [Math.floor(seconds / 60) % 60, minute],
          ]
        : [
            [Math.floor(seconds / 86_400), day],
            [Math.floor(seconds / 3600) % 24, hour],
          ]
  return parts
    .filter(([number]) => number > 0)
    .map(([number, unit]) => `${number}${unit}`)
    .join(between)
}

/** Writes a list of names: `Lan, Wei`, in Chinese `小兰、阿伟`. */
export function list(names: readonly string[], language: Language): string {
  return names.join(listComma(language))
}

/** Separator between names in a list. */
export function listComma(language: Language): string {
  return language === 'en' ? ', ' : '、'
}

/** Writes a number with the English noun that it counts: `1 share`, `3 shares`. */
export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
