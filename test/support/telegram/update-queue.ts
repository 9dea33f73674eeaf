import { randomInt } from 'node:crypto'
import type { FakeClock } from './fake-clock.js'
import type { Api } from './shapes.js'

export interface Update {
  update_id: number
  [kind: string]: unknown
}

/** An update that the bot has not confirmed yet. */
export interface Pending {
  readonly update: Update
  /** It was handed out at least once. */
  delivered: boolean
  /** When it is dropped, UTC ms. */
  readonly until: number
}

/** Kinds that Telegram only sends when requested by name. */
const ONLY_ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])
const REMEMBERED = 1000
const A_DAY = 24 * 3600_000

/** The bot's pending updates, with the ways in which they arrive twice, late or out of order. */
export class UpdateQueue {
  /** Delivers every update twice: unchanged, or under a new update_id. */
  duplicateEvery: 'never' | 'same id' | 'new id' = 'never'
  /** The kinds last requested; they apply when an update is created, not when it is fetched. */
  allowed: ReadonlySet<string> | undefined
  readonly #pending = new Set<Pending>()
  #past: Omit<Pending, 'delivered'>[] = []
  #held: { kind: string; payload: Api; until: number }[] | undefined
  #nextId = randomInt(100_000_000, 900_000_000)

  constructor(
    private readonly clock: FakeClock,
    private readonly onPush: () => void,
  ) {}

  /** Number of unconfirmed updates. */
  get pending(): number {
    this.#dropOld()
    return this.#pending.size
  }

  /** Adds an update that is dropped after `lives` ms. */
  push(kind: string, payload: Api, lives = A_DAY): void {
    if (!this.#wanted(kind)) return
    const until = this.clock.now() + lives
    if (this.#held) this.#held.push({ kind, payload, until })
    else this.#add(kind, payload, until)
  }

  /** Holds updates back. */
  hold(): void {
    this.#held ??= []
  }

  /** Releases the held updates, in order or reversed; they get their ids only now. */
  release({ reversed = false } = {}): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const { kind, payload, until } of reversed ? held.reverse() : held) this.#add(kind, payload, until)
  }

  /** Repeats the last updates, confirmed or not, with their old ids or new ones. */
  redeliver(count: number, { newIds = false } = {}): void {
    for (const { update, until } of count > 0 ? this.#past.slice(-count) : [])
      this.#enqueue(newIds ? { ...update, update_id: this.#nextId++ } : update, until)
    this.onPush()
  }

  /** Restarts the ids anywhere, even below those that the bot has seen. */
  restartIds(next = randomInt(1, this.#nextId)): void {
    this.#nextId = next
  }

  /**
   * Forgets handed-out updates with a lower id. Others stay, whatever their id: after a restart of the ids an old
   * offset is in the future and confirms nothing.
   */
  confirm(offset: number): void {
    if (offset < 0) {
      // A negative offset keeps the last ones and forgets all before them.
      for (const each of [...this.#pending].slice(0, offset)) this.#pending.delete(each)
      return
    }
    for (const each of this.#pending)
      if (each.delivered && each.update.update_id < offset) this.#pending.delete(each)
  }

  /** Hands out the oldest, in order of id; they stay until they are confirmed. */
  take(limit: number): Update[] {
    this.#dropOld()
    const taken: Pending[] = []
    for (const each of this.#pending) {
      if (taken.length === limit) break
      taken.push(each)
    }
    for (const each of taken) each.delivered = true
    return taken.map(({ update }) => update).sort((one, other) => one.update_id - other.update_id)
  }

  /** Hands out new ones, for the webhook. */
  takeNew(): Pending[] {
    this.#dropOld()
    const taken = [...this.#pending].filter(({ delivered }) => !delivered)
    for (const each of taken) each.delivered = true
    return taken
  }

  /** Returns whether it is still pending: neither confirmed nor too old. */
  waits(pending: Pending): boolean {
    return this.#pending.has(pending) && pending.until > this.clock.now()
  }

  /** Forgets one. */
  done(pending: Pending): void {
    this.#pending.delete(pending)
  }

  /** Forgets all. */
  clear(): void {
    this.#pending.clear()
  }

  /** Makes handed-out but unconfirmed updates count as new. */
  undeliver(): void {
    for (const each of this.#pending) each.delivered = false
  }

  #wanted(kind: string): boolean {
    return this.allowed ? this.allowed.has(kind) : !ONLY_ON_REQUEST.has(kind)
  }

  #add(kind: string, payload: Api, until: number): void {
    const update: Update = { update_id: this.#nextId++, [kind]: payload }
    this.#past.push({ update, until })
    if (this.#past.length > 2 * REMEMBERED) this.#past = this.#past.slice(-REMEMBERED)
    this.#enqueue(update, until)
    if (this.duplicateEvery === 'same id') this.#enqueue(update, until)
    if (this.duplicateEvery === 'new id') this.#enqueue({ ...update, update_id: this.#nextId++ }, until)
    this.onPush()
  }

  #enqueue(update: Update, until: number): void {
    this.#pending.add({ update, delivered: false, until })
  }

  #dropOld(): void {
    const now = this.clock.now()
    for (const each of this.#pending) if (each.until <= now) this.#pending.delete(each)
  }
}
