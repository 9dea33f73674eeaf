import fc from 'fast-check'

const SURROGATES_FROM = 0xd800
const SURROGATES = 0x800

/**
 * Any character but a surrogate, as a unit of `fc.string`. The same as fast-check's `binary`, whose first use in a process
 * takes a second to build a table of all 1.1 million.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat({ max: 0x10ffff - SURROGATES })
  .map((index) => String.fromCodePoint(index < SURROGATES_FROM ? index : index + SURROGATES), indexOf)

/** Returns a character's index; throws for any other value, as fast-check wants it. */
function indexOf(value: unknown): number {
  const [character, ...more] = typeof value === 'string' ? value : ''
  const point = character?.codePointAt(0)
  if (point === undefined || more.length > 0 || !character?.isWellFormed())
    throw new TypeError('not a character')
  return point < SURROGATES_FROM ? point : point - SURROGATES
}
