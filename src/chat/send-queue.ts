import { setMaxListeners } from 'node:events'
import type { Language } from '../i18n/language.js'
import type { Log } from '../log.js'
import type { Impossible, Later } from './platform.js'
import type { SendBudget } from './send-budget.js'
import { type About, type Batch, type OutgoingMessage, type Sent, WaitingList } from './waiting-list.js'

/** Answers older than this are useless, except about money. Milliseconds. */
const TOO_LATE = 90_000
const TRIES = 4
const TRIES_ABOUT_MONEY = 8
/** Calls of a group's twenty a minute that each kind leaves free for more urgent ones, cards included. */
const LEFT_BY: Record<About, number> = { money: 6, act: 8, read: 10, redraw: 12 }
/** Pause after the first failure; triples with each further one. Milliseconds. */
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000
/** Time limit for pending calls at shutdown; longer than the window of a chat's short budget. Milliseconds. */
const LAST_CALL = 3_500
/** Closed private chats that are remembered. */
const MOST_CLOSED = 10_000
const CLOSED = 'the private chat is not open'

/** Reason why a call failed. */
export type Failure =
  /** `unknown`: it may have been carried out anyway. */
  | (Later & { readonly unknown: boolean })
  /** `closed`: the person doesn't accept messages. */
  | (Impossible & { readonly closed?: boolean })
  /** The message already shows it. */
  | { readonly kind: 'unchanged' }
  /** The chat has a new id. */
  | { readonly kind: 'moved'; readonly to: string }

export interface SendQueueOptions {
  /** Sends a message, or edits an existing one; resolves with the message's id. */
  readonly call: (
    chat: string,
    message: OutgoingMessage,
    edits: number | undefined,
    signal: AbortSignal,
  ) => Promise<string>
  /** Interprets a rejection of `call`. */
  readonly failureOf: (error: unknown) => Failure
  readonly budget: SendBudget
  readonly isPrivate: (chat: string) => boolean
  /** Maximum characters in a message. */
  readonly longest: number
  readonly log: Log
  /** Called when a chat turns out to have another id. */
  readonly onMoved: (from: string, to: string) => Promise<void>
  /** Renders the sentence for `count` answers about money that couldn't be sent individually. */
  readonly more: (count: number, language: Language) => OutgoingMessage
}

/** Urgency of an answer, and the person whose quota it counts against. */
export type Errand =
  | { readonly about: 'money'; readonly by: string; readonly language: Language }
  | { readonly about: Exclude<About, 'money'>; readonly by: string }

interface Queue {
  /** Id of the chat; it may change. */
  to: string
  readonly list: WaitingList
  /** Language of the last answer about money. */
  language: Language
  /** End of the pause, on the monotonic clock. Milliseconds. */
  restsUntil: number
  /** Ends a pause early. */
  wake: () => void
}

/**
 * Sends answers within the rate budgets, one at a time in each chat and urgent ones first. Keeps nothing across a
 * restart: anything that must be said is on the message board, as a card or a notice.
 */
export class SendQueue {
  private readonly queues = new Map<string, Queue>()
  private readonly underWay = new Set<Promise<void>>()
  private readonly closed = new Set<string>()
  private readonly end = new AbortController()
  private stopping = false

  constructor(private readonly options: SendQueueOptions) {
    // Every pending call and pause adds a listener, so a large number doesn't mean a leak.
    setMaxListeners(0, this.end.signal)
  }

  /** Sends a message as soon as the chat's budget allows. Never rejects. */
  send(chat: string, message: OutgoingMessage, errand: Errand): Promise<Sent> {
    return this.enqueue(chat, undefined, () => message, errand)
  }

  /** Edits a sent message; renders the new one when its turn comes. Never rejects. */
  edit(chat: string, message: number, by: () => OutgoingMessage, errand: Errand): Promise<Sent> {
    return this.enqueue(chat, message, by, errand)
  }

  /** Retries a closed private chat, because the person has written there. */
  opened(chat: string): void {
    this.closed.delete(chat)
  }

  /** Resolves when the remaining speakers have finished, or soon after. */
  async stop(speakers: Promise<unknown>): Promise<void> {
    this.stopping = true
    for (const { wake } of this.queues.values()) wake()
    const timer = setTimeout(() => this.end.abort(), LAST_CALL)
    await speakers
    await Promise.allSettled(this.underWay)
    clearTimeout(timer)
  }

