import type { EnvelopeKind } from '../../../src/core/envelope.js'
import type { Theme } from '../../../src/core/festivals.js'
import type { Language } from '../wire.js'

/** What was chosen in the dialog. */
export interface Wanted {
  readonly kind: EnvelopeKind
  /** As typed: in all when lucky, for each share when equal. */
  readonly amount: string
  readonly count: string
  readonly greeting: string
  /** Names; empty means everyone. */
  readonly chosen: readonly string[]
  readonly lifetime: Lifetime
  /** Undefined for the festival of the day. */
  readonly theme: Theme | undefined
}

export const LIFETIMES = ['20s', '5m', '1h', '24h', '7d'] as const
export type Lifetime = (typeof LIFETIMES)[number]

const SPOKEN = {
  en: {
    command: '/redpacket',
    each: 'each',
    lucky: 'lucky',
    for: 'for',
    everyone: 'everyone',
    in: 'in',
    theme: 'theme',
  },
  zh: {
    command: '/红包',
    each: '每个',
    lucky: '拼手气',
    for: '给',
    everyone: '所有人',
    in: '限时',
    theme: '主题',
  },
} as const

/** What a lifetime is called, and how it is written in a command. */
export const LIFETIME_WORDS: Readonly<Record<Language, Readonly<Record<Lifetime, string>>>> = {
  en: { '20s': '20 seconds', '5m': '5 minutes', '1h': '1 hour', '24h': '24 hours', '7d': '7 days' },
  zh: { '20s': '20秒', '5m': '5分钟', '1h': '1小时', '24h': '24小时', '7d': '7天' },
}

/**
 * The line that sends it, as a person could have typed it. Every option is written out, so that no word at
 * the beginning of the greeting can be taken for one.
 */
export function redpacketLine(wanted: Wanted, language: Language): string {
  const spoken = SPOKEN[language]
  const { kind, amount, count, chosen, lifetime, theme, greeting } = wanted
  const money = kind === 'equal' ? [amount, spoken.each, count] : [amount, count, spoken.lucky]
  const audience = chosen.length > 0 ? chosen.map((name) => `@${name}`) : [spoken.everyone]
  const time = language === 'zh' ? LIFETIME_WORDS.zh[lifetime] : lifetime
  return [
    spoken.command,
    ...money,
    spoken.for,
    ...audience,
    spoken.in,
    time,
    ...(theme ? [spoken.theme, theme] : []),
    greeting,
  ]
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .join(' ')
}
