import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Watch } from '../watch.js'
import { type BucketLimits, Buckets } from './buckets.js'
import type { FakeChannel } from './channel.js'
import { Gateway, shardOf } from './gateway.js'
import { FakeGuild } from './guild.js'
import { Interactions } from './interactions.js'
import type { MemberRequest } from './member-requests.js'
import type { FakeMessage } from './message.js'
import { type FailureMatch, type FailureResponse, type JournalEntry, Rest } from './rest.js'
import { type Command, snowflake } from './shapes.js'
import { FakeUser } from './user.js'

/**
 * A Discord of our own on 127.0.0.1 that the stock discord.js client logs into. It is as strict and as nasty as the
 * real one where that can cost money; times are real times, UTC ms.
 */
export class FakeDiscord {
  readonly token = `${randomBytes(18).toString('base64url')}.fake.${randomBytes(20).toString('base64url')}`
  readonly applicationId = snowflake()
  readonly bot = new FakeUser(this, 'luckymoney', { bot: true, id: this.applicationId })
  /** What the bot did that Discord refuses, or that could ping. A test ends with `expect(fake.violations).toEqual([])`. */
  readonly violations: string[] = []
  /** How often commands were registered, by PUT. */
  commandPuts = 0
  /** The commands that are registered globally. */
  commands: Command[] = []
  /** Commands and taps resolve at the first response, even if that only says that an answer comes. */
  settlesWhenDeferred = false
  /** Ms for the first response to an interaction. */
  responseWindow = 3000
  /** How far Discord's clock, which dates interactions, is ahead of this machine's. */
  clockAheadMs = 0
  /** How long interactions were under way when the bot gets them; their tokens live all the same. */
  deliveryMs = 0
  /** Ms that an interaction token lives. */
  killTokensAfter = 15 * 60_000
  /** Every INTERACTION_CREATE is dispatched twice. */
  dispatchTwice = false
  /** How many shards Discord recommends; a client must have at least so many. */
  shards = 1
  /** How many shards may log in at once; all others wait for five seconds. */
  loginsAtOnce = 1
  /** Whether requests for members (opcode 8) are answered. */
  answersMemberRequests = true
  /** All messages count as older than an hour: 3 edits per 6 s and channel, then 30046. */
  oldMessages = false

  readonly guilds: FakeGuild[] = []
  readonly channels = new Map<string, FakeChannel>()
  readonly users = new Map<string, FakeUser>([[this.applicationId, this.bot]])
  readonly allMessages = new Map<string, FakeMessage>()
  readonly rateLimits = new Buckets()
  readonly interactions = new Interactions(this)
  readonly #rest = new Rest(this)
  readonly #gateway = new Gateway(this, this.#rest.server)
  readonly #watch = new Watch()

  /** For `rest: { api }` of the client (DISCORD_API_ROOT). */
  get apiRoot(): string {
    return `http://127.0.0.1:${this.#port}/api`
  }

  get gatewayUrl(): string {
    return `ws://127.0.0.1:${this.#port}/gateway`
  }

  get #port(): number {
    return (this.#rest.server.address() as AddressInfo).port
  }

  get botUserId(): string {
    return this.bot.id
  }

  get applicationApi(): Record<string, unknown> {
    return {
      id: this.applicationId,
      name: this.bot.name,
      icon: null,
      description: '',
      bot_public: true,
      bot_require_code_grant: false,
      verify_key: '',
      flags: 0,
      team: null,
      owner: null,
      bot: this.bot.api,
    }
  }

  /** Every request of the bot, oldest first, without tokens. */
  get journal(): JournalEntry[] {
    return this.#rest.journal
  }

  /** How many sockets are logged in now. */
  get sessions(): number {
    return this.#gateway.connected
  }

  /** How often the bot logged in from nothing. */
  get identifies(): number {
    return this.#gateway.identifies
  }

  get resumes(): number {
    return this.#gateway.resumes
  }

