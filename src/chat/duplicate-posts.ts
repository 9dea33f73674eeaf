import { BoundedMap } from '../bounded-map.js'

/** Posts with a lost answer that are remembered. */
const MOST = 1_000

/**
 * Detects cards that may be in a chat twice: the answer to their post was lost, and the platform can't deduplicate
 * posts. A tap on a card reveals which message it is in.
 */
export class DuplicatePosts {
  /** Message of the card that was finally posted; undefined until there is one. */
  private readonly doubtful = new BoundedMap<string, string | undefined>(MOST)

  /** Records that a post of this envelope's card may or may not have arrived. */
  expect(envelopeNo: string, chat: string): void {
    const key = `${chat} ${envelopeNo}`
    if (!this.doubtful.has(key)) this.doubtful.set(key, undefined)
  }

  /** Returns the message that turned out to be the card, so that no other needs to be posted. */
  found(envelopeNo: string, chat: string): string | undefined {
    return this.doubtful.get(`${chat} ${envelopeNo}`)
  }

  /** Records that the card was posted again. */
  posted(envelopeNo: string, chat: string, message: string): void {
    const key = `${chat} ${envelopeNo}`
    if (this.doubtful.has(key)) this.doubtful.set(key, message)
  }

  /** Records a tap on a card. Returns whether that message is a duplicate, which isn't kept up to date. */
  isDuplicate(envelopeNo: string, chat: string, message: string): boolean {
    const key = `${chat} ${envelopeNo}`
    if (!this.doubtful.has(key)) return false
    const known = this.doubtful.get(key)
    if (known === undefined) this.doubtful.set(key, message)
    return known !== undefined && known !== message
  }
}
