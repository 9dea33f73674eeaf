import { isDeepStrictEqual } from 'node:util'
import { type IncomeWay, mostOf } from '../../core/income.js'
import { type Amount, type Currency, MAX_AMOUNT } from '../../core/money.js'
import { plainName } from '../../core/text.js'
import { communityAt } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { type IncomeRule, incomeOf, storeIncome, switchOffIncome } from '../../store/income.js'
import { newestMember } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, UnknownChat } from '../command.js'
import type { ChosenRole } from '../envelopes/send-envelope.js'

export type { IncomeRule } from '../../store/income.js'

/** Amounts are minor units. Absent fields stay unchanged. */
export interface ChangeIncome extends AdminCommand {
  readonly way: IncomeWay
  /** Null switches it off. */
  readonly amount: number | null
  /** Daily limit for this way; required when turning it on. */
  readonly cap?: number
  /** For check-ins: extra for each further day in a row, and on a festival. */
  readonly streak?: number
  readonly festival?: number
  /** For allowances: the role. Without one, all allowances are turned off. */
  readonly role?: ChosenRole
}

export type ChangeIncomeOutcome =
  | { kind: 'income_changed'; rules: readonly IncomeRule[]; currency: Currency }
  | { kind: 'nothing_to_change' }
  | { kind: 'not_admin' }
  | { kind: 'bad_amount' }
  | { kind: 'cap_missing' }
  /** The daily limit must allow one payment of the largest size. */
  | { kind: 'cap_too_small'; min: number; currency: Currency }
  /** Allowances need a role, and nothing else takes one. */
  | { kind: 'role_missing' }
  | { kind: 'role_not_asked' }
  | { kind: 'only_for_check_in' }
  | UnknownChat
  | KeyReused

/** Lets a platform admin, but no treasurer, turn a kind of income on or off, or change it. */
export function* changeIncome(command: ChangeIncome, now: number): Plan<ChangeIncomeOutcome> {
  const { key, place } = command
  const body = bodyOf('income', command)
  return yield* idempotent<ChangeIncomeOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const { currency } = community
    const { way, role, amount } = command
    const all = way === 'allowance' && !role && amount === null
    if (way === 'allowance' && !role && !all) return { kind: 'role_missing' }
    if (way !== 'allowance' && role) return { kind: 'role_not_asked' }
    const source = role ? `${role.platform}:${role.role}` : ''
    const known = (yield* incomeOf(community.id)).filter(
      (rule) => rule.way === way && (all || rule.source === source),
    )
    const [before] = known
    if (amount === null) {
      if (!before) return { kind: 'nothing_to_change' }
      for (const rule of known) yield* switchOffIncome(community.id, way, rule.source)
      return { kind: 'income_changed', rules: yield* incomeOf(community.id), currency }
    }
    const { streak = before?.streakStep ?? 0, festival = before?.festivalBonus ?? 0 } = command
    if (way !== 'checkin' && (streak > 0 || festival > 0)) return { kind: 'only_for_check_in' }
    const cap = command.cap ?? before?.dailyCap
    if (cap === undefined) return { kind: 'cap_missing' }
    for (const given of [amount - 1, streak, festival, cap - 1])
      if (!Number.isSafeInteger(given) || given < 0 || given > MAX_AMOUNT - 1) return { kind: 'bad_amount' }
    const rule: IncomeRule = {
      ...{
        way,
        source,
        roleName: role ? plainName(role.name) : '',
        newestMember: before?.newestMember ?? (yield* newestMember()),
      },
      ...{ amount: amount as Amount, streakStep: streak as Amount, festivalBonus: festival as Amount },
      dailyCap: cap as Amount,
    }
    if (cap < mostOf(rule)) return { kind: 'cap_too_small', min: mostOf(rule), currency }
    if (isDeepStrictEqual(rule, before)) return { kind: 'nothing_to_change' }
    yield* storeIncome(community.id, rule)
    return { kind: 'income_changed', rules: yield* incomeOf(community.id), currency }
  })
}
