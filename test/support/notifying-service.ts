import type { NotificationKind } from '../../src/app/board/message-board.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { NotifyResult } from '../../src/chat/platform.js'
import { ChatService } from './chat-service.js'

/** A chat service that can notify senders privately. */
export class NotifyingService extends ChatService {
  readonly told: { envelopeNo: string; news: NotificationKind }[] = []
  private readonly results: (NotifyResult | Error)[] = []
  private waiting: (() => void)[] = []

  /** Sets the results of the next notifications, one each; all others arrive. */
  answerNotify(...results: (NotifyResult | Error)[]): void {
    this.results.push(...results)
  }

  async notify({ envelopeNo }: EnvelopeView, news: NotificationKind): Promise<NotifyResult> {
    this.told.push({ envelopeNo, news })
    const result = this.results.shift() ?? { kind: 'notified' }
    for (const notify of this.waiting.splice(0)) notify()
    if (result instanceof Error) throw result
    return result
  }

  /** Resolves after this many notifications. */
  async untilTold(times: number): Promise<void> {
    while (this.told.length < times) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }
}
