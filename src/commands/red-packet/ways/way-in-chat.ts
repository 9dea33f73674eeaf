import type { GrabOutcome } from '../../../app/envelopes/grab-share.js'
import type { EnvelopeView } from '../../../app/envelopes/view-envelope.js'
import type { Currency } from '../../../core/money.js'
import type { Language } from '../../../i18n/language.js'
import type { Reply } from '../../framework/replies/reply.js'
import type { Text } from '../../framework/replies/rich-text.js'
import type { Tongue } from '../../framework/words.js'

/** One way to receive a red packet, as members order and see it. */
export interface WayInChat {
  /** Label of the way, then the words to type for it; absent when it isn't chosen by name. */
  readonly choice?: Readonly<Record<Tongue, readonly string[]>>
  /** Returns the parts of a card that differ from a first come, first served one. */
  onCard?(envelope: EnvelopeView, language: Language): Partial<WayOnCard>
  /** Returns the words for what its rules say about a tap. */
  says?(say: string, language: Language): string
}

/** The parts of a card that may differ; undefined means no difference. */
export interface WayOnCard {
  /** One line on how it works; undefined after the end. */
  readonly how: string | undefined
  readonly button: string | undefined
  /** Progress or result; undefined for the usual text. */
  readonly state: string | undefined
  readonly until: Text | undefined
  readonly nobody: string | undefined
  readonly claim: ((claim: { position: number; name: string; amount: string }) => string) | undefined
}

/** Input of the answers to taps. */
export interface Answering {
  readonly language: Language
  readonly money: (amount: number, currency: Currency) => string
  /** How replies differ where an answer was written in the chat. */
  readonly aloud: Partial<Omit<Reply, 'tone' | 'blocks'>>
  readonly unreached: Partial<Omit<Reply, 'tone' | 'blocks'>>
  /** Follows the result when an answer came that no one had asked for. */
  readonly notAsked: readonly string[]
}

export type Outcome<Kind extends GrabOutcome['kind']> = Extract<GrabOutcome, { kind: Kind }>
