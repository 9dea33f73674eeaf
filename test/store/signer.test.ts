import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSigner } from '../../src/store/signer.js'
import { anyCharacter } from '../support/any-character.js'

test("signs like node:crypto's HMAC-SHA-256, for any ledger key and any text", () => {
  const texts = fc.oneof(fc.string({ unit: anyCharacter }), fc.string({ minLength: 2_000, maxLength: 3_000 }))
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1 }), (list) => {
      const key = createSecretKey(Buffer.from(randomBytes(32).toString('hex'), 'latin1'))
      const sign = createSigner(key)
      for (const text of list) expect(sign(text)).toBe(createHmac('sha256', key).update(text).digest('hex'))
    }),
  )
})

test.each([
  randomBytes(32),
  Buffer.from('a'.repeat(63)),
  Buffer.from('A'.repeat(64)),
  Buffer.from('g'.repeat(64)),
])('refuses an invalid ledger key: %s', (bytes) => {
  expect(() => createSigner(createSecretKey(bytes))).toThrow('64 hexadecimal digits')
})
