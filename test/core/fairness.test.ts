import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commit, commitmentText } from '../../src/core/fairness.js'

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const commitments = fc.record({
  envelopeNo: hex(10),
  shares: fc.array(fc.integer({ min: 1, max: 10 ** 12 }), { minLength: 1, maxLength: 20 }),
  salt: hex(32),
})

test('sha256sum of the text gives the digest, so anyone with a shell can check it', () => {
  fc.assert(
    fc.property(commitments, (commitment) => {
      const printed = execFileSync('sha256sum', { input: commitmentText(commitment), encoding: 'utf8' })
      expect(printed.split(' ')[0]).toBe(commit(commitment))
    }),
    { numRuns: 10 },
  )
})

test('the line for the shell is one line without a quote', () => {
  fc.assert(
    fc.property(commitments, (commitment) => {
      const text = commitmentText(commitment)
      expect(text).toMatch(/^[\x20-\x7e]+$/)
      expect(text).not.toMatch(/['"\\$`]/)
      const printed = execFileSync('sh', ['-c', `printf %s '${text}' | sha256sum`], { encoding: 'utf8' })
      expect(printed.split(' ')[0]).toBe(commit(commitment))
    }),
    { numRuns: 5 },
  )
})

test('a different number, salt, share or order of shares gives a different digest', () => {
  fc.assert(
    fc.property(commitments, commitments, (one, other) => {
      fc.pre(commitmentText(one) !== commitmentText(other))
      expect(commit(one)).not.toBe(commit(other))
      const reordered = { ...one, shares: [...one.shares, 1].reverse() }
      expect(commit(reordered)).not.toBe(commit(one))
    }),
  )
  const sealed = { envelopeNo: '00aa', shares: [1, 23], salt: '5a' }
  expect(commit({ ...sealed, shares: [12, 3] })).not.toBe(commit(sealed))
  expect(commit({ ...sealed, shares: [23, 1] })).not.toBe(commit(sealed))
})

test('the format matches the published one', () => {
  expect(commitmentText({ envelopeNo: '0a1b2c3d4e', shares: [5, 3, 2], salt: 'f'.repeat(32) })).toBe(
    `luckymoney/1 0a1b2c3d4e 5,3,2 ${'f'.repeat(32)}`,
  )
})
