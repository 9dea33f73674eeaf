import { join } from 'node:path'
import pino from 'pino'
import { createDiscord } from '../../adapters/discord/discord.js'
import { type App, createApp } from '../../src/app/app.js'
import type { Bot } from '../../src/chat/bot.js'
import { Updater } from '../../src/chat/updater.js'
import type { Entry } from '../../src/commands/framework/define.js'
import { ENTRIES } from '../../src/commands/registry.js'
import type { Random } from '../../src/core/random.js'
import type { Store } from '../../src/integrity/open.js'
import { type Jobs, startJobs } from '../../src/operations/jobs.js'
import { cryptoRandom } from '../../src/random.js'
import { cardPictures, replyPictures } from './card-pictures.js'
import {
  type FakeChannel,
  type FakeDiscord,
  type FakeGuild,
  type FakeMessage,
  type FakeUser,
  type JournalEntry,
  startFakeDiscord,
} from './discord/fake-discord.js'
import { SettableClock } from './settable-clock.js'
import { temporaryFolder } from './temporary-folder.js'
import { openTestStore } from './test-store.js'

const START = Date.UTC(2026, 5, 10, 12)

/** Returns a text as people see it: without the backslashes that Discord removes. */
export const shown = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/g, '$1')

/** A server with an admin and three members, and the bot as the program runs it, on a real file. */
export interface DiscordWorld {
  readonly fake: FakeDiscord
  readonly app: App
  /** The bot; the world starts and stops it. */
  readonly discord: Bot
  readonly store: Store
  readonly clock: SettableClock
  readonly jobs: Jobs
  readonly guild: FakeGuild
  readonly channel: FakeChannel
  readonly admin: FakeUser
  readonly lan: FakeUser
  readonly wei: FakeUser
  readonly ming: FakeUser
  /** Log lines at info and above. */
  readonly logged: string[]
  /** Log lines at warn and above. */
  readonly complaints: string[]
  /** Codes of Discord's errors, as counted. */
  readonly errorCodes: string[]
  /** Number of commands refused as stale. */
  stale(): number
  /** Why Discord refused the bot for good, if it did. */
  refusals(): string[]
  /** Gives a user money as the admin, by default lan, without an announcement. */
  fund(amount?: string, user?: FakeUser, channel?: FakeChannel): Promise<void>
  /** Resolves with the card once it says this. */
  card(says?: string | RegExp, channel?: FakeChannel): Promise<FakeMessage>
  /** Returns the bot's calls of this kind so far. */
  calls(of: { method: string; path: RegExp }): JournalEntry[]
  /** Log lines at error. */
  errors(): string[]
  /** Makes the updater retry until the condition holds, ignoring its pauses. */
  until<Value>(condition: () => Value, what: string): Promise<NonNullable<Value>>
  /** Returns a member's balance, in minor units; NaN in a chat without any command so far. */
  balanceOf(user: FakeUser, channel?: FakeChannel): Promise<number>
  /** Logs the bot in a second time in this process; a second process on the same file would be refused. */
  startAnother(): Promise<Bot>
  /** Stops everything, checks the books, and fails if Discord would have refused anything the bot sent. */
  end(): Promise<void>
}

/** Multiple shards log in at once, without the five seconds that Discord asks of small bots. */
export async function discordWorld({
  shards = 1,
  random = cryptoRandom,
  entries = ENTRIES,
  pictures = false,
}: {
  shards?: number
  random?: Random
  entries?: readonly Entry[]
  /** Whether cards and replies have pictures. Most tests are about their words. */
  pictures?: boolean
} = {}): Promise<DiscordWorld> {
  const { folder, remove } = temporaryFolder()
  const fake = await startFakeDiscord()
  fake.shards = shards
  fake.loginsAtOnce = shards
  const guild = fake.addGuild('Tea House')
  const channel = guild.addChannel('lobby')
  const admin = guild.addMember('ada', { manageGuild: true })
  const [lan, wei, ming] = ['lan', 'wei', 'ming'].map((name) => guild.addMember(name)) as [
    FakeUser,
    FakeUser,
    FakeUser,
  ]
  const store = await openTestStore({
    file: join(folder, 'discord.db'),
    ledgerKeyFile: join(folder, 'key'),
    onFatal: (error) => {
      throw error
    },
  })
  const clock = new SettableClock(START)
  const app = createApp({ store, clock, random })
  const complaints: string[] = []
  const errorCodes: string[] = []
  let stale = 0
  const refusals: string[] = []
  const logged: string[] = []
  const write = (line: string) => {
    logged.push(line)
    if (!line.includes('"level":30')) complaints.push(line)
  }
  const log = pino({ level: 'info' }, { write })
  const create = () =>
    createDiscord({
      ...{ app, token: fake.token, apiRoot: fake.apiRoot, fileRoot: fake.fileRoot, log, entries },
      ...(pictures && { pictures: replyPictures() }),
      onError: (code) => void errorCodes.push(code),
      onStale: () => void stale++,
      onRefused: ({ message }) => void refusals.push(message),
    })
  const discord = create()
  const updater = new Updater({
    ...{ app, platforms: [discord.platform], log },
    ...(pictures && { pictures: cardPictures(app) }),
  })
  const started = startJobs({ app, clock, log })
  // A sweep that was under way may have looked before the test moved the clock.
  const sweep = async () => (await started.sweep()) + (await started.sweep())
  const jobs: Jobs = { ...started, sweep }
  updater.start()
  await discord.start()
  const others: Bot[] = []
  const balanceOf = async (user: FakeUser, where = channel) => {
    const place = { platform: 'discord', chat: where.id }
    const by = { platform: 'discord', user: user.id, name: user.globalName }
    const wallet = await app.wallet({ place, by })
    return wallet.kind === 'wallet' ? wallet.balance : Number.NaN
  }
  return {
    fake,
    app,
    discord,
    store,
    clock,
    jobs,
    guild,
    channel,
    admin,
    lan,
    wei,
    ming,
    logged,
    complaints,
    errorCodes,
    stale: () => stale,
    refusals: () => refusals,
    async fund(amount = '100', user = lan, where = channel) {
      const topped = await admin.slash(where, 'topup', {
        ...{ member: user, amount, reason: 'for the test', quiet: true },
      })
      const { text } = await topped.final()
      if (!((await balanceOf(user, where)) > 0)) throw new Error(`no money came: ${text}`)
    },
    card(says = '🧧', where = channel) {
      return fake.waitFor(
        () => where.publicMessages.find(({ read }) => read.match(says)),
        `a card that says ${says}`,
      )
    },
    calls: ({ method, path }) =>
      fake.journal.filter((call) => call.method === method && path.test(call.path)),
    errors: () => complaints.filter((line) => line.includes('"level":50')),
    until: (condition, what) =>
      fake.waitFor(() => {
        clock.pass(1000)
        return condition()
      }, what),
    balanceOf,
    async startAnother() {
      const other = create()
      others.push(other)
      await other.start()
      return other
    },
    async end() {
      await Promise.all([discord, ...others].map((bot) => bot.stop()))
      await jobs.stop()
      await updater.stop()
      const report = await app.reconcile()
      await store.close()
      await fake.close()
      remove()
      if (!report.ok) throw new Error(JSON.stringify(report.invariants.filter(({ ok }) => !ok)))
      if (fake.violations.length > 0) throw new Error(fake.violations.join('\n'))
    },
  }
}
