import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Watch } from '../watch.js'
import { ApiError } from './api-error.js'
import { ApiServer, type JournalEntry } from './api-server.js'
import { Budgets } from './budgets.js'
import { Callbacks } from './callbacks.js'
import { FakeChat } from './chat.js'
import type { CommandMenus } from './command-menu.js'
import type { FailureMatch, FailureResponse } from './failures.js'
import { FakeClock } from './fake-clock.js'
import { Polling } from './polling.js'
import { UpdateQueue } from './update-queue.js'
import { FakeUser, type NewUser } from './user.js'
import { Webhook } from './webhook.js'

/**
 * A fake Telegram on 127.0.0.1 for the stock telegraf. As strict and as unreliable as the real one where that can cost
 * money. Times are UTC ms by its own clock, which `advance` moves ahead and `freezeClock` stops.
 */
export class FakeTelegram {
  /**
   * Everything the bot did that Telegram refuses, or that is bad manners. A test ends with
   * `expect(fake.violations).toEqual([])`.
   */
  readonly violations: string[] = []
  /** A bot in a group sees only commands, answers to itself and service messages, unless it is an administrator. */
  privacyMode = true
  /** Delivers other bots' messages as well; by default Telegram hides them. */
  botsHearBots = false
  /** Whether it supports times in messages; a self-hosted Bot API server may be too old for them. */
  knowsTimes = true
  /** Time limit for answering a press, in ms. */
  callbackWindow = 15_000
  /** Age at which an undelivered press is dropped, in ms. */
  callbackLives = 150_000
  /** The lists of setMyCommands, by `scope|language`. */
  readonly commands: CommandMenus = new Map()
  /** Name, description and short description, by `field` or `field|language`. */
  readonly profile = new Map<string, string>()

  readonly chats = new Map<number, FakeChat>()
  readonly users = new Map<number, FakeUser>()
  /** Uploaded photos by their ids; one that is deleted is no longer known. */
  readonly photos = new Map<string, Uint8Array>()
  readonly clock = new FakeClock()
  readonly budgets = new Budgets(this.clock)
  readonly updates = new UpdateQueue(this.clock, () => this.#onUpdate())
  readonly polling = new Polling(this)
  readonly webhook = new Webhook(this)
  readonly callbacks = new Callbacks(this)
  readonly server = new ApiServer(this)

  readonly bot = this.addUser('Luckymoney', { isBot: true, username: 'LuckymoneyTestBot' })
  readonly token = `${this.bot.id}:${randomBytes(32).toString('base64url').slice(0, 35)}`
  /** The placeholder for anonymous admins. */
  readonly anonymousAdmin = this.addUser('Group', {
    id: 1087968824,
    isBot: true,
    username: 'GroupAnonymousBot',
  })
  /** The placeholder for channels that write in groups. */
  readonly channelBot = this.addUser('Channel', { id: 136817688, isBot: true, username: 'Channel_Bot' })
  /** The account that repeats a linked channel's posts. */
  readonly forwarder = this.addUser('Telegram', { id: 777000 })
  readonly #watch = new Watch()
  #lastMessageId = 40

  /** For `telegram: { apiRoot }` of the client (TELEGRAM_API_ROOT). */
  get apiRoot(): string {
    return `http://127.0.0.1:${(this.server.http.address() as AddressInfo).port}`
  }

  /** Without the @. */
  get botUsername(): string {
    return this.bot.username ?? ''
  }

  /** All calls of the bot, oldest first, without the token. */
  get journal(): JournalEntry[] {
    return this.server.journal
  }

  /** Returns the calls of one method. */
  calls(method: string): JournalEntry[] {
    return this.journal.filter((entry) => entry.method === method)
  }

  /** Opens the port; called by `startFakeTelegram`. */
  async listen(): Promise<void> {
    this.server.http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    await once(this.server.http, 'listening')
  }

  addUser(firstName: string, options: NewUser = {}): FakeUser {
    const user = new FakeUser(this, firstName, options)
    this.users.set(user.id, user)
    return user
  }

  /** Adds another bot. */
  addBot(firstName: string): FakeUser {
    return this.addUser(firstName, { isBot: true, username: `${firstName}Bot` })
  }

  /** Adds a basic group with a creator, in which the bot has long been a member. */
  addGroup(title: string): FakeChat {
    return this.#addChatWithBot('group', title)
  }

  /** Adds a supergroup with a creator, in which the bot has long been a member; `addTopic` makes it a forum. */
  addSupergroup(title: string): FakeChat {
    return this.#addChatWithBot('supergroup', title)
  }

  /** Adds a channel with a creator, in which the bot may post. */
  addChannel(title: string): FakeChat {
    const channel = this.#addChatWithBot('channel', title)
    channel.addAdmin(this.bot, { can_post_messages: true, can_edit_messages: true })
    return channel
  }

  /** Adds an empty chat without the bot. */
  addChat(kind: 'group' | 'supergroup' | 'channel', title: string): FakeChat {
    const chat = new FakeChat(this, kind, title)
    this.chats.set(chat.id, chat)
    return chat
  }

  #addChatWithBot(kind: 'group' | 'supergroup' | 'channel', title: string): FakeChat {
    const chat = this.addChat(kind, title)
    chat.addMember(`creator of ${title}`, { status: 'creator' })
    chat.addMember(this.bot)
    return chat
  }

