import type { PersonalCommand } from '../../src/app/command.js'
import type { LinkPeople } from '../../src/app/linking/link-people.js'
import { offerOf } from './oracle-links.js'
import { platformsOf } from './oracle-moves.js'
import {
  nameKept,
  type OracleCommunity,
  type OracleMember,
  type OracleOffer,
  type OraclePerson,
  type OracleState,
  type Outcome,
  type Who,
} from './oracle-state.js'

interface Pair {
  readonly community: OracleCommunity
  readonly stays: OracleMember
  readonly goes: OracleMember
}

function prepare(
  state: OracleState,
  { by, code }: LinkPeople,
  now: number,
): { offer: OracleOffer; pairs: Pair[] } | Outcome {
  const offer = offerOf(state, 'people', code, now, `${by.platform} ${by.user}`)
  if (!offer) return { kind: 'bad_code' }
  if (offer.platform === by.platform && offer.user === by.user) return { kind: 'same_identity' }
  const maker = state.personOf(offer)
  const asker = state.personOf(by)
  if (maker && maker === asker) return { kind: 'already_linked' }
  const pairs: Pair[] = []
  // In the order in which the asker's identities lead to the communities.
  const asking = asker ? inOrder(asker.identities) : [by]
  const there = asking.flatMap((one) =>
    state.communities.filter((community) => state.identity(community, one)),
  )
  for (const community of new Set(there)) {
    const [stays, goes] = [maker?.identities ?? [offer], asker?.identities ?? [by]].map((identities) =>
      identities.map((one) => state.identity(community, one)?.acts).find((member) => member),
    )
    for (const member of [goes, stays])
      if (stays && goes && member?.frozen) return { kind: 'wallet_frozen', name: member.name }
    if (stays && goes) pairs.push({ community, stays, goes })
  }
  return { offer, pairs }
}

function purse({ name, currency }: OracleCommunity, amount: number): object {
  return { name, amount, currency: { ...currency } }
}

export function previewPersonLink(state: OracleState, command: LinkPeople, now: number): Outcome {
  const ready = prepare(state, command, now)
  if ('kind' in ready) return ready
  const { platform, name } = ready.offer
  const filled = ready.pairs.filter(({ goes }) => goes.balance > 0)
  const moves = filled.map(({ community, goes }) => purse(community, goes.balance))
  return { kind: 'people_preview', platform, name, moves }
}

export function linkPeople(state: OracleState, command: LinkPeople, now: number): Outcome {
  const { by } = command
  const ready = prepare(state, command, now)
  if ('kind' in ready) return ready
  const { offer, pairs } = ready
  state.offers.delete(command.code.replace('-', ''))
  const wallets: object[] = []
  for (const { community, stays, goes } of pairs) {
    state.merge(stays, goes)
    state.transferBalance(goes, stays)
    wallets.push(purse(community, stays.balance))
  }
  unite(state, offer, by, now)
  return { kind: 'people_linked', platform: offer.platform, name: offer.name, wallets }
}

function unite(state: OracleState, maker: Who, asker: Who, now: number): void {
  const first = state.personOf(maker)
  const second = state.personOf(asker)
  const person = first ?? second ?? { identities: [] }
  for (const { platform, user, name } of [maker, asker])
    if (!state.personOf({ platform, user })) {
      person.identities.push({ platform, user, name: nameKept(name), linkedAt: now })
      state.persons.set(`${platform} ${user}`, person)
    }
  if (second && second !== person)
    for (const identity of second.identities) {
      person.identities.push(identity)
      state.persons.set(`${identity.platform} ${identity.user}`, person)
    }
  for (const one of person.identities)
    for (const community of state.communities) {
      const identity = state.identity(community, one)
      if (identity) identity.own.everLinked = identity.acts.everLinked = true
    }
}

