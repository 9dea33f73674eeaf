import type { NotificationKind } from '../../src/app/board/message-board.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { EditResult, NotifyResult, Platform, PostResult, Target } from '../../src/chat/platform.js'
import { type Dice, Weights } from './dice.js'
import type { VirtualTime } from './virtual-time.js'

/** How a call ends in troubled times. */
const FATES = new Weights({
  done: 860,
  patience: 50,
  failure: 30,
  refused: 10,
  answerLost: 25,
  silence: 15,
  late: 10,
})

export interface PlatformHabits {
  readonly name: string
  /** Whether the platform deduplicates posts by nonce. */
  readonly knowsNonces: boolean
  readonly chatInterval: number
}

interface Message {
  readonly chat: string
  readonly nonce: string
  readonly thread: string | null
  shows: string
}

interface Chat {
  kicked: boolean
  movedTo: string | null
}

/** Returns what a card shows of an envelope, as one text. */
export function shownOf(view: {
  state: string
  currency: unknown
  language: string | null
  refunded: number
  claims: readonly { position: number; amount: number; luckiest: boolean }[]
  way: object
  hidesAmounts: boolean
}): string {
  const { state, currency, language, refunded, claims, way, hidesAmounts } = view
  const shares = claims.map(({ amount, luckiest }) => `${hidesAmounts ? '?' : amount}${luckiest ? '*' : ''}`)
  // An ended card keeps the currency that it had; it is never redrawn.
  const money = state === 'open' ? `${JSON.stringify(currency)} ${language}` : ''
  return `${state} ${refunded} ${shares.join(',')} ${money} ${JSON.stringify(way)}`
}

/**
 * A chat service with everything that goes wrong on real ones. It carries out a call within a second, if at all; the
 * answer may be late or missing. While faults are paused, it works normally.
 */
export class ChatPlatform implements Platform {
  readonly name: string
  readonly chatInterval: number
  readonly chats = new Map<string, Chat>()
  readonly messages = new Map<string, Message>()
  /** Notifications to senders. */
  readonly told = new Set<string>()
  readonly unreachable = new Set<string>()
  /** How often the chat has got the result below a card, by nonce. */
  readonly results = new Map<string, number>()
  /** Faults that people would notice. */
  readonly wrong: string[] = []
  readonly deduplicates?: true
  faultsPaused = false
  calls = 0
  private sent = 0

  constructor(
    private readonly habits: PlatformHabits,
    private readonly time: VirtualTime,
    private readonly dice: Dice,
    /** Called between the platform's action and its answer. */
    private readonly afterCall: () => void,
    /** Called when the bot uses a chat's old id, to tell it the new one. */
    private readonly onMoved: (platform: string, from: string, to: string) => void,
  ) {
    this.name = habits.name
    if (habits.knowsNonces) this.deduplicates = true
    this.chatInterval = habits.chatInterval
  }

  chat(id: string): Chat {
    let chat = this.chats.get(id)
    if (!chat) {
      chat = { kicked: false, movedTo: null }
      this.chats.set(id, chat)
    }
    return chat
  }

  /** Deletes a random message, as a member or moderator would. */
  deleteSome(): void {
    if (this.messages.size === 0) return
    const skip = this.dice.below(Math.min(this.messages.size, 40))
    const id = [...this.messages.keys()].at(-1 - skip)
    if (id !== undefined) this.messages.delete(id)
  }

  post(target: Target, envelope: EnvelopeView, nonce: string): Promise<PostResult> {
    const shows = shownOf(envelope)
    return this.call((): PostResult => {
      const chat = this.chat(target.chat)
      if (chat.movedTo !== null) return this.sayMoved(target.chat, chat.movedTo)
      if (chat.kicked) return { kind: 'impossible', why: 'the bot was removed' }
      if (this.habits.knowsNonces)
        for (const [message, known] of this.messages)
          if (known.nonce === nonce) return { kind: 'posted', message }
      const message = `${this.name}-${++this.sent}`
      this.messages.set(message, { chat: target.chat, thread: target.thread, nonce, shows })
      return { kind: 'posted', message }
    })
  }

  edit(target: Target, message: string, envelope: EnvelopeView): Promise<EditResult> {
    const shows = shownOf(envelope)
    return this.call((): EditResult => {
      const chat = this.chat(target.chat)
      if (chat.movedTo !== null) return this.sayMoved(target.chat, chat.movedTo)
      const known = this.messages.get(message)
      if (!known || chat.kicked) return { kind: 'impossible', why: 'unknown message' }
      known.shows = shows
      return { kind: 'shown' }
    })
  }

  postResult(target: Target, card: string, envelope: EnvelopeView, nonce: string): Promise<PostResult> {
    const shows = shownOf(envelope)
    return this.call((): PostResult => {
      const chat = this.chat(target.chat)
      if (chat.movedTo !== null) return this.sayMoved(target.chat, chat.movedTo)
      if (chat.kicked) return { kind: 'impossible', why: 'the bot was removed' }
      const times = this.results.get(nonce) ?? 0
      if (times > 0 && this.habits.knowsNonces) return { kind: 'posted', message: nonce }
      const known = this.messages.get(card)
      if (times > 0) this.wrong.push(`the chat was told twice of ${nonce}`)
      if (envelope.state === 'open' || (known && known.shows !== shows))
        this.wrong.push(`the chat was told of ${nonce} before its card`)
      this.results.set(nonce, times + 1)
      return { kind: 'posted', message: nonce }
    })
  }

  notify({ envelopeNo }: EnvelopeView, kind: NotificationKind): Promise<NotifyResult> {
    const closed = this.dice.rarely(1_500)
    return this.call((): NotifyResult => {
      if (closed) {
        this.unreachable.add(`${envelopeNo} ${kind}`)
        return { kind: 'impossible', why: 'the sender takes no messages' }
      }
      this.told.add(`${envelopeNo} ${kind}`)
      return { kind: 'notified' }
    })
  }

  private sayMoved(from: string, to: string) {
    this.onMoved(this.name, from, to)
    return { kind: 'later', after: 1_000, why: 'the group has another id' } as const
  }

  private call<Result extends PostResult | EditResult | NotifyResult>(work: () => Result): Promise<Result> {
    const { dice, time } = this
    this.calls++
    const fate = this.faultsPaused ? 'done' : dice.weighed(FATES)
    const arrival = dice.between(5, this.faultsPaused ? 50 : 900)
    return new Promise((resolve, reject) => {
      time.after(arrival, () => {
        switch (fate) {
          case 'patience':
            return resolve({ kind: 'later', after: dice.between(100, 30_000), why: '429' } as Result)
          case 'failure':
            return reject(new Error('502 Bad Gateway'))
          case 'refused':
            return reject(new Error('connection refused'))
        }
        const result = work()
        this.afterCall()
        if (fate === 'silence') return
        if (fate === 'answerLost') return time.after(50, () => reject(new Error('connection reset')))
        time.after(fate === 'late' ? dice.between(10_000, 45_000) : dice.between(1, 100), () =>
          resolve(result),
        )
      })
    })
  }
}
