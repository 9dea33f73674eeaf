import type { LinkOutcome } from '../../src/app/linking/link-communities.js'
import type { Amount } from '../../src/core/money.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import { addChat, communityAt } from '../../src/store/communities.js'
import { getAccount, post } from '../../src/store/ledger.js'
import { joinMember } from '../../src/store/members.js'
import { LOBBY, type World } from './world.js'

/** A second chat, on another platform, with a community of its own. */
export const GROUP: Place = { platform: 'other', chat: 'group' }

/** Returns a person on the platform `other`. */
export function other(name: string): Person {
  return { platform: 'other', user: name.toLowerCase(), name }
}

export const asAdmin = (place: Place, by: Person) => ({ place, by, platformAdmin: true })

/** Founds a community at a place. */
export async function found(world: World, place = GROUP, name = 'The group', scale = 2): Promise<void> {
  const currency = { name: 'Other', symbol: 'O', scale }
  const outcome = await world.app.foundCommunity({ place, name, currency })
  if (outcome.kind !== 'founded') throw new Error(outcome.kind)
}

/** Gives a person money at a place. */
export async function fundAt(world: World, place: Place, to: Person, amount: number): Promise<void> {
  const by = { ...to, user: 'boss', name: 'Boss' }
  const outcome = await world.app.topUp({
    ...{ key: world.key(), ...asAdmin(place, by), to, amount, reason: 'pocket money' },
  })
  if (outcome.kind !== 'topped_up') throw new Error(outcome.kind)
}

/** Gives a person more money at a place than can be typed, by one trade; no use case does. */
export function fillAt(world: World, place: Place, to: Person, amount: number): Promise<void> {
  return world.engine.run(function* () {
    const community = yield* communityAt(place)
    if (!community) throw new Error(`no community at ${place.chat}`)
    const { wallet } = yield* joinMember(community.id, to, world.clock.now())
    yield* post({
      from: yield* getAccount(community.mintNo),
      to: wallet,
      ...{ amount: amount as Amount, kind: 'top_up', desc: 'a fortune' },
      ...{ actor: null, envelope: null, at: world.clock.now() },
    })
  })
}

/** Gives a community a chat on another platform, so that people there can reach it. */
export function addChatOn(world: World, platform: string, place: Place = LOBBY): Promise<void> {
  return world.engine.run(function* () {
    const community = yield* communityAt(place)
    if (!community) throw new Error(`no community at ${place.chat}`)
    const belonging = { community: community.id, origin: null }
    yield* addChat({ platform, chat: 'more' }, belonging, world.clock.now())
  })
}

export async function balanceAt(world: World, place: Place, by: Person): Promise<number> {
  const outcome = await world.app.wallet({ place, by })
  if (outcome.kind !== 'wallet') throw new Error(outcome.kind)
  return outcome.balance
}

/** Returns a code made by the chat's admin. */
export async function codeOf(world: World, place: Place = LOBBY): Promise<string> {
  const by = { platform: place.platform, user: 'boss', name: 'Boss' }
  const outcome = await world.app.makeLinkCode({ key: world.key(), ...asAdmin(place, by) })
  if (outcome.kind !== 'link_code') throw new Error(outcome.kind)
  return outcome.code
}

/** Links the community of one chat to that of another, whatever the outcome. */
export async function tryLink(
  world: World,
  host: Place = LOBBY,
  joiner: Place = GROUP,
): Promise<LinkOutcome> {
  const by = { platform: joiner.platform, user: 'boss', name: 'Boss' }
  const code = await codeOf(world, host)
  return world.app.linkCommunities({ key: world.key(), ...asAdmin(joiner, by), code })
}

/** Links two chats, which must succeed. */
export async function link(world: World, host: Place = LOBBY, joiner: Place = GROUP) {
  const outcome = await tryLink(world, host, joiner)
  if (outcome.kind !== 'communities_linked') throw new Error(`not linked: ${JSON.stringify(outcome)}`)
  return outcome
}

export function unlink(world: World, place: Place = GROUP) {
  const by = { platform: place.platform, user: 'boss', name: 'Boss' }
  return world.app.unlinkCommunities({ key: world.key(), ...asAdmin(place, by) })
}

/** Makes two identities one person, both members at the place; the first one's member stays. */
export async function unite(world: World, stays: Person, goes: Person, place: Place = LOBBY) {
  for (const by of [stays, goes]) await world.app.joinMember({ place, by })
  const made = await world.app.makePersonCode({ key: world.key(), by: stays })
  const outcome = await world.app.linkPeople({ key: world.key(), by: goes, code: made.code })
  if (outcome.kind !== 'people_linked') throw new Error(`not linked: ${JSON.stringify(outcome)}`)
  return outcome
}

export function unlinkPerson(world: World, by: Person) {
  return world.app.unlinkPerson({ key: world.key(), by })
}

/** Returns all money in wallets and open envelopes, over all communities. */
export function moneyInAll(world: World): number {
  return world.tamper(
    (database) =>
      database
        .prepare(`SELECT coalesce(sum(balance), 0) FROM account WHERE account_type <> 'mint'`)
        .pluck()
        .get() as number,
  )
}

/** Returns all rows of all tables except codes, which are bound when entered, and the seals over them. */
export function allButCodes(world: World): unknown {
  return world.tamper((database) => {
    const tables = database
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('link_code', 'seal') ORDER BY name`,
      )
      .pluck()
      .all() as string[]
    return tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()])
  })
}
