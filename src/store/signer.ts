import { createSecretKey, hash, type KeyObject } from 'node:crypto'

const BLOCK = 64

/**
 * Returns a function that signs texts with HMAC-SHA-256 (RFC 2104), giving 64 hexadecimal digits. Throws when the key
 * isn't 64 hexadecimal digits.
 *
 * The key is used as its 64 characters: exactly one block, and still ASCII when XORed with the RFC's pads. So the inner
 * digest is a single one-shot call on a string and the outer one runs on a small reused buffer, which halves the time
 * of creating an Hmac object. Every entry in the books is signed.
 */
export function createSigner(key: KeyObject): (text: string) => string {
  const secret = key.export().toString('latin1')
  if (!/^[0-9a-f]{64}$/.test(secret)) throw new RangeError('a ledger key must be 64 hexadecimal digits')
  const padded = (pad: number) => Buffer.from(secret, 'latin1').map((byte) => byte ^ pad)
  const innerPad = Buffer.from(padded(0x36)).toString('latin1')
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(32)])
  return (text) => {
    outer.write(hash('sha256', innerPad + text, 'hex'), BLOCK, 'hex')
    return hash('sha256', outer, 'hex')
  }
}

type Purpose = 'rows' | 'seal' | 'sums' | 'guard'

const derived = new WeakMap<KeyObject, Map<Purpose, KeyObject>>()

/**
 * Derives a key for one purpose. It reveals nothing about the ledger key or other purposes' keys, so a signature made
 * for one never counts for another. The ledger key itself signs entries, and no entry reads like a purpose.
 */
export function keyFor(purpose: Purpose, ledgerKey: KeyObject): KeyObject {
  const known = derived.get(ledgerKey) ?? new Map<Purpose, KeyObject>()
  derived.set(ledgerKey, known)
  const key = known.get(purpose) ?? derive(purpose, ledgerKey)
  known.set(purpose, key)
  return key
}

function derive(purpose: Purpose, ledgerKey: KeyObject): KeyObject {
  return createSecretKey(Buffer.from(createSigner(ledgerKey)(`the key for ${purpose}`), 'latin1'))
}
