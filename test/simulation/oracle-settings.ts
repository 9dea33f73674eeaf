import type { EnterChat } from '../../src/app/community/enter-chat.js'
import type { FoundCommunity } from '../../src/app/community/found-community.js'
import type { ChangeSettings } from '../../src/app/community/settings.js'
import type { AppointTreasurer } from '../../src/app/community/treasurers.js'
import { difference } from './difference.js'
import { rulesOf } from './oracle-income.js'
import {
  Disagreement,
  MOST,
  nameKept,
  type OracleCommunity,
  type OracleState,
  type Outcome,
  type Where,
} from './oracle-state.js'

const isCurrency = ({ name, symbol, scale }: OracleCommunity['currency']) =>
  name.length >= 1 &&
  name.length <= 32 &&
  symbol.length >= 1 &&
  symbol.length <= 8 &&
  scale >= 0 &&
  scale <= 4

export function found(state: OracleState, command: FoundCommunity): Outcome {
  const known = state.communityAt(command.place)
  if (known) return { kind: 'already_founded', community: communityOf(known) }
  if (!isCurrency(command.currency)) return { kind: 'bad_currency' }
  const day = 24 * 3_600_000
  const community = state.found({
    id: state.communities.length + 1,
    name: nameKept(command.name),
    currency: { ...command.currency },
    rules: {
      ...{ selfGrab: true, defaultLifetime: day, minLifetime: 60_000, maxLifetime: 7 * day },
      ...{ maxOpenEnvelopes: 20, maxTotal: null, fairStart: 0, hideAmounts: false, newcomer: null },
      results: true,
      pictures: true,
      ...command.rules,
    },
    language: command.language ?? null,
    ...{ timeZone: 'UTC', income: new Map(), given: new Map() },
    circulation: 0,
    traded: false,
    identities: [],
    ...{ entries: [], decrees: [], statusChanges: [], envelopes: [] },
  })
  state.addChat(command.place, community, null)
  return { kind: 'founded', community: communityOf(community) }
}

/** Adds a chat to its whole's community, founding that if needed. */
export function enter(state: OracleState, { place, within, name, currency, language }: EnterChat): Outcome {
  const known = state.communityAt(place)
  if (known) return { kind: 'entered', community: communityOf(known) }
  const lucky = { name: 'Lucky coin', symbol: '🧧', scale: 2 }
  found(state, { place: within, name, currency: currency ?? lucky, ...(language && { language }) })
  const whole = state.chatAt(within)
  if (!whole) throw new Disagreement('nothing was founded')
  if (!state.chatAt(place)) state.addChat(place, whole.community, whole.origin)
  return { kind: 'entered', community: communityOf(whole.community) }
}

function communityOf({ id, name, currency, rules, language, timeZone }: OracleCommunity): object {
  // No one uploads a cover here.
  const cover = null
  return {
    ...{ id, name, currency: { ...currency }, rules: { ...rules }, language, timeZone, cover },
    mintNo: `M-${id}`,
  }
}

export function settings(state: OracleState, place: Where): Outcome {
  const community = state.communityAt(place)
  return community ? { kind: 'settings', ...settingsOf(state, community, place) } : { kind: 'unknown_chat' }
}

function settingsOf(state: OracleState, community: OracleCommunity, place: Where) {
  const { name, currency, rules, language, timeZone } = community
  return {
    name,
    currency: { ...currency },
    rules: { ...rules },
    language,
    timeZone,
    income: rulesOf(community),
    treasurers: state.members
      .filter((member) => member.community === community && member.treasurer)
      .map(({ id, name }) => ({ id, name })),
    scaleFixed: community.traded || state.linksOf(community).some(({ joined }) => joined.traded),
    linked: state
      .otherLinkedCommunities(community, place)
      .map((each) => ({ name: each.name, platform: each.place.platform })),
  }
}

