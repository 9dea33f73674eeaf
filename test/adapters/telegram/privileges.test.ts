import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chatWords } from '../../../src/chat/chat-words.js'
import { cancel } from '../../../src/commands/cancel/cancel.js'
import { commonWords } from '../../../src/commands/common-words.js'
import { argumentWords } from '../../../src/commands/framework/arguments/argument-words.js'
import { isOffered } from '../../../src/commands/framework/define.js'
import { refusalWords } from '../../../src/commands/refusal-words.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import { words as settingsWords } from '../../../src/commands/settings/words.js'
import { hurriedClock } from '../../support/hurried-clock.js'
import type { FakeChat, FakeUser, Manner, Words } from '../../support/telegram/fake-telegram.js'
import { openRoom, type Room } from '../../support/telegram-room.js'
import { seen, type TelegramWorld, telegramWorld } from '../../support/telegram-world.js'

const { notAdmin } = refusalWords.en
const { amount, member } = argumentWords.en
const { decimals } = settingsWords.currency.en.arguments
const { notSender } = cancel.words.en.say
const { chatOnly, nobody } = commonWords.en

const ROLES = [
  ...(['creator', 'admin', 'treasurer', 'member', 'former admin', 'former treasurer'] as const),
  ...([
    'admin of another group',
    'admin who writes anonymously',
    'admin who writes as a channel',
    'bot',
  ] as const),
] as const
type Role = (typeof ROLES)[number]

const PLACES = ['a group', 'a topic', 'a group that is linked to another'] as const
type Place = (typeof PLACES)[number]

/** Things that a line may name. */
interface Scene {
  readonly target: FakeUser
  /** Number of the target's red packet. */
  readonly packet: string
  /** Code of a third group's admin; only for commands that take one. */
  readonly code: string
}

interface Case {
  readonly words: (scene: Scene) => Words
  /** Roles that may. The others get the refusal, and nothing changes. */
  readonly allowed: readonly Role[]
  /** The answer on success. */
  readonly done: string | RegExp
  readonly refusal?: string
  readonly takesCode?: true
}

const PEOPLE = [
  'creator',
  'admin',
  'treasurer',
  'member',
  'former admin',
  'former treasurer',
  'admin of another group',
] as const
/** Roles that give no one more than a member has in the commands for everyone. */
const UNTRIED: ReadonlySet<Role> = new Set([
  ...(['admin', 'treasurer', 'former admin', 'former treasurer', 'admin of another group'] as const),
])
const NAMES = ENTRIES.filter(isOffered).map(({ name }) => name)
const ADMINS = ['creator', 'admin'] as const

