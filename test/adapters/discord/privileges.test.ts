import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cancel } from '../../../src/commands/cancel/cancel.js'
import { commandsOf } from '../../../src/commands/framework/define.js'
import { refusalWords } from '../../../src/commands/refusal-words.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import type { FakeChannel, FakeGuild, FakeUser, OptionValue } from '../../support/discord/fake-discord.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'
import { hurriedClock } from '../../support/hurried-clock.js'

const { notAdmin } = refusalWords.en
const { notSender } = cancel.words.en.say

let world: DiscordWorld
let atPace: () => void
/** In a server of their own, where the actors of the first have no rights. */
let stranger: FakeUser
let elsewhere: FakeGuild
let counter: FakeChannel
/** A former treasurer. */
let former: FakeUser
/** Number of wei's red packet. */
let packet: string
let keys = 0

const ROLES = ['member', 'treasurer', 'former treasurer', 'admin', 'admin of another server'] as const
type Role = (typeof ROLES)[number]

const PLACES = ['a channel', 'a thread', 'a server that is linked to another'] as const
type Place = (typeof PLACES)[number]

interface Case {
  readonly command: string
  readonly options?: () => Record<string, OptionValue>
  /** Roles that may; the others are refused. */
  readonly allowed: readonly Role[]
  readonly refusal?: string
}

const everybody = ROLES
const money = (): Record<string, OptionValue> => ({ member: world.wei, amount: '1', reason: 'a test' })
const number = () => ({ number: packet })

const CASES: readonly Case[] = [
  { command: 'redpacket', options: () => ({ amount: '1', count: 1 }), allowed: everybody },
  { command: 'again', allowed: everybody },
  { command: 'wallet', allowed: everybody },
  { command: 'history', allowed: everybody },
  { command: 'transfer', options: () => ({ member: world.wei, amount: '1' }), allowed: everybody },
  { command: 'tip', options: () => ({ member: world.wei, amount: '1' }), allowed: everybody },
  { command: 'rain', options: () => ({ amount: '1' }), allowed: everybody },
  { command: 'checkin', allowed: everybody },
  { command: 'allowance', allowed: everybody },
  { command: 'leaderboard ranks', allowed: everybody },
  { command: 'leaderboard hide', allowed: everybody },
  { command: 'leaderboard show', allowed: everybody },
  { command: 'luck', allowed: everybody },
  { command: 'envelope', options: number, allowed: everybody },
  { command: 'verify', options: number, allowed: everybody },
  // Not even an admin can cancel another member's.
  { command: 'cancel', options: number, allowed: [], refusal: notSender },
  { command: 'calendar show', allowed: everybody },
  { command: 'calendar add', options: () => ({ date: '8-3', name: 'Founding' }), allowed: ['admin'] },
  { command: 'calendar festival', options: () => ({ festival: 'easter', on: false }), allowed: ['admin'] },
  { command: 'calendar remove', options: () => ({ name: 'Founding' }), allowed: ['admin'] },
  { command: 'books', allowed: everybody },
  { command: 'audit', allowed: everybody },
  { command: 'supply', allowed: everybody },
  { command: 'year', allowed: everybody },
  { command: 'help', allowed: everybody },
  { command: 'linkme', allowed: everybody },
  { command: 'unlinkme', allowed: everybody },
  { command: 'settings show', allowed: everybody },
  { command: 'topup', options: money, allowed: ['treasurer', 'admin'] },
  { command: 'deduct', options: money, allowed: ['treasurer', 'admin'] },
  { command: 'cover', options: () => ({ remove: true }), allowed: ['admin'] },
  { command: 'dashboard', allowed: ['admin'] },
  { command: 'suspects', allowed: ['admin'] },
  { command: 'block', options: () => ({ member: world.ming, reason: 'a test' }), allowed: ['admin'] },
  { command: 'unblock', options: () => ({ member: world.ming }), allowed: ['admin'] },
  {
    command: 'reverse',
    options: () => ({ trade: 999_999, reason: 'a mistake' }),
    allowed: ['treasurer', 'admin'],
  },
  { command: 'freeze', options: () => ({ member: world.ming, reason: 'begs' }), allowed: ['admin'] },
  { command: 'thaw', options: () => ({ member: world.ming }), allowed: ['admin'] },
  { command: 'settings currency', options: () => ({ name: 'Tea leaf' }), allowed: ['admin'] },
  { command: 'settings rules', options: () => ({ max_open: 7 }), allowed: ['admin'] },
  {
    command: 'settings treasurer',
    options: () => ({ member: world.ming, appointed: true }),
    allowed: ['admin'],
  },
  { command: 'settings newcomers', options: () => ({ amount: '50' }), allowed: ['admin'] },
  { command: 'settings timezone', options: () => ({ zone: 'Asia/Shanghai' }), allowed: ['admin'] },
  {
    command: 'settings income',
    options: () => ({ way: 'checkin', amount: '1', cap: '1000' }),
    allowed: ['admin'],
  },
  { command: 'link', allowed: ['admin'] },
  { command: 'unlink', allowed: ['admin'] },
]

