import type { Log } from '../log.js'

/** How long a chat that refused a picture gets none. Milliseconds. */
const PAUSE_MS = 3_600_000
const MAX_CHATS = 1_000

/** Remembers which chats refuse pictures, so that their cards go out as text at the first try. */
export class PictureRefusals {
  /** When each chat refused one, on the monotonic clock. */
  private readonly refusedAt = new Map<string, number>()

  constructor(private readonly log: Log) {}

  /** Returns whether a chat may be sent a picture. */
  allows(chat: string): boolean {
    const at = this.refusedAt.get(chat)
    return at === undefined || performance.now() - at > PAUSE_MS
  }

  /** Records a refusal, and reports the first of a chat. */
  refused(chat: string, why: string): void {
    if (!this.refusedAt.has(chat))
      this.log.warn({ chat, why }, 'pictures are refused here: may the bot attach files or send photos?')
    if (this.refusedAt.size >= MAX_CHATS) this.refusedAt.delete(this.refusedAt.keys().next().value as string)
    this.refusedAt.delete(chat)
    this.refusedAt.set(chat, performance.now())
  }
}