/** A command without a row fails a test. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  redpacket: [
    { words: () => '/redpacket 1 1 equal', allowed: PEOPLE, done: 'sent a red packet' },
    { words: () => '/redpacket', allowed: PEOPLE, done: 'Tap to change it' },
  ],
  again: [{ words: () => '/again', allowed: PEOPLE, done: /Tap to change it|red packet here lately/ }],
  wallet: [{ words: () => '/wallet', allowed: PEOPLE, done: chatWords.en.openPrivately }],
  history: [{ words: () => '/history', allowed: PEOPLE, done: chatWords.en.openPrivately }],
  transfer: [{ words: ({ target }) => ['/transfer ', target, ' 1'], allowed: PEOPLE, done: ' gave ' }],
  tip: [{ words: ({ target }) => ['/tip ', target, ' 1'], allowed: PEOPLE, done: ' tipped ' }],
  rain: [{ words: () => '/rain 1', allowed: PEOPLE, done: /last hour|made it rain/ }],
  checkin: [{ words: () => '/checkin', allowed: PEOPLE, done: /check/i }],
  allowance: [{ words: () => '/allowance', allowed: PEOPLE, done: 'no allowances' }],
  leaderboard: [
    { words: () => '/leaderboard', allowed: PEOPLE, done: /week/i },
    { words: () => '/leaderboard hide', allowed: PEOPLE, done: chatWords.en.openPrivately },
    { words: () => '/leaderboard show', allowed: PEOPLE, done: chatWords.en.openPrivately },
  ],
  luck: [{ words: () => '/luck', allowed: PEOPLE, done: 'lucky red packet' }],
  envelope: [
    { words: () => '/envelope', allowed: PEOPLE, done: '1.00' },
    { words: ({ packet }) => `/envelope ${packet}`, allowed: PEOPLE, done: 'Target' },
  ],
  verify: [{ words: ({ packet }) => `/verify ${packet}`, allowed: PEOPLE, done: /[0-9a-f]{64}/ }],
  // Not even the group's owner can cancel another member's.
  cancel: [{ words: ({ packet }) => `/cancel ${packet}`, allowed: [], done: '', refusal: notSender }],
  calendar: [
    { words: () => '/calendar', allowed: PEOPLE, done: 'Calendar' },
    { words: () => '/calendar add 8-3 Founding', allowed: ADMINS, done: 'is in the calendar' },
    { words: () => '/calendar festival easter off', allowed: ADMINS, done: 'switched off' },
    { words: () => '/calendar remove Founding', allowed: ADMINS, done: 'No days have been added' },
  ],
  books: [{ words: () => '/books', allowed: PEOPLE, done: 'balance' }],
  audit: [{ words: () => '/audit', allowed: PEOPLE, done: 'pocket money' }],
  supply: [{ words: () => '/supply', allowed: PEOPLE, done: 'in circulation' }],
  year: [{ words: () => '/year', allowed: PEOPLE, done: /this year|private chat/ }],
  linkme: [{ words: () => '/linkme', allowed: PEOPLE, done: chatWords.en.openPrivately }],
  unlinkme: [{ words: () => '/unlinkme yes', allowed: PEOPLE, done: chatWords.en.openPrivately }],
  help: [{ words: () => '/help', allowed: PEOPLE, done: '/redpacket' }],
  topup: [
    {
      words: ({ target }) => ['/topup ', target, ' 5 a prize'],
      allowed: [...ADMINS, 'treasurer'],
      done: ' topped up ',
    },
  ],
  deduct: [
    {
      words: ({ target }) => ['/deduct ', target, ' 5 a mistake'],
      allowed: [...ADMINS, 'treasurer'],
      done: ' deducted ',
    },
  ],
  cover: [
    { words: () => '/cover', allowed: PEOPLE, done: chatWords.en.openPrivately },
    { words: () => '/cover remove', allowed: ADMINS, done: chatWords.en.openPrivately },
  ],
  dashboard: [{ words: () => '/dashboard', allowed: ADMINS, done: chatWords.en.openPrivately }],
  suspects: [{ words: () => '/suspects', allowed: ADMINS, done: chatWords.en.openPrivately }],
  block: [
    {
      words: ({ target }) => ['/block ', target, ' a script'],
      allowed: ADMINS,
      done: chatWords.en.openPrivately,
    },
  ],
  unblock: [
    { words: ({ target }) => ['/unblock ', target], allowed: ADMINS, done: chatWords.en.openPrivately },
  ],
  reverse: [
    {
      words: () => '/reverse 999999 a mistake',
      allowed: [...ADMINS, 'treasurer'],
      done: /no trade/,
    },
  ],
  freeze: [{ words: ({ target }) => ['/freeze ', target, ' begs'], allowed: ADMINS, done: ' is frozen' }],
  thaw: [{ words: ({ target }) => ['/thaw ', target], allowed: ADMINS, done: 'isn’t frozen' }],
  settings: [
    { words: () => '/settings', allowed: PEOPLE, done: 'Settings for ' },
    { words: () => '/settings self no', allowed: ADMINS, done: 'Changed' },
    { words: () => '/settings currency Tea T', allowed: ADMINS, done: 'Changed' },
    { words: () => '/settings max 3', allowed: ADMINS, done: 'Changed' },
    { words: ({ target }) => ['/settings treasurer ', target], allowed: ADMINS, done: 'Target' },
    { words: () => '/settings timezone Asia/Shanghai', allowed: ADMINS, done: /Changed|already/ },
    { words: () => '/settings income checkin 1 cap 1000', allowed: ADMINS, done: /Income|already/ },
  ],
  link: [
    { words: () => '/link', allowed: ADMINS, done: chatWords.en.openPrivately },
    {
      words: ({ code }) => `/link ${code}`,
      takesCode: true,
      allowed: ADMINS,
      done: /would join|already part of|still open/i,
    },
    {
      words: ({ code }) => `/link ${code} yes`,
      takesCode: true,
      allowed: ADMINS,
      done: /is now linked with|already part of|still open/i,
    },
  ],
  unlink: [
    { words: () => '/unlink', allowed: ADMINS, done: /isn’t linked|would leave|still open/i },
    { words: () => '/unlink yes', allowed: ADMINS, done: /isn’t linked|left|still open/i },
  ],
}

test('every command has a row', () => {
  expect(Object.keys(CASES).sort()).toEqual([...NAMES].sort())
  for (const rows of Object.values(CASES)) expect(rows.length).toBeGreaterThan(0)
})

let world: TelegramWorld
let atPace: () => void
let keys = 0
beforeAll(async () => {
  atPace = hurriedClock()
  world = await telegramWorld()
  world.fake.budgets.enabled = false
  world.fake.privacyMode = false
  world.fake.botsHearBots = true
})
afterAll(() => world.end().finally(atPace))

const key = () => `test:privileges:${keys++}`
const at = (chat: FakeChat) => ({ platform: 'telegram', chat: String(chat.id) })
const personOf = (user: FakeUser) => ({ platform: 'telegram', user: String(user.id), name: user.firstName })
const BOSS = { platform: 'telegram', user: '1', name: 'Boss' }

interface Acting {
  readonly room: Room
  readonly actor: FakeUser
  readonly manner: Manner
  readonly scene: Omit<Scene, 'code'>
  readonly makeCode: () => Promise<string>
}

/** A group with a person in some role, and a target with money and a red packet. */
async function acting(role: Role, place: Place): Promise<Acting> {
  const { fake, app } = world
  const group = place === 'a topic' ? fake.addSupergroup('Room') : fake.addGroup('Room')
  const [host, third] = [fake.addGroup('Host'), fake.addGroup('Third')]
  const admin = { platformAdmin: true, by: BOSS }
  const enter = (chat: FakeChat) => app.enterChat({ place: at(chat), within: at(chat), name: chat.title })
  await enter(group)
  const codeFrom = async (chat: FakeChat) => {
    await enter(chat)
    const made = await app.makeLinkCode({ key: key(), place: at(chat), ...admin })
    if (made.kind !== 'link_code') throw new Error(made.kind)
    return made.code
  }
  if (place === 'a group that is linked to another') {
    const linked = await app.linkCommunities({
      key: key(),
      place: at(group),
      ...admin,
      code: await codeFrom(host),
    })
    if (linked.kind !== 'communities_linked') throw new Error(linked.kind)
  }
  const actor =
    role === 'creator' ? group.someAdmin : role === 'bot' ? fake.addBot('Rival') : fake.addUser('Actor')
  const target = fake.addUser('Target')
  const room = await openRoom(world, role === 'creator' ? [] : [actor, target], group)
  if (role === 'creator') group.addMember(target)
  for (const to of [target, actor])
    await app.topUp({
      key: key(),
      place: at(group),
      ...admin,
      to: personOf(to),
      amount: 5_000,
      reason: 'pocket money',
    })
  const sent = await app.sendEnvelope({
    ...{
      key: key(),
      place: at(group),
      by: personOf(target),
      kind: 'equal',
      total: 100,
      count: 1,
      greeting: '',
    },
  })
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  const appoint = (treasurer: boolean) =>
    app.appointTreasurer({ key: key(), place: at(group), ...admin, member: personOf(actor), treasurer })
  const channel = fake.addChannel('News')
  if (role === 'admin' || role === 'admin who writes anonymously' || role === 'former admin')
    group.addAdmin(actor)
  if (role === 'former admin') group.someAdmin.demote(group, actor)
  if (role === 'treasurer' || role === 'former treasurer') await appoint(true)
  if (role === 'former treasurer') await appoint(false)
  if (role === 'admin of another group') for (const other of [host, third]) other.addAdmin(actor)
  if (role === 'admin who writes as a channel') {
    group.addAdmin(actor)
    channel.addAdmin(actor)
  }
  const as =
    role === 'admin who writes anonymously'
      ? 'anonymous'
      : role === 'admin who writes as a channel'
        ? channel
        : undefined
  const topic = place === 'a topic' ? group.addTopic('Games') : undefined
  const manner: Manner = { ...(as && { as }), ...(topic && { topic }) }
  const scene = { target, packet: sent.envelopeNo }
  return { room, actor, manner, scene, makeCode: () => codeFrom(third) }
}

