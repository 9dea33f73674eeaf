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

/** Returns the Levenshtein distance: letters to add, drop or change. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}