  /** Rate limits per channel and per interaction token: tests may change them, headers are always sent. */
  get buckets(): BucketLimits {
    return this.rateLimits.limits
  }

  /** What the bot asked of members by the gateway, oldest first. */
  get memberRequests(): readonly MemberRequest[] {
    return this.#gateway.memberRequests
  }

  /** Opens the port; `startFakeDiscord` does it. */
  async listen(): Promise<void> {
    // A crowd of clicks opens a connection each; with a short queue some of them would wait a second for a retry.
    this.#rest.server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    await once(this.#rest.server, 'listening')
  }

  /** A guild that has invited the bot; `locale` is the language that it prefers. */
  addGuild(name: string, { locale = 'en-US' } = {}): FakeGuild {
    const guild = new FakeGuild(this, name)
    guild.locale = locale
    this.guilds.push(guild)
    this.dispatch('GUILD_CREATE', guild.api)
    return guild
  }

  /** A message by its id, also a deleted one. */
  message(id: string): FakeMessage | undefined {
    return this.allMessages.get(id)
  }

  /** Calls that match fail, once unless `times` says otherwise; earlier rules come first. */
  failNext(match: FailureMatch, response: FailureResponse): void {
    this.#rest.failNext(match, response)
  }

  /**
   * Drops the sockets; when the bot is back, its last events come again. Resolves when they were sent.
   * With `resume: false` the session is lost as well, so the bot has to log in anew.
   */
  replay(events = 32, { resume = true }: { resume?: boolean } = {}): Promise<void> {
    return this.#gateway.drop(events, !resume)
  }

  /** Drops the sockets, or those of one shard; a RESUME brings only what was not seen yet. */
  dropSockets(shard?: number): void {
    void this.#gateway.drop(0, false, shard)
  }

  /** Discord closes the sockets, or that of one shard, with a code of its own; the sessions end. */
  closeSockets(code: number, shard?: number): void {
    this.#gateway.closeWith(code, shard)
  }

  /** Nobody can log in or resume until the returned function is called. */
  barLogins(): () => void {
    return this.#gateway.bar()
  }

  /** The shard that a guild is on. */
  shardOf(guild: FakeGuild): number {
    return shardOf(guild.id, this.shards)
  }

  /** All interaction tokens given out so far die: later edits by them get 401 50027. */
  expireTokens(): void {
    this.interactions.expire()
  }

  /** Sends an event to the bot. */
  dispatch(event: string, payload: unknown): void {
    this.#gateway.dispatch(event, payload)
  }

  /**
   * Resolves with the value of the condition as soon as it is truthy; looks after every change of the fake.
   * Rejects after 10 s, naming `what`, and at once when the condition throws.
   */
  waitFor<T>(condition: () => T, what: string): Promise<NonNullable<T>> {
    return this.#watch.waitFor(condition, what)
  }

  /** Something changed: whoever waits looks again. */
  changed(): void {
    this.#watch.changed()
  }

  /** Cuts all connections and gives the port back; users who still wait see `failed`. */
  async close(): Promise<void> {
    this.interactions.stop()
    this.#gateway.close()
    const closed = once(this.#rest.server, 'close')
    this.#rest.server.close()
    this.#rest.server.closeAllConnections()
    await closed
  }
}

/** Starts a fake Discord on a free port of 127.0.0.1; the caller closes it. */
export async function startFakeDiscord(): Promise<FakeDiscord> {
  const fake = new FakeDiscord()
  await fake.listen()
  return fake
}

export type { FakeChannel } from './channel.js'
export type { OptionValue } from './command-options.js'
export type { FakeGuild, FakeRole } from './guild.js'
export type { InteractionResult } from './interaction-result.js'
export type { FakeButton, FakeMessage } from './message.js'
export type { FakeModal, ModalValue } from './modal.js'
export type { FailureMatch, FailureResponse, JournalEntry } from './rest.js'
export type { FakeUser } from './user.js'
