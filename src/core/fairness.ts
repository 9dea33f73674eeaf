import { createHash } from 'node:crypto'

/** Fixed before anyone grabs and published when the envelope has ended. */
export interface Commitment {
  readonly envelopeNo: string
  /** Shares in the order in which they are handed out, in minor units. */
  readonly shares: readonly number[]
  /** Secret until the envelope ends; 32 hexadecimal digits. */
  readonly salt: string
  /** The way and anything else that decides who gets a share, without spaces; empty when first come, first served. */
  readonly terms?: readonly string[]
}

/**
 * Returns the one line of text whose SHA-256 is the commitment. It has no newline, so `printf %s '<line>' |
 * sha256sum` gives the same digest in any shell.
 */
export function commitmentText({ envelopeNo, shares, salt, terms = [] }: Commitment): string {
  if (terms.length === 0) return `luckymoney/1 ${envelopeNo} ${shares.join(',')} ${salt}`
  return `luckymoney/2 ${envelopeNo} ${terms.join(' ')} ${shares.join(',')} ${salt}`
}

/** Returns the published digest as 64 lower-case hexadecimal digits. */
export function commit(commitment: Commitment): string {
  return sha256(commitmentText(commitment))
}

/** Returns the SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
