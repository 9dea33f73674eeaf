import { isDeepStrictEqual } from 'node:util'
import type { Community, CommunityLanguage } from '../../core/community.js'
import type { EnvelopeRules } from '../../core/envelope.js'
import { readTimeZone } from '../../core/local-date.js'
import { type Currency, MAX_AMOUNT } from '../../core/money.js'
import { DEFAULT_NEWCOMER_TIME, MAX_NEWCOMER_TIME, MIN_NEWCOMER_TIME } from '../../core/newcomers.js'
import type { Place } from '../../core/place.js'
import { isFairStart, MAX_FAIR_START, MIN_FAIR_START } from '../../core/ways/fair-start.js'
import { communityAt, mintNoOf, storeSettings } from '../../store/communities.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { type IncomeRule, incomeOf, switchOffAllIncome } from '../../store/income.js'
import { getAccount } from '../../store/ledger.js'
import { linksOfHost } from '../../store/links.js'
import { treasurersOf } from '../../store/members.js'
import { bumpOpenOf } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { AdminCommand, Command, UnknownChat } from '../command.js'
import { otherLinkedCommunities } from '../linking/linked-communities.js'
import { checkCurrency } from './found-community.js'

/** Bounds for the lifetime of any envelope, in milliseconds. */
const SHORTEST_LIFETIME = 1_000
const LONGEST_LIFETIME = 7 * 24 * 3_600_000
const MOST_OPEN = 1_000

/** The admins' choices for a community, or its defaults. */
export interface Settings {
  readonly name: string
  readonly currency: Currency
  readonly rules: EnvelopeRules
  /** Language of its cards; null until one is chosen. */
  readonly language: CommunityLanguage | null
  /** IANA name of the zone in which its days begin and end. */
  readonly timeZone: string
  /** What it gives its members from the mint. */
  readonly income: readonly IncomeRule[]
  readonly treasurers: readonly { readonly id: number; readonly name: string }[]
  /** True if the currency's decimals are fixed because money has moved. */
  readonly scaleFixed: boolean
  /** Chats linked with the asking one, and their platforms. */
  readonly linked: readonly { readonly name: string; readonly platform: string }[]
}

export type SettingsOutcome = ({ kind: 'settings' } & Settings) | UnknownChat

/** Changes to apply; absent fields stay as they are. Times are milliseconds. */
export interface SettingsChanges {
  readonly currencyName?: string
  readonly currencySymbol?: string
  readonly scale?: number
  readonly selfGrab?: boolean
  readonly defaultLifetime?: number
  readonly minLifetime?: number
  readonly maxLifetime?: number
  readonly maxOpenEnvelopes?: number
  /** Minor units of the currency after the change; null when only MAX_AMOUNT applies. */
  readonly maxTotal?: number | null
  /** 0 for none. */
  readonly fairStart?: number
  readonly hideAmounts?: boolean
  readonly results?: boolean
  readonly pictures?: boolean
  /** Null for no limit; without a time, the previous one stays. */
  readonly newcomer?: { readonly limit: number; readonly time?: number } | null
  readonly language?: CommunityLanguage
  /** As typed. */
  readonly timeZone?: string
}

export interface ChangeSettings extends AdminCommand {
  readonly changes: SettingsChanges
}

/** A rule outside the allowed range: times in milliseconds, a number of open envelopes, or minor units. */
export type BadRules = { kind: 'bad_rules'; min: number; max: number } & (
  | { rule: 'lifetime' | 'max_open' | 'fair_start' | 'newcomer_time' }
  | { rule: 'max_total' | 'newcomer_limit'; currency: Currency }
)

export type ChangeSettingsOutcome =
  | ({ kind: 'settings_changed' } & Settings)
  | { kind: 'not_admin' }
  | { kind: 'nothing_to_change' }
  | { kind: 'bad_currency' }
  | { kind: 'bad_time_zone' }
  | { kind: 'scale_fixed' }
  | { kind: 'bad_time_zone' }
  | BadRules
  | UnknownChat
  | KeyReused

/** Returns a community's settings, for all its members. */
export function* settings({ place }: Command): Plan<SettingsOutcome> {
  const community = yield* communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  return { kind: 'settings', ...(yield* settingsOf(community, place)) }
}