beforeEach(async () => {
  atPace = hurriedClock(1000)
  world = await discordWorld()
  elsewhere = world.fake.addGuild('Noodle Bar')
  counter = elsewhere.addChannel('counter')
  stranger = elsewhere.addMember('stranger', { manageGuild: true })
  await stranger.slash(counter, 'wallet')
  // An ordinary member here, whatever the rights there.
  world.guild.join(stranger)
  former = world.guild.addMember('former')
})

afterEach(() => world.end().finally(atPace))

function actor(role: Role): FakeUser {
  switch (role) {
    case 'member':
      return world.ming
    case 'treasurer':
      return world.lan
    case 'former treasurer':
      return former
    case 'admin':
      return world.admin
    case 'admin of another server':
      return stranger
  }
}

const at = (channel: FakeChannel) => ({ platform: 'discord', chat: channel.id })
const nobody = { platform: 'discord', user: '1', name: 'Nobody' }
const BOSS = { by: nobody, platformAdmin: true }
const key = () => `test:privileges:${keys++}`

/** A place where everyone has money, lan is a treasurer, and wei has an open red packet. */
async function open(place: Place): Promise<FakeChannel> {
  const { app, admin, channel, guild, lan, wei, ming } = world
  if (place === 'a server that is linked to another') {
    await admin.slash(channel, 'wallet')
    const made = await app.makeLinkCode({ key: key(), place: at(counter), ...BOSS })
    if (made.kind !== 'link_code') throw new Error(made.kind)
    const linked = await app.linkCommunities({ key: key(), place: at(channel), ...BOSS, code: made.code })
    expect(linked.kind).toBe('communities_linked')
  }
  const where = place === 'a thread' ? guild.addThread(channel, 'talk') : channel
  for (const user of [admin, lan, wei, ming, former, stranger]) await world.fund('100', user, where)
  for (const [member, appointed] of [
    [lan, true],
    [former, true],
    [former, false],
  ] as const)
    await admin.slash(where, 'settings treasurer', { member, appointed })
  await wei.slash(where, 'redpacket', { amount: '3', count: 1 })
  packet = (await world.card('wei', where)).button('Details').customId.slice(-10)
  return where
}

/** Everything that a refused command might have changed. */
async function all(where: FakeChannel): Promise<unknown> {
  const { app, wei, admin, lan, ming } = world
  const users = [wei, admin, lan, ming, former, stranger]
  return {
    settings: await app.settings({ place: at(where), by: nobody }),
    audit: await app.audit({ place: at(where), by: nobody }, 30),
    balances: await Promise.all(users.map((user) => world.balanceOf(user, where))),
  }
}

test('every registered command has a row', () => {
  const registered = world.fake.commands
    .filter(({ type = 1 }) => type === 1)
    .flatMap(({ name, options = [] }) => {
      const subcommands = options.filter(({ type }) => type === 1)
      return subcommands.length > 0 ? subcommands.map((each) => `${name} ${each.name}`) : [name]
    })
  expect(registered.length).toBeGreaterThan(0)
  expect([...new Set(CASES.map(({ command }) => command))].sort()).toEqual(registered.sort())
})

describe.each(PLACES)('in %s', (place) => {
  test('each role may do what is meant for it, and every refusal changes nothing', async () => {
    const where = await open(place)
    // Commands open to everyone behave the same everywhere.
    const cases = CASES.filter(({ allowed }) => place === 'a channel' || allowed !== everybody)
    const answerTo = async (role: Role, { command, options }: Case) => {
      const result = await actor(role).slash(where, command, options?.())
      return result.modal ? result.modal.title : shown((await result.final()).text)
    }
    for (const role of ROLES) {
      const before = await all(where)
      for (const each of cases.filter(({ allowed }) => !allowed.includes(role))) {
        expect(await answerTo(role, each), `${role}: ${each.command}`).toContain(each.refusal ?? notAdmin)
        expect(await all(where), `${role}: ${each.command}`).toEqual(before)
      }
      for (const each of cases.filter(({ allowed }) => allowed.includes(role)))
        expect(await answerTo(role, each), `${role}: ${each.command}`).not.toContain(notAdmin)
    }
  })
})

test('in private there are no roles: people see what is theirs, and link their accounts', async () => {
  const { fake, admin, app } = world
  const { trades } = await app.reconcile()
  const offered = fake.commands
    .filter(({ contexts }) => !contexts || contexts.includes(1))
    .map(({ name }) => name)
  const anywhere = commandsOf(ENTRIES).filter(({ where, hidden, unlisted }) => where && !hidden && !unlisted)
  expect(offered.sort()).toEqual(anywhere.map(({ name }) => name).sort())
  for (const name of offered) {
    const needed = name === 'verify' ? { number: '0123456789' } : {}
    const answer = shown((await (await admin.slash(admin.privateChannel, name, needed)).final()).text)
    expect(answer).not.toContain(notAdmin)
  }
  expect((await app.reconcile()).trades).toBe(trades)
})