/** Identities of a person, in the order of linking. */
function inOrder(identities: OraclePerson['identities']): OraclePerson['identities'] {
  return [...identities].sort(
    (one, other) =>
      one.linkedAt - other.linkedAt ||
      (`${one.platform} ${one.user}` < `${other.platform} ${other.user}` ? -1 : 1),
  )
}

type Shared = { readonly member: OracleMember; readonly takesMoney: boolean }

function prepareToUnlink(state: OracleState, by: Who): { shared: Shared[]; told: object } | Outcome {
  const person = state.personOf(by)
  if (!person) return { kind: 'not_linked' }
  const shared: Shared[] = []
  const stays: object[] = []
  const there = inOrder(person.identities).flatMap((one) =>
    state.communities.filter((community) => state.identity(community, one)),
  )
  for (const community of new Set(there)) {
    const member = person.identities
      .map((one) => state.identity(community, one)?.acts)
      .findLast((member) => member)
    const acts = member && state.identity(community, by)?.acts === member
    if (!member || (acts && state.identitiesOf(member).length === 1)) continue
    if (acts && member.frozen) return { kind: 'wallet_frozen', name: member.name }
    // In a community that the asker never entered, the others have money that was the asker's too.
    // Money that only the asker can reach goes along.
    const platforms = platformsOf(state, community)
    const others = state
      .identitiesOf(member)
      .filter((one) => one.platform !== by.platform || one.user !== by.user)
    const takesMoney =
      acts === true && platforms.has(by.platform) && !others.some(({ platform }) => platforms.has(platform))
    if (acts) shared.push({ member, takesMoney })
    if (member.balance > 0 && !takesMoney) stays.push(purse(community, member.balance))
  }
  const others = person.identities.filter(
    ({ platform, user }) => platform !== by.platform || user !== by.user,
  )
  return {
    shared,
    told: { others: inOrder(others).map(({ platform, name }) => ({ platform, name })), stays },
  }
}

export function previewUnlinkPerson(state: OracleState, { by }: PersonalCommand): Outcome {
  const ready = prepareToUnlink(state, by)
  return 'kind' in ready ? ready : { kind: 'unlink_person_preview', ...ready.told }
}

export function unlinkPerson(state: OracleState, { by }: PersonalCommand): Outcome {
  const ready = prepareToUnlink(state, by)
  if ('kind' in ready) return ready
  for (const { member, takesMoney } of ready.shared) unlink(state, member, by, takesMoney)
  const person = state.personOf(by)
  if (person) {
    state.persons.delete(`${by.platform} ${by.user}`)
    person.identities = person.identities.filter(
      ({ platform, user }) => platform !== by.platform || user !== by.user,
    )
    const [last, ...more] = person.identities
    if (last && more.length === 0) state.persons.delete(`${last.platform} ${last.user}`)
  }
  return { kind: 'person_unlinked', ...ready.told }
}

/**
 * Takes an identity out of its shared member: back to its original member with nothing, or leaving its own to the
 * others.
 */
function unlink(state: OracleState, shared: OracleMember, by: Who, takesMoney: boolean): void {
  const identities = state.identitiesOf(shared)
  const leaver = state.identity(shared.community, by)
  if (!leaver) return
  if (leaver.own !== shared) {
    leaver.acts = leaver.own
    leaver.own.mergedInto = null
    shared.merged.delete(leaver.own)
    if (takesMoney) state.transferBalance(shared, leaver.own)
    return
  }
  const others = identities.filter(({ own }) => own !== shared)
  const heir = (others.find(({ own }) => !own.frozen) ?? others[0])?.own
  if (!heir) return
  heir.mergedInto = null
  shared.merged.delete(heir)
  for (const other of shared.merged) {
    other.mergedInto = heir
    heir.merged.add(other)
  }
  shared.merged.clear()
  for (const identity of identities) if (identity.own !== shared) identity.acts = heir
  if (!takesMoney) state.transferBalance(shared, heir)
}