export function changeSettings(state: OracleState, command: ChangeSettings): Outcome {
  const { place, changes } = command
  const community = state.communityAt(place)
  if (!community) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const before = settingsOf(state, community, place)
  const currency = {
    name: changes.currencyName ?? before.currency.name,
    symbol: changes.currencySymbol ?? before.currency.symbol,
    scale: changes.scale ?? before.currency.scale,
  }
  if (!isCurrency(currency)) return { kind: 'bad_currency' }
  if (before.scaleFixed && currency.scale !== before.currency.scale) return { kind: 'scale_fixed' }
  const rules = { ...before.rules }
  for (const rule of [
    'selfGrab',
    'defaultLifetime',
    'minLifetime',
    'maxLifetime',
    'maxOpenEnvelopes',
    'fairStart',
    'hideAmounts',
    'results',
  ] as const)
    if (changes[rule] !== undefined) Object.assign(rules, { [rule]: changes[rule] })
  if (changes.maxTotal !== undefined) rules.maxTotal = changes.maxTotal
  else if (rules.maxTotal !== null)
    rules.maxTotal = Math.floor(rules.maxTotal * 10 ** (currency.scale - before.currency.scale))

  const previous = before.rules.newcomer
  if (changes.newcomer === null) rules.newcomer = null
  else if (changes.newcomer)
    rules.newcomer = { time: previous?.time ?? 7 * 24 * 3_600_000, ...changes.newcomer }
  else if (previous)
    rules.newcomer = {
      limit: Math.floor(previous.limit * 10 ** (currency.scale - before.currency.scale)),
      time: previous.time,
    }

  const week = 7 * 24 * 3_600_000
  const lifetimes = [rules.minLifetime, rules.maxLifetime, rules.defaultLifetime]
  const refuse = (rule: string, min: number, max: number) => ({ kind: 'bad_rules', rule, min, max })
  if (lifetimes.some((time) => time < 1000 || time > week) || rules.minLifetime > rules.maxLifetime)
    return refuse('lifetime', 1000, week)
  if (rules.defaultLifetime < rules.minLifetime || rules.defaultLifetime > rules.maxLifetime)
    return refuse('lifetime', rules.minLifetime, rules.maxLifetime)
  if (rules.maxOpenEnvelopes < 1 || rules.maxOpenEnvelopes > 1000) return refuse('max_open', 1, 1000)
  if (rules.maxTotal !== null && (rules.maxTotal < 1 || rules.maxTotal > MOST))
    return { ...refuse('max_total', 1, MOST), currency }
  if (rules.newcomer && (rules.newcomer.limit < 1 || rules.newcomer.limit > MOST))
    return { ...refuse('newcomer_limit', 1, MOST), currency }
  if (rules.newcomer && (rules.newcomer.time < 3_600_000 || rules.newcomer.time > 366 * 24 * 3_600_000))
    return refuse('newcomer_time', 3_600_000, 366 * 24 * 3_600_000)
  if (rules.fairStart !== 0 && (rules.fairStart < 1_000 || rules.fairStart > 10_000))
    return refuse('fair_start', 1_000, 10_000)

  const language = changes.language ?? before.language
  if (changes.timeZone === 'Asia/Atlantis') return { kind: 'bad_time_zone' }
  const timeZone = changes.timeZone ?? before.timeZone
  const rescaled = currency.scale !== before.currency.scale
  const after = { ...before, currency, rules, language, timeZone, ...(rescaled && { income: [] }) }
  if (!difference(after, before)) return { kind: 'nothing_to_change' }
  const redraw =
    rules.hideAmounts !== community.rules.hideAmounts ||
    language !== community.language ||
    difference(currency, community.currency) !== undefined
  Object.assign(community, { currency, rules, language, timeZone })
  if (rescaled) community.income.clear()
  if (redraw)
    for (const envelope of state.open)
      if (envelope.community === community)
        for (const card of envelope.cards)
          if (card.state === 'live') {
            card.wanted++
            state.touch(card)
          }
  return { kind: 'settings_changed', ...after, currency: { ...currency }, rules: { ...rules } }
}

export function appoint(state: OracleState, command: AppointTreasurer): Outcome {
  const community = state.communityAt(command.place)
  if (!community) return { kind: 'unknown_chat' }
  if (!command.platformAdmin) return { kind: 'not_admin' }
  const member = state.join(community, command.member)
  member.treasurer = command.treasurer
  return { kind: command.treasurer ? 'treasurer_appointed' : 'treasurer_dismissed', name: member.name }
}
