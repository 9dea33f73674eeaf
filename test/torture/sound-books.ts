import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type App, createApp } from '../../src/app/app.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import { openStore, type Store } from '../../src/integrity/open.js'
import { seededRandom } from '../support/seeded-random.js'
import { SettableClock } from '../support/settable-clock.js'

export const LOBBY: Place = { platform: 'test', chat: 'lobby' }
export const GROUP: Place = { platform: 'other', chat: 'group' }
export const CLUB: Place = { platform: 'test', chat: 'club' }
export const PLACES = [LOBBY, GROUP, CLUB]
/** A Wednesday without a festival. */
const START = Date.UTC(2026, 5, 10, 12)

/** The files of a database; missing ones are not copied. */
const PARTS = ['luckymoney.db', 'luckymoney.db-wal', 'luckymoney.db.guard', 'ledger.key']

/** A repeatable command and its answer. */
export interface Answered {
  readonly what: string
  readonly again: (app: App) => Promise<unknown>
  /** As JSON. */
  readonly outcome: string
}

export interface Opened {
  readonly store: Store
  readonly app: App
  readonly clock: SettableClock
  /** Rejects on a fatal error of the store: from then on nothing is answered. */
  readonly fatal: Promise<never>
}

/** Books kept by real play, and all answers given meanwhile. */
export interface SoundBooks {
  /** The files after a clean stop. */
  readonly stopped: string
  /** The same plus some trades of a killed process, which are in the write-ahead log only. */
  readonly killed: string
  readonly answered: Answered[]
  /** The killed process's answers. */
  readonly answeredLate: Answered[]
  readonly people: Person[]
  readonly envelopeNos: string[]
  /** UTC milliseconds. */
  readonly now: number
}

/** Copies the files of a database to a new folder. */
export function copyBooks(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const part of PARTS) if (existsSync(join(from, part))) copyFileSync(join(from, part), join(to, part))
}

/** Opens the books in a folder like the program at its start. The same seed gives the same randomness. */
export async function openBooks(folder: string, now: number, seed: number): Promise<Opened> {
  let onFatal: (error: Error) => void = () => undefined
  const fatal = new Promise<never>((_, reject) => {
    onFatal = reject
  })
  // A rejection must not end callers that don't wait for it.
  fatal.catch(() => undefined)
  const store = await openStore({
    file: join(folder, 'luckymoney.db'),
    ledgerKeyFile: join(folder, 'ledger.key'),
    onFatal,
  })
  const clock = new SettableClock(now)
  return { store, clock, fatal, app: createApp({ store, clock, random: seededRandom(seed) }) }
}

const onTest = (name: string): Person => ({ platform: 'test', user: name.toLowerCase(), name })
const onOther = (name: string): Person => ({ platform: 'other', user: name.toLowerCase(), name })

/**
 * Plays in three chats on two platforms: currencies, roles, links of chats and of people, treasurers, settings, cards,
 * pending codes, and envelopes in all states.
 */
