import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '../../../src/i18n/catalogue.js'
import type { FakeUser, OptionValue } from '../../support/discord/fake-discord.js'
import { type DiscordWorld, discordWorld, shown } from '../../support/discord-world.js'

let world: DiscordWorld
/** In a server of their own, in which the actors of the first have no rights. */
let stranger: FakeUser

const ROLES = ['member', 'treasurer', 'admin', 'admin of another server'] as const
type Role = (typeof ROLES)[number]

interface Case {
  readonly command: string
  readonly options?: () => Record<string, OptionValue>
  /** Who may; the others are told that they may not. */
  readonly allowed: readonly Role[]
}

const everybody = ROLES
const money = (): Record<string, OptionValue> => ({ member: world.wei, amount: '1', reason: 'a test' })

const CASES: readonly Case[] = [
  { command: 'wallet', allowed: everybody },
  { command: 'history', allowed: everybody },
  { command: 'leaderboard', allowed: everybody },
  { command: 'books', allowed: everybody },
  { command: 'audit', allowed: everybody },
  { command: 'help', allowed: everybody },
  { command: 'settings show', allowed: everybody },
  { command: 'linkme', allowed: everybody },
  { command: 'topup', options: money, allowed: ['treasurer', 'admin'] },
  { command: 'deduct', options: money, allowed: ['treasurer', 'admin'] },
  { command: 'settings currency', options: () => ({ name: 'Tea leaf' }), allowed: ['admin'] },
  { command: 'settings rules', options: () => ({ max_open: 7 }), allowed: ['admin'] },
  {
    command: 'settings treasurer',
    options: () => ({ member: world.ming, appointed: true }),
    allowed: ['admin'],
  },
  { command: 'link', allowed: ['admin'] },
  { command: 'unlink', allowed: ['admin'] },
]

beforeEach(async () => {
  world = await discordWorld()
  await world.fund('100', world.wei)
  const { admin, channel, lan } = world
  await admin.slash(channel, 'settings treasurer', { member: lan, appointed: true })
  const elsewhere = world.fake.addGuild('Noodle Bar')
  stranger = elsewhere.addMember('stranger', { manageGuild: true })
  await stranger.slash(elsewhere.addChannel('counter'), 'wallet')
  // A member here like all others, whatever the rights there.
  world.guild.join(stranger)
})

afterEach(() => world.end())

function actor(role: Role): FakeUser {
  switch (role) {
    case 'member':
      return world.ming
    case 'treasurer':
      return world.lan
    case 'admin':
      return world.admin
    case 'admin of another server':
      return stranger
  }
}

describe.each(ROLES)('as a %s', (role) => {
  test('everything is allowed that is for this role, and everything else is refused and changes nothing', async () => {
    const refusal = catalogue('en').errors.notAdmin
    const { channel } = world
    for (const { command, options, allowed } of CASES) {
      const before = await world.app.settings({ place: place(), by: nobody })
      const trades = (await world.app.reconcile()).trades
      const answer = shown((await (await actor(role).slash(channel, command, options?.())).final()).text)
      const may = allowed.includes(role)
      expect(answer.includes(refusal), `${command}: ${answer}`).toBe(!may)
      if (may) continue
      expect(await world.app.settings({ place: place(), by: nobody })).toEqual(before)
      expect((await world.app.reconcile()).trades).toBe(trades)
    }
  })
})

const place = () => ({ platform: 'discord', chat: world.channel.id })
const nobody = { platform: 'discord', user: '1', name: 'Nobody' }

test('whoever was dismissed as a treasurer may do no more than before', async () => {
  const { admin, lan, channel } = world
  await admin.slash(channel, 'settings treasurer', { member: lan, appointed: false })
  const answer = await lan.slash(channel, 'topup', money())
  expect(shown(answer.text)).toContain(catalogue('en').errors.notAdmin)
  expect(await world.balanceOf(world.wei)).toBe(10_000)
})