/** Everything that a group has: its money, its rules and its links. */
async function all(chat: FakeChat, people: readonly FakeUser[]): Promise<unknown> {
  const { app } = world
  const settings = await app.settings({ place: at(chat), by: BOSS })
  const audit = await app.audit({ place: at(chat), by: BOSS }, 20)
  return { settings, audit, balances: await Promise.all(people.map((user) => world.balanceOf(user, chat))) }
}

function refusalOf(role: Role, { refusal = notAdmin }: Case): string {
  if (role === 'admin who writes anonymously') return nobody.anonymous
  return role === 'admin who writes as a channel' ? nobody.channel : refusal
}

async function attempt(role: Role, place: Place, row: Case): Promise<void> {
  const { room, actor, manner, scene, makeCode } = await acting(role, place)
  const { group } = room
  const people = [actor, scene.target]
  const before = await all(group, people)
  // Made last, because the hurried clock ends its ten minutes within seconds.
  const code = row.takesCode ? await makeCode() : ''
  const words = row.words({ ...scene, code })
  actor.say(group, words, manner)
  const what = `${role} in ${place}: ${row.words.toString()}`
  if (role === 'bot') {
    // A bot gets no answer, so the next asker gets the first one.
    scene.target.say(group, '/settings', manner)
    expect((await room.answer()).text, what).toContain('Settings for')
    return expect(await all(group, people), what).toEqual(before)
  }
  const { text } = await room.answer()
  if (row.allowed.includes(role)) {
    expect(seen(text), what).toMatch(row.done)
    return expect(text, what).not.toBe(refusalOf(role, row))
  }
  expect(text, what).toBe(refusalOf(role, row))
  expect(await all(group, people), what).toEqual(before)
}

