import { setMaxListeners } from 'node:events'
import type { Log } from '../../src/log.js'
import { type Api, type Failure, failureOf } from './api.js'
import type { Budget } from './budget.js'

/** So many messages wait for one chat at the most. */
const LONGEST_QUEUE = 20
/** Nobody waits for an answer that comes later. Milliseconds. */
const TOO_LATE = 90_000
const TRIES = 4
/** Of a group's twenty calls a minute so many are left to cards, however much is asked. */
const LEFT_BY_ANSWERS = 6
/** After the first failed try; three times as long after each further one. Milliseconds. */
const FIRST_PAUSE = 500
/** A program that stops gives what is under way so long. Milliseconds. */
const LAST_CALL = 3_000

export interface OutboxOptions {
  readonly api: Api
  readonly budget: Budget
  readonly log: Log
  /** A chat turned out to have another id. */
  readonly onMoved: (from: string, to: string) => Promise<void>
}

/** A message with the parameters of sendMessage, without the chat. */
export type OutgoingMessage = { readonly text: string } & Readonly<Record<string, unknown>>

type Method = 'sendMessage' | 'editMessageText'

export type Sent =
  | { readonly kind: 'sent'; readonly message: string }
  /** Refused for good, or too many wait, or it took too long. */
  | { readonly kind: 'unsent'; readonly why: string }

/**
 * Sends answers within the budgets, in each chat one after the other. It keeps nothing over a restart: what has
 * to be said whatever happens is a card or a notice on the message board.
 */
export class Outbox {
  private readonly queues = new Map<string, { length: number; tail: Promise<unknown> }>()
  private readonly underWay = new Set<Promise<unknown>>()
  private readonly end = new AbortController()

  constructor(private readonly options: OutboxOptions) {
    // Every call and every pause of every chat listens to it until it is over: no number of them is a leak.
    setMaxListeners(0, this.end.signal)
  }

  /** Sends a message as soon as the chat may have one. Never rejects. */
  send(chat: string, message: OutgoingMessage): Promise<Sent> {
    return this.enqueue(chat, 'sendMessage', message)
  }

  /** Replaces a message that was sent. Never rejects. */
  edit(chat: string, message: number, by: OutgoingMessage): Promise<Sent> {
    return this.enqueue(chat, 'editMessageText', { message_id: message, ...by })
  }

  private enqueue(chat: string, method: Method, body: object): Promise<Sent> {
    const queue = this.queues.get(chat) ?? { length: 0, tail: Promise.resolve() }
    if (queue.length >= LONGEST_QUEUE) {
      this.options.log.warn({ chat }, 'too many answers wait for one chat')
      return Promise.resolve({ kind: 'unsent', why: 'too many wait' })
    }
    queue.length++
    this.queues.set(chat, queue)
    const deadline = performance.now() + TOO_LATE
    const sent = queue.tail
      .then(() => this.try(chat, method, body, deadline))
      .finally(() => {
        queue.length--
        if (queue.length === 0) this.queues.delete(chat)
        this.underWay.delete(sent)
      })
    queue.tail = sent
    this.underWay.add(sent)
    return sent
  }

  /** Resolves when those who still have something to say have said it, or soon after. */
  async stop(speakers: Promise<unknown>): Promise<void> {
    const timer = setTimeout(() => this.end.abort(), LAST_CALL)
    await speakers
    await Promise.allSettled(this.underWay)
    clearTimeout(timer)
  }

  private async try(chat: string, method: Method, body: object, deadline: number): Promise<Sent> {
    const { api, budget, log, onMoved } = this.options
    let to = chat
    let why = 'stopped'
    for (let attempt = 1; attempt <= TRIES && !this.end.signal.aborted; ) {
      const wait = budget.take(to, LEFT_BY_ANSWERS)
      if (wait > 0) {
        if (performance.now() + wait > deadline) return { kind: 'unsent', why: 'too late' }
        await this.pause(wait)
        continue
      }
      try {
        const { signal } = this.end
        const call = { chat_id: to, ...body }
        const { message_id } = await api.call<{ message_id: number }>(method, call, { signal })
        return { kind: 'sent', message: String(message_id) }
      } catch (error) {
        attempt++
        const failure: Failure = failureOf(error)
        if (failure.kind === 'moved') {
          await onMoved(to, failure.to).catch((failed) =>
            log.error({ err: failed, chat: to }, 'a group with another id could not be followed'),
          )
          to = failure.to
        } else if (failure.kind === 'later') {
          why = failure.why
          budget.rest(to, failure.after)
          const pause = Math.max(failure.after, FIRST_PAUSE * 3 ** (attempt - 2))
          if (performance.now() + pause > deadline) return { kind: 'unsent', why }
          await this.pause(pause)
        } else {
          why = failure.kind === 'final' ? failure.why : 'unchanged'
          log.debug({ chat: to, why }, 'an answer was refused')
          return { kind: 'unsent', why }
        }
      }
    }
    return { kind: 'unsent', why }
  }

  private pause(millis: number): Promise<void> {
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
    })
  }
}
