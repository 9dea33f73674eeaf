import type { EnvelopeRules } from './envelope.js'
import type { Currency } from './money.js'

/** Languages that cards can be in. */
export type CommunityLanguage = 'en' | 'zh'

/** Chats that share members and a currency. */
export interface Community {
  readonly id: number
  readonly name: string
  readonly currency: Currency
  readonly rules: EnvelopeRules
  /** Language of its cards; null until one is chosen. */
  readonly language: CommunityLanguage | null
  /** IANA name of the zone in which its days begin and end. */
  readonly timeZone: string
  /** Digest of the picture that its admins chose; null while red packets have the covers of their themes. */
  readonly cover: string | null
  readonly mintNo: string
}