describe.each(PLACES)('in %s', (place) => {
  test.each(ROLES)(
    'as %s the commands of this role work, and all others are refused and change nothing',
    async (role) => {
      // Commands open to everyone behave the same everywhere and for all whom Telegram names, and the rows of a command in
      // all places.
      const open = place === 'a group' && !UNTRIED.has(role)
      const rows = Object.values(CASES).flatMap((all) =>
        all.filter(({ allowed }) => allowed !== PEOPLE || open).slice(0, place === 'a group' ? undefined : 1),
      )
      await Promise.all(rows.map((row) => attempt(role, place, row)))
    },
  )
})

/** Commands that work in private; all others are referred to a group. */
const IN_PRIVATE: Readonly<Record<string, boolean>> = {
  ...{
    redpacket: false,
    wallet: true,
    history: true,
    transfer: false,
    leaderboard: false,
    envelope: true,
    verify: true,
  },
  ...{
    cancel: false,
    calendar: false,
    books: true,
    audit: false,
    linkme: true,
    unlinkme: true,
    help: true,
    topup: false,
    deduct: false,
    reverse: false,
    freeze: false,
    thaw: false,
  },
  ...{ settings: false, link: false, unlink: false },
}

test("in private there are no roles: a group's admin can only do there what everyone can", async () => {
  const { fake, app } = world
  const { trades } = await app.reconcile()
  await Promise.all(
    NAMES.map(async (name) => {
      const user = fake.addUser('Boss')
      fake.addGroup('Own').addAdmin(user)
      user.start()
      await fake.waitFor(() => user.directMessages.length === 1, 'the welcome')
      const scene = { target: user, packet: '0123456789', code: 'ABCDEFGHJK' }
      // The newest red packets belong to a group.
      const rows = (CASES[name] ?? []).slice(name === 'envelope' ? 1 : 0)
      for (const [index, row] of rows.entries()) {
        user.say(user.privateChat, row.words(scene))
        const { text } = await fake.waitFor(() => user.directMessages[index + 1], `an answer to ${name}`)
        // The bot asks first for the person it can't identify.
        const only = [chatOnly, amount.ask, member.ask, decimals.ask]
        const elsewhere = only.some((words) => seen(text).startsWith(words))
        expect(elsewhere, `${name}: ${text}`).toBe(!IN_PRIVATE[name])
      }
    }),
  )
  expect((await app.reconcile()).trades).toBe(trades)
})
