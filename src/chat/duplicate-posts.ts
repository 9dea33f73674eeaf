/** So many posts are remembered whose answer was lost; older ones are forgotten. */
const MOST = 1_000

/**
 * Cards that may stand in a chat twice: the answer to their post was lost, and the platform has no way to post only
 * once. A tap on such a card tells which message it is.
 */
export class DuplicatePosts {
  /** The message of the card that was posted in the end; undefined until there is one. */
  private readonly doubtful = new Map<string, string | undefined>()

  /** A post of this envelope's card in this chat may have arrived, or not. */
  expect(envelopeNo: string, chat: string): void {
    const key = `${chat} ${envelopeNo}`
    if (this.doubtful.has(key)) return
    if (this.doubtful.size >= MOST) this.doubtful.delete(this.doubtful.keys().next().value as string)
    this.doubtful.set(key, undefined)
  }

  /** The message that turned out to be the card, so that no other need be posted. */
  found(envelopeNo: string, chat: string): string | undefined {
    return this.doubtful.get(`${chat} ${envelopeNo}`)
  }

  /** The card was posted once more. */
  posted(envelopeNo: string, chat: string, message: string): void {
    const key = `${chat} ${envelopeNo}`
    if (this.doubtful.has(key)) this.doubtful.set(key, message)
  }

  /** Takes note that a card was tapped. Returns whether it is one too many, which is not kept up to date. */
  isDuplicate(envelopeNo: string, chat: string, message: string): boolean {
    const key = `${chat} ${envelopeNo}`
    if (!this.doubtful.has(key)) return false
    const known = this.doubtful.get(key)
    if (known === undefined) this.doubtful.set(key, message)
    return known !== undefined && known !== message
  }
}
