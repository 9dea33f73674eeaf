import type { SentBefore } from '../../../app/envelopes/last-sent.js'
import type { EnvelopeView } from '../../../app/envelopes/view-envelope.js'
import type { Way } from '../../../core/envelope.js'
import { type ChosenWay, isDrawn } from '../../../core/ways/ways.js'
import type { Language } from '../../../i18n/language.js'
import { writeDuration } from '../../framework/arguments/durations.js'
import { info } from '../../framework/replies/reply.js'
import type { Raws } from '../../framework/request.js'
import type { Tongue } from '../../framework/words.js'
import { drawAnswers } from './draw.js'
import { fairStartAnswers } from './fair-start.js'
import { shakeAnswers } from './shake.js'
import type { Answering, Outcome, WayOnCard } from './way-in-chat.js'
import { WAYS_IN_CHAT } from './ways-in-chat.js'

export type { WayOnCard } from './way-in-chat.js'

/** The ways that senders choose by name, with the argument that says when a draw is held. */
export const CHOSEN_WAYS = (Object.keys(WAYS_IN_CHAT) as Way[]).filter(
  (way): way is ChosenWay => WAYS_IN_CHAT[way].choice !== undefined,
)
export const TIMED_WAYS: Partial<Record<ChosenWay, string>> = Object.fromEntries(
  CHOSEN_WAYS.filter(isDrawn).map((way) => [way, 'time']),
)

/** Returns the labels of the ways, each followed by the words to type. */
export function wayChoices(tongue: Tongue): Readonly<Record<ChosenWay, readonly string[]>> {
  const choices = CHOSEN_WAYS.map((way) => [way, WAYS_IN_CHAT[way].choice?.[tongue] ?? []])
  return Object.fromEntries(choices)
}

/** Returns the arguments that ask for the same way once more. */
export function wayRaws({ way, fairStart }: SentBefore, defaultFairStart: number): Raws {
  if (way !== 'speed' && WAYS_IN_CHAT[way].choice) return { way }
  if (fairStart === defaultFairStart) return {}
  return { fairStart: fairStart === 0 ? 'off' : writeDuration(fairStart) }
}

const AS_ALWAYS = {
  ...{ how: undefined, button: undefined, state: undefined },
  ...{ until: undefined, nobody: undefined, claim: undefined },
}

/** Returns the parts of a card that depend on the way; undefined when it is first come, first served. */
export function wayOnCard(envelope: EnvelopeView, language: Language): WayOnCard | undefined {
  const parts = WAYS_IN_CHAT[envelope.way.kind].onCard?.(envelope, language)
  return parts && { ...AS_ALWAYS, ...parts }
}

/** Answers to taps with a special outcome in some way. */
export function wayAnswers(answering: Answering) {
  return {
    ...{ ...drawAnswers(answering), ...fairStartAnswers(answering), ...shakeAnswers(answering) },
    way_says: ({ way, say }: Outcome<'way_says'>) =>
      info(WAYS_IN_CHAT[way].says?.(say, answering.language) ?? say),
  }
}
