import type { EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { tapeLength } from '../../core/ways/shake.js'
import { duration, money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { fill, moment, type Text } from '../framework/replies/rich-text.js'
import { waysWords } from './ways-words.js'

/** The parts of a card that differ from a first come, first served one; undefined means no difference. */
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

const AS_ALWAYS = {
  ...{ how: undefined, button: undefined, state: undefined },
  ...{ until: undefined, nobody: undefined, claim: undefined },
}

/** Returns the parts of a card that depend on the way; undefined when it is first come, first served. */
export function wayOnCard(envelope: EnvelopeView, language: Language): WayOnCard | undefined {
  const { way } = envelope
  const { card } = waysWords[language]
  switch (way.kind) {
    case 'speed':
      return undefined
    case 'shake': {
      const { how, button } = card.shake
      const { count } = envelope
      const text = how({ wins: count, tape: tapeLength(count) })
      return { ...AS_ALWAYS, how: envelope.state === 'open' ? text : undefined, button }
    }
    case 'fair_start': {
      const time = duration(way.window, language)
      const { waiting, over } = way
      return {
        ...AS_ALWAYS,
        how: over ? undefined : card.fairStart.how({ time }),
        state: waiting > 0 ? card.fairStart.waiting({ waiting, count: envelope.count }) : undefined,
      }
    }
    case 'draw': {
      const { how, button, until, nobody, claim } = card.draw
      return {
        how: envelope.state === 'open' ? how : undefined,
        ...{ button, nobody, claim, state: drawState(envelope, way.joined, language) },
        until: fill(until, { time: moment(envelope.deadline) }),
      }
    }
    default:
      return way satisfies never
  }
}

function drawState(envelope: EnvelopeView, joined: number, language: Language): string | undefined {
  const { draw } = waysWords[language].card
  const { state, count, grabbedCount: grabbed, sender, currency } = envelope
  if (state === 'open') return draw.progress({ joined, count })
  if (state === 'finished') return draw.finished({ joined, count })
  if (state === 'cancelled') return undefined
  const refunded = money(envelope.refunded, currency, language)
  return draw.expired({ joined, grabbed, refunded, sender: sender.name })
}