/** Lets a platform admin, but no treasurer, change settings, all or none. Open envelopes keep their deadlines. */
export function* changeSettings(command: ChangeSettings, now: number): Plan<ChangeSettingsOutcome> {
  const { key, place, changes } = command
  const body = bodyOf('settings', command)
  return yield* idempotent<ChangeSettingsOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    if (!command.platformAdmin) return { kind: 'not_admin' }
    const before = yield* settingsOf(community, place)
    const currency = checkCurrency({
      name: changes.currencyName ?? before.currency.name,
      symbol: changes.currencySymbol ?? before.currency.symbol,
      scale: changes.scale ?? before.currency.scale,
    })
    if (!currency) return { kind: 'bad_currency' }
    if (before.scaleFixed && currency.scale !== before.currency.scale) return { kind: 'scale_fixed' }
    const rules: EnvelopeRules = {
      selfGrab: changes.selfGrab ?? before.rules.selfGrab,
      defaultLifetime: changes.defaultLifetime ?? before.rules.defaultLifetime,
      minLifetime: changes.minLifetime ?? before.rules.minLifetime,
      maxLifetime: changes.maxLifetime ?? before.rules.maxLifetime,
      maxOpenEnvelopes: changes.maxOpenEnvelopes ?? before.rules.maxOpenEnvelopes,
      maxTotal:
        changes.maxTotal === undefined
          ? rescaled(before.rules.maxTotal, currency.scale - before.currency.scale)
          : changes.maxTotal,
      fairStart: changes.fairStart ?? before.rules.fairStart,
      hideAmounts: changes.hideAmounts ?? before.rules.hideAmounts,
      results: changes.results ?? before.rules.results,
      pictures: changes.pictures ?? before.rules.pictures,
      newcomer: newcomerRule(changes, before.rules, currency.scale - before.currency.scale),
    }
    const refusal = refuseRules(rules, currency)
    if (refusal) return refusal
    const timeZone = changes.timeZone === undefined ? before.timeZone : readTimeZone(changes.timeZone)
    if (timeZone === undefined) return { kind: 'bad_time_zone' }
    const rescales = currency.scale !== before.currency.scale
    const income = rescales ? [] : before.income
    const after = {
      ...{ ...before, currency, rules, language: changes.language ?? before.language },
      ...{ timeZone, income },
    }
    if (isDeepStrictEqual(after, before)) return { kind: 'nothing_to_change' }
    if (rescales) yield* switchOffAllIncome(community.id)
    yield* storeSettings({ ...community, ...after })
    // Cards that can still be tapped switch to the new format; ended ones stay as they are.
    const shown = ({ language, currency, rules: { hideAmounts } }: Settings) => ({
      language,
      currency,
      hideAmounts,
    })
    if (!isDeepStrictEqual(shown(after), shown(before))) yield* bumpOpenOf(community.id)
    return { kind: 'settings_changed', ...after }
  })
}

function* settingsOf(community: Community, place: Place): Plan<Settings> {
  const { id, name, currency, rules, language, timeZone } = community
  const income = yield* incomeOf(id)
  const treasurers = yield* treasurersOf(id)
  const scaleFixed = yield* hasTraded(community)
  const linked = (yield* otherLinkedCommunities(community, place)).map((each) => ({
    name: each.name,
    platform: each.place.platform,
  }))
  return { name, currency, rules, language, timeZone, income, treasurers, scaleFixed, linked }
}

/** Returns whether money has moved in a community, or in a linked one that may leave with money some day. */
function* hasTraded({ id, mintNo }: Community): Plan<boolean> {
  // All money comes from the mint, so if its account has no entry, there are no trades.
  if ((yield* getAccount(mintNo)).seq > 0) return true
  for (const { joined } of yield* linksOfHost(id))
    if ((yield* getAccount(mintNoOf(joined))).seq > 0) return true
  return false
}

function newcomerRule(
  { newcomer }: SettingsChanges,
  before: EnvelopeRules,
  decimals: number,
): EnvelopeRules['newcomer'] {
  if (newcomer === null) return null
  const time = newcomer?.time ?? before.newcomer?.time ?? DEFAULT_NEWCOMER_TIME
  if (newcomer) return { limit: newcomer.limit, time }
  return before.newcomer && { limit: rescaled(before.newcomer.limit, decimals) ?? 0, time }
}

/** Converts an amount to a currency with `decimals` more decimals at the same value; drops what no longer fits. */
function rescaled(amount: number | null, decimals: number): number | null {
  return amount === null ? null : Math.floor(amount * 10 ** decimals)
}

function refuseRules(rules: EnvelopeRules, currency: Currency): BadRules | undefined {
  const { minLifetime, defaultLifetime, maxLifetime, maxOpenEnvelopes, maxTotal } = rules
  const lifetimes = [minLifetime, maxLifetime, defaultLifetime]
  const refused = (min: number, max: number): BadRules => ({ kind: 'bad_rules', rule: 'lifetime', min, max })
  const sound =
    lifetimes.every((time) => isWithin(time, SHORTEST_LIFETIME, LONGEST_LIFETIME)) &&
    minLifetime <= maxLifetime
  if (!sound) return refused(SHORTEST_LIFETIME, LONGEST_LIFETIME)
  if (!isWithin(defaultLifetime, minLifetime, maxLifetime)) return refused(minLifetime, maxLifetime)
  if (!isWithin(maxOpenEnvelopes, 1, MOST_OPEN))
    return { kind: 'bad_rules', rule: 'max_open', min: 1, max: MOST_OPEN }
  if (maxTotal !== null && !isWithin(maxTotal, 1, MAX_AMOUNT))
    return { kind: 'bad_rules', rule: 'max_total', min: 1, max: MAX_AMOUNT, currency }
  const { newcomer } = rules
  if (newcomer && !isWithin(newcomer.limit, 1, MAX_AMOUNT))
    return { kind: 'bad_rules', rule: 'newcomer_limit', min: 1, max: MAX_AMOUNT, currency }
  if (newcomer && !isWithin(newcomer.time, MIN_NEWCOMER_TIME, MAX_NEWCOMER_TIME))
    return { kind: 'bad_rules', rule: 'newcomer_time', min: MIN_NEWCOMER_TIME, max: MAX_NEWCOMER_TIME }
  if (!isFairStart(rules.fairStart))
    return { kind: 'bad_rules', rule: 'fair_start', min: MIN_FAIR_START, max: MAX_FAIR_START }
  return undefined
}

function isWithin(number: number, min: number, max: number): boolean {
  return Number.isInteger(number) && number >= min && number <= max
}