  /** Makes matching calls fail, once unless `times` says otherwise; earlier rules come first. */
  failNext(match: string | FailureMatch, response: FailureResponse): void {
    this.server.failNext(match, response)
  }

  /** Moves the clock by `ms` at once: presses get too old, budgets refill, waiting polls end. */
  advance(ms: number): void {
    this.clock.advance(ms)
    this.changed()
  }

  /** Stops the clock, except for `advance`: the machine's speed no longer matters. */
  freezeClock(): void {
    this.clock.freeze()
  }

  /** Repeats the last updates, even confirmed ones, under their old ids or new ones. */
  redeliver(count = 1, options: { newIds?: boolean } = {}): void {
    this.updates.redeliver(count, options)
  }

  /** Holds updates back until `releaseUpdates`. */
  holdUpdates(): void {
    this.updates.hold()
  }

  /** Releases the held updates, in order or reversed. */
  releaseUpdates(options: { reversed?: boolean } = {}): void {
    this.updates.release(options)
  }

  /** Continues update_ids from a random number, by default a lower one. */
  restartUpdateIds(next?: number): void {
    this.updates.restartIds(next)
  }

  /** Cuts the connection of the bot's waiting poll. */
  dropPolls(): void {
    this.polling.drop()
  }

  /** Truncates the next `times` answers with updates; the updates come again. */
  cutUpdates(times = 1): void {
    this.polling.cuts = times
  }

  /** Polls as another process: the waiting call ends with 409. */
  pollElsewhere(): void {
    this.polling.endOther()
  }

  /** Records the bot's fault and returns the error, to be thrown. For the fake only. */
  refuse(error: ApiError, detail = ''): ApiError {
    this.violations.push(detail === '' ? error.description : `${error.description} (${detail})`)
    return error
  }

  /** Runs `act`, and records the error if it throws. For the fake only. */
  refusing<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      throw error instanceof ApiError ? this.refuse(error) : error
    }
  }

  /** Returns the next id of the bot's own message counter. For the fake only. */
  nextMessageId(): number {
    this.#lastMessageId += 1
    return this.#lastMessageId
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

  /** Cuts all connections and frees the port; users who still wait see `never answered`. */
  async close(): Promise<void> {
    this.callbacks.stop()
    this.webhook.close()
    this.clock.stop()
    const closed = once(this.server.http, 'close')
    this.server.http.close()
    this.server.http.closeAllConnections()
    await closed
  }

  #onUpdate(): void {
    this.polling.wake()
    this.webhook.wake()
    this.changed()
  }
}

/**
 * Starts a fake Telegram on a free port of 127.0.0.1; the caller closes it. Its clock runs from `startsAt` (UTC ms),
 * or from now.
 */
export async function startFakeTelegram({ startsAt = Date.now() } = {}): Promise<FakeTelegram> {
  const fake = new FakeTelegram()
  fake.clock.start(startsAt)
  await fake.listen()
  return fake
}

export type { JournalEntry } from './api-server.js'
export type { FakeChat } from './chat.js'
export type { FailureMatch, FailureResponse } from './failures.js'
export type { AdminRights, Membership } from './membership.js'
export type { FakeMessage } from './message.js'
export type { PressResult } from './press-result.js'
export type { Api, Entity, InlineButton, Keyboard } from './shapes.js'
export type { Manner, Words } from './speech.js'
export type { FakeTopic } from './topic.js'
export type { FakeUser } from './user.js'
