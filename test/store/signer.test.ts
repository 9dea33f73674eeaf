import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSigner } from '../../src/store/signer.js'

test('a signature is the HMAC-SHA-256 that node:crypto makes, for any key and any text', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 2_000, maxLength: 3_000 }))
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1 }), fc.integer({ min: 1, max: 64 }), (list, length) => {
      const key = createSecretKey(randomBytes(length))
      const sign = createSigner(key)
      for (const text of list) expect(sign(text)).toBe(createHmac('sha256', key).update(text).digest('hex'))
    }),
  )
})
