import type { AgeFault } from '../../../core/conditions/age.js'
import type { Gate, GateRefusal } from '../../../core/conditions/terms.js'
import { MAX_TURNS, type TurnsFault } from '../../../core/conditions/turns.js'
import { duration as durationText } from '../../../i18n/format.js'
import type { Language } from '../../../i18n/language.js'
import { duration, flag, further, whole } from '../../framework/arguments/arguments.js'
import { writeDuration } from '../../framework/arguments/durations.js'
import type { Raws } from '../../framework/request.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { gateWords } from './gate-words.js'

const DAY = 24 * 3_600_000
const AGES = [DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY]

const age = () => ({ suggest: () => AGES, unset: true, inWords: true }) as const

export const gateArguments = {
  known: further(duration(age())),
  turns: further(whole({ max: MAX_TURNS })),
  accountAge: further(duration({ ...age(), needs: 'accountSince' })),
  memberFor: further(duration({ ...age(), needs: 'memberSince' })),
  booster: further(flag({ bare: true, needs: 'boosts' })),
  premium: further(flag({ bare: true, needs: 'premium' })),
}

interface Given {
  readonly known?: number
  readonly turns?: number
  readonly accountAge?: number
  readonly memberFor?: number
  readonly booster?: boolean
  readonly premium?: boolean
}

/** Returns the conditions that the arguments ask for. */
export function gatesIn({ known, turns, accountAge, memberFor, booster, premium }: Given): Gate[] {
  const gates: Gate[] = []
  if (known !== undefined) gates.push({ kind: 'known', least: known })
  if (turns !== undefined) gates.push({ kind: 'turns', last: turns })
  if (accountAge !== undefined) gates.push({ kind: 'account_age', least: accountAge })
  if (memberFor !== undefined) gates.push({ kind: 'member_since', least: memberFor })
  if (booster) gates.push({ kind: 'booster' })
  if (premium) gates.push({ kind: 'premium' })
  return gates
}

/** Returns the arguments that ask for a gate once more. */
export function gateRaws(gate: Gate): Raws {
  switch (gate.kind) {
    case 'known':
      return { known: writeDuration(gate.least) }
    case 'account_age':
      return { accountAge: writeDuration(gate.least) }
    case 'member_since':
      return { memberFor: writeDuration(gate.least) }
    case 'turns':
      return { turns: String(gate.last) }
    default:
      return { [gate.kind]: 'yes' }
  }
}

export function gateFault(fault: AgeFault | TurnsFault, language: Language): string {
  const { faults } = gateWords[language]
  if (fault.kind === 'bad_turns') return faults.badTurns(fault)
  const [min, max] = [durationText(fault.min, language), durationText(fault.max, language)]
  return faults.badAge({ min, max })
}

/** Texts about a gate, which needs no answer. */
const gate: ConditionInChat<Gate, GateRefusal> = {
  onCard: (view, open, language) => (open ? [lineOf(view, language)] : []),
  ask: lineOf,
  askReply: () => undefined,
  wrong: () => '',
  refused,
}

export const gatesInChat = {
  ...{ known: gate, turns: gate, account_age: gate, member_since: gate, booster: gate, premium: gate },
}

function lineOf(view: Gate, language: Language): string {
  const { card } = gateWords[language]
  switch (view.kind) {
    case 'turns':
      return card.turns(view)
    case 'booster':
    case 'premium':
      return card[view.kind]
    default:
      return card[view.kind]({ time: durationText(view.least, language) })
  }
}

function refused(refusal: GateRefusal, language: Language): string {
  const words = gateWords[language]
  switch (refusal.why) {
    case 'not_told':
      return words.notTold[refusal.condition]
    case 'is_none':
      return words.refused[refusal.condition]
    case 'too_new':
      return words.refused[refusal.condition]({ time: durationText(refusal.least, language) })
    case 'others_first':
      return words.refused.turns({ last: refusal.last, time: durationText(refusal.millis, language) })
    default:
      return refusal satisfies never
  }
}
