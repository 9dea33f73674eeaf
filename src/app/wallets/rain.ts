import { type Amount, type Currency, MAX_AMOUNT } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import { communityAt } from '../../store/communities.js'
import { grabbersSince } from '../../store/history.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { getAccount, post } from '../../store/ledger.js'
import { joinMember, type Member, memberById, usersOf } from '../../store/members.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { Command, KeyedCommand, UnknownChat } from '../command.js'
import type { ChosenRole } from '../envelopes/send-envelope.js'
import { refuseFrozen, type WalletFrozen } from './frozen.js'
import { type OverNewcomerLimit, overNewcomerLimit } from './newcomer-limit.js'

/** Maximum recipients, because one plan pays them all while every other plan waits. */
const MOST_PEOPLE = 500
/** Maximum names that fit in an announcement. */
const NAMED = 20
const HOUR = 3_600_000

export interface Rain extends KeyedCommand {
  /** Total, in minor units. */
  readonly amount: number
  /** Recipients and what they have in common; by default, everyone who grabbed in the last hour. */
  readonly on?: { readonly those: ChosenRole | 'in voice'; readonly people: readonly Person[] }
}

export type RainOutcome =
  | {
      kind: 'rained'
      /** Amount per recipient, and their total. */
      each: Amount
      total: Amount
      people: number
      /** Names of the first recipients, in order of joining. */
      names: readonly string[]
      /** Indivisible remainder, which stays with the giver. */
      rest: Amount
      balance: Amount
      currency: Currency
      /** Number of the first trade. */
      tradeNo: number
    }
  | { kind: 'nobody' }
  | { kind: 'too_many'; max: number }
  /** Less than one minor unit per recipient. */
  | { kind: 'too_little'; people: number; needed: Amount; currency: Currency }
  | { kind: 'insufficient'; balance: Amount; needed: Amount; currency: Currency }
  | { kind: 'bad_amount' }
  | WalletFrozen
  | OverNewcomerLimit
  | UnknownChat
  | KeyReused

/**
 * Gives the same amount to several members at once. Skips frozen wallets, blocked members and the giver, and pays a person
 * with several accounts once. A repeated command gets the same answer, even if others have the role or are in the voice
 * channel by then.
 */
export function* rain(command: Rain, now: number): Plan<RainOutcome> {
  const { key, place, by, on } = command
  const body = bodyOf('rain', { place, by, amount: command.amount, on: on?.those })
  return yield* idempotent<RainOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const amount = command.amount as Amount
    if (!Number.isSafeInteger(amount) || amount < 1 || amount > MAX_AMOUNT) return { kind: 'bad_amount' }
    const giver = yield* joinMember(community.id, by, now)
    const { currency } = community
    if (giver.wallet.status !== 'active') return yield* refuseFrozen(giver)
    const members = on
      ? yield* membersOf(community.id, on.people, now)
      : yield* lately(community.id, now - HOUR)
    members.delete(giver.id)
    const takers = [...members.values()]
      .filter(({ wallet, blockReason }) => wallet.status === 'active' && blockReason === null)
      .sort((one, other) => one.id - other.id)
    if (takers.length === 0) return { kind: 'nobody' }
    if (takers.length > MOST_PEOPLE) return { kind: 'too_many', max: MOST_PEOPLE }
    if (amount < takers.length)
      return { kind: 'too_little', people: takers.length, needed: takers.length as Amount, currency }
    const { balance } = giver.wallet
    if (balance < amount) return { kind: 'insufficient', balance, needed: amount, currency }
    const each = Math.floor(amount / takers.length) as Amount
    const total = (each * takers.length) as Amount
    const over = yield* overNewcomerLimit({ community, member: giver, by, amount: total }, now)
    if (over) return over
    let tradeNo = 0
    for (const { wallet } of takers) {
      const booked = yield* post({
        from: yield* getAccount(giver.wallet.accountNo),
        to: wallet,
        ...{ amount: each, kind: 'rain', desc: '', actor: giver.id, envelope: null, at: now },
      })
      tradeNo ||= booked
    }
    const names = takers.slice(0, NAMED).map(({ name }) => name)
    return {
      ...{ names, kind: 'rained', each, total, people: takers.length },
      ...{ rest: (amount - total) as Amount, balance: (balance - total) as Amount, currency, tradeNo },
    }
  })
}

function* membersOf(community: number, people: readonly Person[], now: number): Plan<Map<number, Member>> {
  const members = new Map<number, Member>()
  for (const person of people) {
    const member = yield* joinMember(community, person, now)
    members.set(member.id, member)
  }
  return members
}

/** Returns everyone who has grabbed since then, by their current representatives. */
function* lately(community: number, since: number): Plan<Map<number, Member>> {
  const members = new Map<number, Member>()
  for (const id of yield* grabbersSince(community, since)) {
    const member = yield* memberById(id)
    if (member) members.set(id, member)
  }
  return members
}

export type UsersOutcome =
  | { kind: 'users'; users: readonly string[] }
  | { kind: 'too_many_known'; max: number }
  | UnknownChat

/**
 * Returns the platform ids of everyone with a wallet here, so that the platform can be asked which of them have a role.
 */
export function* usersToRainOn({ place, by }: Command, max: number): Plan<UsersOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  const users = yield* usersOf(community.id, by.platform, max + 1)
  return users.length > max ? { kind: 'too_many_known', max } : { kind: 'users', users }
}
