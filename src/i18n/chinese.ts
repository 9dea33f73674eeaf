/** Letters, digits and signs that need a space beside Chinese; punctuation of either script needs none. */
const NEEDS_SPACE = /[\p{L}\p{N}\p{S}@#]/u
const CHINESE = /\p{Script=Han}/u
/** Invisible, around names that run from right to left. */
const ISOLATES = /[\u2068\u2069]/g

/** Returns the space that belongs between two texts: one where Chinese meets Latin letters, digits or signs. */
export function gapBetween(before: string, after: string): string {
  const last = [...before.replace(ISOLATES, '').slice(-2)].at(-1) ?? ''
  const [first = ''] = after.replace(ISOLATES, '')
  return (CHINESE.test(last) && isForeign(first)) || (isForeign(last) && CHINESE.test(first)) ? ' ' : ''
}

const isForeign = (letter: string) => NEEDS_SPACE.test(letter) && !CHINESE.test(letter)

/**
 * Writes a Chinese text around names and numbers: ``chinese`${name}的红包` `` is `小兰的红包` and `Lan 的红包`. Nothing
 * inside a value changes.
 */
export function chinese(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return texts.reduce((written, text, index) => {
    const value = String(values[index - 1])
    const gap = text === '' ? '' : gapBetween(value, text)
    return `${written}${gapBetween(written, value)}${value}${gap}${text}`
  })
}