  private enqueue(
    chat: string,
    edits: number | undefined,
    message: () => OutgoingMessage,
    errand: Errand,
  ): Promise<Sent> {
    if (this.closed.has(chat)) return Promise.resolve({ kind: 'unsent', why: CLOSED })
    const { about, by } = errand
    const deadline = about === 'money' ? Number.POSITIVE_INFINITY : performance.now() + TOO_LATE
    return new Promise((done) => {
      const known = this.queues.get(chat)
      const queue = known ?? this.open(chat)
      if (errand.about === 'money') queue.language = errand.language
      queue.list.add({ about, by, edits, message, deadline, tries: 0, done })
      if (known) return queue.wake()
      const served = this.serve(chat, queue)
        .catch((error) => {
          this.options.log.error({ err: error, chat }, 'the answers of a chat could not be sent')
          this.queues.delete(chat)
          queue.list.clear('failed')
        })
        .finally(() => this.underWay.delete(served))
      this.underWay.add(served)
    })
  }

  private open(chat: string): Queue {
    const { more, longest } = this.options
    const list = new WaitingList((count) => more(count, queue.language), longest)
    const queue: Queue = { to: chat, list, language: 'en', restsUntil: 0, wake: () => undefined }
    this.queues.set(chat, queue)
    return queue
  }

  private async serve(chat: string, queue: Queue): Promise<void> {
    const { list } = queue
    const { budget, log } = this.options
    let waited = false
    for (let turn = list.next(); turn !== undefined; turn = list.next()) {
      if (this.closed.has(chat)) {
        list.clear(CLOSED)
        break
      }
      if (this.end.signal.aborted) {
        const lost = list.clear('stopped')
        if (lost > 0) log.warn({ chat, answers: lost }, 'answers about money were not sent before the stop')
        break
      }
      const now = performance.now()
      const rest = Math.ceil(queue.restsUntil - now)
      const wait =
        rest > 0
          ? rest
          : budget.take(queue.to, this.stopping ? 0 : LEFT_BY[turn.overdue ? 'money' : turn.about])
      if (wait > 0) {
        waited = true
        list.expire(now + wait)
        if (list.next() !== undefined) await this.pause(wait, queue)
        continue
      }
      // Waiting payments go out in one message: that is quickest, and leaves calls for others.
      const batch = list.take(waited || this.stopping)
      waited = false
      if (batch) await this.say(chat, queue, batch)
    }
    this.queues.delete(chat)
  }

  private async say(chat: string, queue: Queue, batch: Batch): Promise<void> {
    const { call, failureOf, budget, isPrivate, log, onMoved } = this.options
    const { signal } = this.end
    const { items, message } = batch
    const edits = items[0]?.edits
    const settle = (sent: Sent) => {
      for (const { done } of items) done(sent)
    }
    try {
      return settle({ kind: 'sent', message: await call(queue.to, message, edits, signal) })
    } catch (error) {
      const failure = failureOf(error)
      for (const item of items) item.tries++
      switch (failure.kind) {
        case 'moved':
          await onMoved(queue.to, failure.to).catch((failed) =>
            log.error({ err: failed, chat: queue.to }, 'could not follow a group to its new id'),
          )
          queue.to = failure.to
          return this.again(queue, batch, 'moved')
        case 'later': {
          budget.rest(queue.to, failure.after)
          const tries = items[0]?.tries ?? TRIES_ABOUT_MONEY
          const pause = Math.max(failure.after, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** (tries - 1)))
          queue.restsUntil = performance.now() + pause
          return this.again(queue, batch, failure.why)
        }
        case 'impossible':
          if (isPrivate(chat) && failure.closed) this.remember(chat)
          log[items[0]?.about === 'money' && !isPrivate(chat) ? 'warn' : 'debug'](
            { chat: queue.to, why: failure.why },
            'an answer was refused',
          )
          return settle({ kind: 'unsent', why: failure.why })
        case 'unchanged':
          return settle({ kind: 'unsent', why: failure.kind })
        default:
          return failure satisfies never
      }
    }
  }

  /** Requeues a batch, unless it was tried too often: then only the number of its payments is sent. */
  private again({ list }: Queue, { items, message, counted }: Batch, why: string): void {
    const most = ({ about }: { about: About }) => (about === 'money' ? TRIES_ABOUT_MONEY : TRIES)
    const given = items.filter((item) => item.tries >= most(item))
    list.putBack({ items: items.filter((item) => !given.includes(item)), message, counted })
    for (const { about, done } of given) {
      if (about === 'money') list.count(1)
      done({ kind: 'unsent', why })
    }
  }

  private remember(chat: string): void {
    if (this.closed.size >= MOST_CLOSED) this.closed.delete(this.closed.values().next().value as string)
    this.closed.add(chat)
  }

  private pause(millis: number, queue: Queue): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.end
      if (signal.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, millis)
      signal.addEventListener('abort', done, { once: true })
      queue.wake = done
    })
  }
}
