import { createSecretKey, hash, type KeyObject } from 'node:crypto'

const BLOCK = 64

/**
 * Returns a function that signs texts with HMAC-SHA-256 (RFC 2104) and gives 64 hexadecimal digits.
 *
 * The key is 64 hexadecimal digits, taken as the characters that they are: exactly one block, and XORed with
 * the pads of the RFC they are ASCII again. So the inner digest is one one-shot call on a string and the outer
 * one on a small buffer that is kept, which takes half the time of creating an Hmac object; and every entry of
 * the books is signed. Throws when the key is none of that kind.
 */
export function createSigner(key: KeyObject): (text: string) => string {
  const secret = key.export().toString('latin1')
  if (!/^[0-9a-f]{64}$/.test(secret)) throw new RangeError('a ledger key is 64 hexadecimal digits')
  const padded = (pad: number) => Buffer.from(secret, 'latin1').map((byte) => byte ^ pad)
  const innerPad = Buffer.from(padded(0x36)).toString('latin1')
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(32)])
  return (text) => {
    outer.write(hash('sha256', innerPad + text, 'hex'), BLOCK, 'hex')
    return hash('sha256', outer, 'hex')
  }
}

/**
 * A key for one purpose that tells nothing of the ledger key or of another purpose's, so that a signature made for one
 * never counts for another. The ledger key itself signs entries, and no entry reads like a purpose.
 */
export function keyFor(purpose: 'rows' | 'seal' | 'sums' | 'guard', ledgerKey: KeyObject): KeyObject {
  return createSecretKey(Buffer.from(createSigner(ledgerKey)(`the key for ${purpose}`), 'latin1'))
}
