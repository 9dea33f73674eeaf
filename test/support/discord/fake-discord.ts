import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Watch } from '../watch.js'
import { type BucketLimits, Buckets } from './buckets.js'
import type { FakeChannel } from './channel.js'
import { FakeFile } from './file.js'
import { Gateway, shardOf } from './gateway.js'
import { FakeGuild } from './guild.js'
import { Interactions } from './interactions.js'
import type { MemberRequest } from './member-requests.js'
import type { FakeMessage } from './message.js'
import { type FailureMatch, type FailureResponse, type JournalEntry, Rest } from './rest.js'
import { type Command, snowflake } from './shapes.js'
import { FakeUser } from './user.js'

/**
 * A fake Discord on 127.0.0.1 that the stock discord.js client logs into. As strict and as unreliable as the real one
 * where that can cost money; times are real times, UTC ms.
 */
export class FakeDiscord {
  readonly token = `${randomBytes(18).toString('base64url')}.fake.${randomBytes(20).toString('base64url')}`
  readonly applicationId = snowflake()
  readonly bot = new FakeUser(this, 'luckymoney', { bot: true, id: this.applicationId })
  /**
   * Everything the bot did that Discord refuses, or that could ping. A test ends with
   * `expect(fake.violations).toEqual([])`.
   */
  readonly violations: string[] = []
  /** Number of registrations of commands by PUT. */
  commandPuts = 0
  /** The globally registered commands. */
  commands: Command[] = []
  /** Makes commands and taps resolve at the first response, even if that is only a deferral. */
  settlesWhenDeferred = false
  /** Ms for the first response to an interaction. */
  responseWindow = 3000
  /** How far Discord's clock, which dates interactions, is ahead of this machine's. */
  clockAheadMs = 0
  /** How long interactions take to reach the bot; their tokens live regardless. */
  deliveryMs = 0
  /** Lifetime of an interaction token, in ms. */
  killTokensAfter = 15 * 60_000
  /** Dispatches every INTERACTION_CREATE twice. */
  dispatchTwice = false
  /** Number of shards that Discord recommends; a client must have at least that many. */
  shards = 1
  /** Shards that may log in at once; all others wait for five seconds. */
  loginsAtOnce = 1
  /** Whether requests for members (opcode 8) are answered. */
  answersMemberRequests = true
  /** Treats all messages as older than an hour: 3 edits per 6 s and channel, then 30046. */
  oldMessages = false

  readonly guilds: FakeGuild[] = []
  readonly channels = new Map<string, FakeChannel>()
  readonly users = new Map<string, FakeUser>([[this.applicationId, this.bot]])
  readonly allMessages = new Map<string, FakeMessage>()
  /** Uploaded files by their paths; one that is deleted is no longer found. */
  readonly files = new Map<string, FakeFile>()
  readonly rateLimits = new Buckets()
  readonly interactions = new Interactions(this)
  readonly #rest = new Rest(this)
  readonly #gateway = new Gateway(this, this.#rest.server)
  readonly #watch = new Watch()

  /** For `rest: { api }` of the client (DISCORD_API_ROOT). */
  get apiRoot(): string {
    return `http://127.0.0.1:${this.#port}/api`
  }

  /** Where the files of members are (the CDN). */
  get fileRoot(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Uploads a file, as a member's client does before it sends a command. */
  upload(name: string, bytes: Uint8Array, contentType = 'image/png'): FakeFile {
    const file = new FakeFile(this.fileRoot, { name, bytes, contentType })
    this.files.set(file.path, file)
    return file
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

  /** All requests of the bot, oldest first, without tokens. */
  get journal(): JournalEntry[] {
    return this.#rest.journal
  }

  /** Number of logged-in sockets. */
  get sessions(): number {
    return this.#gateway.connected
  }

  /** Number of logins without a resume. */
  get identifies(): number {
    return this.#gateway.identifies
  }

  get resumes(): number {
    return this.#gateway.resumes
  }

  /** Rate limits per channel and per interaction token; tests may change them, headers are always sent. */
  get buckets(): BucketLimits {
    return this.rateLimits.limits
  }

  /** The bot's member requests on the gateway, oldest first. */
  get memberRequests(): readonly MemberRequest[] {
    return this.#gateway.memberRequests
  }

  /** Opens the port; called by `startFakeDiscord`. */
  async listen(): Promise<void> {
    // Each click opens a connection; with a short backlog some would wait a second for a retry.
    this.#rest.server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    await once(this.#rest.server, 'listening')
  }

  /** Adds a guild that has invited the bot; `locale` is its preferred language. */
  addGuild(name: string, { locale = 'en-US' } = {}): FakeGuild {
    const guild = new FakeGuild(this, name)
    guild.locale = locale
    this.guilds.push(guild)
    this.dispatch('GUILD_CREATE', guild.api)
    return guild
  }

  /** Returns a message by its id, even a deleted one. */
  message(id: string): FakeMessage | undefined {
    return this.allMessages.get(id)
  }

  /** Makes matching calls fail, once unless `times` says otherwise; earlier rules come first. */
  failNext(match: FailureMatch, response: FailureResponse): void {
    this.#rest.failNext(match, response)
  }

  /**
   * Drops the sockets; after the bot reconnects, its last events come again. Resolves when they were sent. With
   * `resume: false` the session is lost as well, so the bot has to log in again.
   */
  replay(events = 32, { resume = true }: { resume?: boolean } = {}): Promise<void> {
    return this.#gateway.drop(events, !resume)
  }

  /** Drops the sockets, or those of one shard; a RESUME only brings unseen events. */
  dropSockets(shard?: number): void {
    void this.#gateway.drop(0, false, shard)
  }

  /** Closes the sockets, or that of one shard, with a Discord close code; the sessions end. */
  closeSockets(code: number, shard?: number): void {
    this.#gateway.closeWith(code, shard)
  }

  /** Blocks logins and resumes until the returned function is called. */
  barLogins(): () => void {
    return this.#gateway.bar()
  }

  /** Returns the shard of a guild. */
  shardOf(guild: FakeGuild): number {
    return shardOf(guild.id, this.shards)
  }

  /** Expires all interaction tokens issued so far: later edits with them get 401 50027. */
  expireTokens(): void {
    this.interactions.expire()
  }

  /** Sends an event to the bot. */
  dispatch(event: string, payload: unknown): void {
    this.#gateway.dispatch(event, payload)
  }

  /**
   * Resolves with the condition's value once it is truthy; checks after every change of the fake. Rejects after 10 s,
   * naming `what`, and at once when the condition throws.
   */
  waitFor<T>(condition: () => T, what: string): Promise<NonNullable<T>> {
    return this.#watch.waitFor(condition, what)
  }

  /** Reports a change, so that waiting conditions are checked again. */
  changed(): void {
    this.#watch.changed()
  }

  /** Cuts all connections and frees the port; users who still wait see `failed`. */
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
