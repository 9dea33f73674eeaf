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
  /** UTC ms after which it is dropped. */
  readonly until: number
}

/** What Telegram sends only to those who ask for it by name. */
const ONLY_ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])
const REMEMBERED = 1000
const A_DAY = 24 * 3600_000

/** The updates that wait for the bot, and the ways in which they come twice, late or in another order. */
export class UpdateQueue {
  /** Every update comes twice: the very same, or under a new update_id. */
  duplicateEvery: 'never' | 'same id' | 'new id' = 'never'
  /** What the bot asked for last; it decides when an update is made, not when it is fetched. */
  allowed: ReadonlySet<string> | undefined
  readonly #pending = new Set<Pending>()
  #past: Omit<Pending, 'delivered'>[] = []
  #held: { kind: string; payload: Api; until: number }[] | undefined
  #nextId = randomInt(100_000_000, 900_000_000)

  constructor(
    private readonly clock: FakeClock,
    private readonly onPush: () => void,
  ) {}

  /** How many updates the bot has not confirmed. */
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

  /** From now on updates are kept back. */
  hold(): void {
    this.#held ??= []
  }

  /** Lets go of what was kept back, in its order or backwards; they get their ids only now. */
  release({ reversed = false } = {}): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const { kind, payload, until } of reversed ? held.reverse() : held) this.#add(kind, payload, until)
  }

  /** The last updates come again, confirmed or not, with their old ids or with new ones. */
  redeliver(count: number, { newIds = false } = {}): void {
    for (const { update, until } of count > 0 ? this.#past.slice(-count) : [])
      this.#enqueue(newIds ? { ...update, update_id: this.#nextId++ } : update, until)
    this.onPush()
  }

  /** The ids go on from anywhere, also below those that the bot has seen. */
  restartIds(next = randomInt(1, this.#nextId)): void {
    this.#nextId = next
  }

  /**
   * Forgets what was handed out and has a lower id. What was not handed out stays, whatever its id: after the ids
   * were restarted an old offset is in the future and confirms nothing.
   */
  confirm(offset: number): void {
    if (offset < 0) {
      // The last so many are wanted, and all before them forgotten.
      for (const each of [...this.#pending].slice(0, offset)) this.#pending.delete(each)
      return
    }
    for (const each of this.#pending)
      if (each.delivered && each.update.update_id < offset) this.#pending.delete(each)
  }

  /** Hands out the oldest, in the order of their ids; they stay until they are confirmed. */
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

  /** Hands out what was not handed out before, for the webhook. */
  takeNew(): Pending[] {
    this.#dropOld()
    const taken = [...this.#pending].filter(({ delivered }) => !delivered)
    for (const each of taken) each.delivered = true
    return taken
  }

  /** Whether it still waits: it was not confirmed and is not too old. */
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

  /** Whatever was handed out but not confirmed counts as new. */
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
