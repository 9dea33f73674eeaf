import type { EnvelopeRules } from './envelope.js'
import type { Currency } from './money.js'

/** The languages of cards. */
export type CommunityLanguage = 'en' | 'zh'

/** Chats that share members and a currency. */
export interface Community {
  readonly id: number
  readonly name: string
  readonly currency: Currency
  readonly rules: EnvelopeRules
  /** Of its cards; null until one was chosen. */
  readonly language: CommunityLanguage | null
  /** An IANA name, such as `Asia/Shanghai`; `UTC` until one was chosen. */
  readonly timeZone: string
  readonly mintNo: string
}
