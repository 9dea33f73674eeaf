import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { PostResult, Target } from '../../src/chat/platform.js'
import { NotifyingService } from './notifying-service.js'

export interface PostedResult {
  readonly chat: string
  /** The card that it answers. */
  readonly card: string
  readonly nonce: string
  readonly envelope: EnvelopeView
  /** The state that the card showed at that moment. */
  readonly shown: string | undefined
}

/** A chat service that can tell how an envelope ended; it repeats what it is told to. */
export class ResultService extends NotifyingService {
  readonly posted: PostedResult[] = []
  private readonly outcomes: (PostResult | Error)[] = []

  /** Sets the outcomes of the next results, one each; all others arrive. An error comes after it arrived. */
  answerResult(...outcomes: (PostResult | Error)[]): void {
    this.outcomes.push(...outcomes)
  }

  async postResult(
    { chat }: Target,
    card: string,
    envelope: EnvelopeView,
    nonce: string,
  ): Promise<PostResult> {
    const outcome = this.outcomes.shift() ?? { kind: 'posted', message: `r${this.posted.length + 1}` }
    const arrives = outcome instanceof Error || outcome.kind === 'posted'
    const repeated = this.deduplicates && this.posted.some((known) => known.nonce === nonce)
    const shown = this.messages.get(card)?.envelope.state
    if (arrives && !repeated) this.posted.push({ chat, card, nonce, envelope, shown })
    if (outcome instanceof Error) throw outcome
    return outcome
  }

  /** Set for a service that makes one message for each nonce. */
  deduplicates?: true
}
