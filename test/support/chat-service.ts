import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { EditResult, Platform, PostResult, Target } from '../../src/chat/platform.js'

export interface Call {
  readonly verb: 'post' | 'edit'
  readonly chat: string
  readonly message: string | null
  readonly nonce?: string
  readonly envelope: EnvelopeView
  /** On the monotonic clock, milliseconds. */
  readonly at: number
}

/** Fault of a single call. */
export type Trouble =
  | { kind: 'later'; after: number; turn?: true; everywhere?: true }
  | { kind: 'impossible' }
  | { kind: 'throws' }
  /** Executes the call and then breaks the connection. */
  | { kind: 'answer_lost' }
  /** Answers only when `release` is called. */
  | { kind: 'slow'; until: Promise<void> }

/** A chat service as unreliable as real ones: it keeps messages, and tests say what goes wrong next. */
export class ChatService implements Platform {
  readonly name = 'test'
  readonly calls: Call[] = []
  readonly messages = new Map<string, { chat: string; nonce: string; envelope: EnvelopeView }>()
  private readonly troubles: Trouble[] = []
  private readonly watchers = new Set<() => void>()

  constructor(readonly chatInterval = 0) {}

  /** Queues faults for the next calls, one each. */
  trouble(...troubles: Trouble[]): void {
    this.troubles.push(...troubles)
  }

  /** Deletes a message, as a member would. */
  delete(message: string): void {
    this.messages.delete(message)
  }

  /** Returns the cards that show an envelope. */
  cards(envelopeNo: string): EnvelopeView[] {
    return [...this.messages.values()]
      .map(({ envelope }) => envelope)
      .filter((card) => card.envelopeNo === envelopeNo)
  }

  /** Resolves when the condition holds; checks after every call. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.watchers.add(resolve))
  }

  async post(target: Target, envelope: EnvelopeView, nonce: string): Promise<PostResult> {
    this.calls.push({
      verb: 'post',
      chat: target.chat,
      message: null,
      nonce,
      envelope,
      at: performance.now(),
    })
    return this.carryOut(() => {
      for (const [message, known] of this.messages)
        if (known.nonce === nonce) return { kind: 'posted', message }
      const message = `m${this.messages.size + 1}`
      this.messages.set(message, { chat: target.chat, nonce, envelope })
      return { kind: 'posted', message }
    })
  }

  async edit(target: Target, message: string, envelope: EnvelopeView): Promise<EditResult> {
    this.calls.push({ verb: 'edit', chat: target.chat, message, envelope, at: performance.now() })
    return this.carryOut((): EditResult => {
      const known = this.messages.get(message)
      if (!known) return { kind: 'impossible', why: 'unknown message' }
      this.messages.set(message, { ...known, envelope })
      return { kind: 'shown' }
    })
  }

  private async carryOut<Result extends PostResult | EditResult>(work: () => Result): Promise<Result> {
    try {
      const trouble = this.troubles.shift()
      switch (trouble?.kind) {
        case 'later':
          return { why: 'too many requests', ...trouble } as Result
        case 'impossible':
          return { kind: 'impossible', why: 'missing access' } as Result
        case 'throws':
          throw new Error('connection refused')
        case 'answer_lost':
          work()
          throw new Error('connection reset')
        case 'slow':
          await trouble.until
      }
      return work()
    } finally {
      const watching = [...this.watchers]
      this.watchers.clear()
      for (const notify of watching) notify()
    }
  }
}
