import { editDistance } from '../../../core/text.js'

/** Longest name that is compared, in UTF-16 units. */
const MAX_NAME = 20

/** Returns the name that was probably meant: one with this beginning, or at most two typos away. */
export function closestName(typed: string, names: readonly string[]): string | undefined {
  if (typed.length < 2 || typed.length > MAX_NAME) return undefined
  const begun = names.find((name) => name.startsWith(typed))
  if (begun) return begun
  const [best] = names
    .map((name) => ({ name, edits: editDistance(typed, name) }))
    .sort((a, b) => a.edits - b.edits)
  return best && best.edits <= 2 && best.edits < best.name.length / 2 ? best.name : undefined
}