export async function keepSoundBooks(folder: string, seed: number): Promise<SoundBooks> {
  const [live, stopped, killed] = ['live', 'stopped', 'killed'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(live, { recursive: true })
  const random = seededRandom(seed)
  const people = ['Ann', 'Bob', 'Cai', 'Dan', 'Eve', 'Fay'].map(onTest).concat(['Gus', 'Hal'].map(onOther))
  const envelopeNos: string[] = []
  const answered: Answered[] = []
  let keys = 0
  const key = () => `torture:${keys++}`
  const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)] as Item

  let opened = await openBooks(live, START, seed)
  const ask = async <Outcome extends { kind: string }>(
    what: string,
    again: (app: App) => Promise<Outcome>,
    into = answered,
  ): Promise<Outcome> => {
    const outcome = await again(opened.app)
    into.push({ what, again, outcome: JSON.stringify(outcome) })
    return outcome
  }
  const must = async (kind: string, asked: Promise<{ kind: string }>) => {
    const outcome = await asked
    if (outcome.kind !== kind) throw new Error(`${kind} was wanted: ${JSON.stringify(outcome)}`)
  }
  const { app, clock } = opened
  const admin = (place: Place) => ({
    ...{ place, platformAdmin: true },
    by: { platform: place.platform, user: 'boss', name: 'Boss' },
  })

  await app.foundCommunity({
    place: LOBBY,
    name: 'The lobby',
    currency: { name: 'Lucky', symbol: 'L', scale: 2 },
  })
  await app.foundCommunity({
    place: GROUP,
    name: 'The group',
    currency: { name: 'Other', symbol: 'O', scale: 2 },
  })
  await app.foundCommunity({
    place: CLUB,
    name: 'The club',
    currency: { name: 'Chip', symbol: 'C', scale: 0 },
  })
  for (const place of PLACES)
    for (const to of people.filter((who) => who.platform === place.platform)) {
      const command = { key: key(), ...admin(place), to, amount: 100_000, reason: 'pocket money' }
      await must(
        'topped_up',
        ask('topUp', (each) => each.topUp(command)),
      )
    }
  const appoint = { key: key(), ...admin(LOBBY), member: onTest('Bob'), treasurer: true }
  await must(
    'treasurer_appointed',
    ask('appoint', (each) => each.appointTreasurer(appoint)),
  )
  const rules = { key: key(), ...admin(CLUB), changes: { maxTotal: 50_000, selfGrab: false } }
  await must(
    'settings_changed',
    ask('settings', (each) => each.changeSettings(rules)),
  )

  const code = await app.makeLinkCode({ key: key(), ...admin(LOBBY) })
  if (code.kind !== 'link_code') throw new Error(code.kind)
  await must('communities_linked', app.linkCommunities({ key: key(), ...admin(GROUP), code: code.code }))
  await app.joinMember({ place: LOBBY, by: onOther('Hal') })
  const { code: forHal } = await app.makePersonCode({ key: key(), by: onTest('Dan') })
  await must('people_linked', app.linkPeople({ key: key(), by: onOther('Hal'), code: forHal }))

  const play = async (moves: number, into: Answered[]): Promise<void> => {
    for (let move = 0; move < moves; move++) {
      opened.clock.pass(1000 + random.below(60_000))
      const place = pick(PLACES)
      const here = people.filter((who) => place === LOBBY || who.platform === place.platform)
      const [by, to] = [pick(here), pick(here)]
      const chance = random.below(100)
      if (chance < 15) {
        const command = { key: key(), place, by, to, amount: 1 + random.below(400), note: `for ${move}` }
        await ask('transfer', (each) => each.transfer(command), into)
      } else if (chance < 40 || envelopeNos.length === 0) {
        const count = 1 + random.below(4)
        const limits = chance < 22 ? { chosen: here.slice(0, 4) } : {}
        const roles =
          chance > 36 ? { chosenRoles: [{ platform: place.platform, role: 'r1', name: 'Friends' }] } : {}
        const command = {
          ...{
            key: key(),
            place,
            by,
            kind: pick(['equal', 'lucky'] as const),
            count,
            greeting: `good ${move}`,
          },
          ...{ total: count * (1 + random.below(200)), lifetime: 60_000 + random.below(4 * 3_600_000) },
          ...limits,
          ...roles,
        }
        const sent = await ask('send', (each) => each.sendEnvelope(command), into)
        if (sent.kind === 'sent') envelopeNos.push(sent.envelopeNo)
      } else if (chance < 90) {
        const envelopeNo = pick(envelopeNos.slice(-6))
        const command = { key: key(), place, by, envelopeNo }
        const grabbed = await opened.app.grabShare(command)
        // A refused grab isn't stored: a later answer depends on the time.
        if (grabbed.kind === 'grabbed')
          into.push({
            what: 'grab',
            again: (each) => each.grabShare(command),
            outcome: JSON.stringify(grabbed),
          })
      } else if (chance < 93) {
        const command = { key: key(), ...admin(place), to: by, amount: 5, reason: 'a fine' }
        await ask('deduct', (each) => each.deduct(command), into)
      } else if (chance < 96) {
        const command = { key: key(), place, by, envelopeNo: pick(envelopeNos.slice(-4)) }
        await ask('cancel', (each) => each.cancelEnvelope(command), into)
      } else await opened.app.expireEnvelopes(20)
      if (move % 3 === 0) await showCards(opened.app, move)
    }
  }

  await play(220, answered)
  await app.makeLinkCode({ key: key(), ...admin(CLUB) })
  await app.pendingUpdates.keep('other', {
    key: 'u1',
    body: '{"update_id":1,"message":{"text":"/transfer 5"}}',
  })
  await app.rememberHandle({ platform: 'other', handle: 'gus', user: 'gus' })
  await app.expireEnvelopes(200)
  await opened.store.close()
  copyBooks(live, stopped)

  const answeredLate: Answered[] = []
  opened = await openBooks(live, clock.now(), seed + 1)
  const asStopped = envelopeNos.slice()
  await play(60, answeredLate)
  // The rollback guard stays as it was: a killed process writes none.
  copyBooks(live, killed)
  const now = opened.clock.now()
  await opened.store.close()
  return { stopped, killed, answered, answeredLate, people, envelopeNos: asStopped, now }
}

/** Does the updater's work, as far as the books see it. */
async function showCards(app: App, move: number): Promise<void> {
  const { now, later } = await app.board.chatsBehind()
  for (const { platform, chat } of [...now.chats, ...later.chats]) {
    const card = await app.board.nextCard(platform, chat)
    if (card) await app.board.shown(card.id, card.message ?? `m${card.id}.${move}`, card.rev)
  }
}
