import { hash, type KeyObject } from 'node:crypto'

const BLOCK = 64

/**
 * Returns a function that signs texts with HMAC-SHA-256 (RFC 2104) and gives 64 hexadecimal digits. It makes
 * the two digests with one-shot calls from prepared blocks: every entry of the books is signed, and creating
 * an Hmac object for each cost two to three times as much.
 */
export function createSigner(key: KeyObject): (text: string) => string {
  const secret = key.export()
  if (secret.length > BLOCK) throw new RangeError(`a ledger key has at most ${BLOCK} bytes`)
  const outer = Buffer.alloc(BLOCK + 32, 0x5c)
  const innerPad = Buffer.alloc(BLOCK, 0x36)
  for (const [index, byte] of secret.entries()) {
    outer[index] = byte ^ 0x5c
    innerPad[index] = byte ^ 0x36
  }
  let inner = Buffer.alloc(1024)
  innerPad.copy(inner)
  return (text) => {
    // A UTF-16 unit becomes at most three bytes.
    if (inner.length < BLOCK + 3 * text.length) {
      inner = Buffer.alloc(BLOCK + 3 * text.length)
      innerPad.copy(inner)
    }
    const length = inner.write(text, BLOCK, 'utf8')
    hash('sha256', inner.subarray(0, BLOCK + length), 'buffer').copy(outer, BLOCK)
    return hash('sha256', outer, 'hex')
  }
}
