export interface Words {
  readonly text: string
  /** Parameters used in the text. */
  readonly uses: readonly string[]
}

/** Returns every text of a language by its path; functions are called with parameters that show in the result. */
export function wordsOf(value: unknown, path = ''): [string, Words][] {
  if (typeof value === 'string') return [[path, { text: value, uses: [] }]]
  if (typeof value === 'function') {
    const uses = new Set<string>()
    const parameters = new Proxy(
      {},
      {
        get: (_, name) => {
          uses.add(String(name))
          return `‹${String(name)}›`
        },
      },
    )
    const text: string = value(parameters)
    return [[path, { text, uses: [...uses].sort() }]]
  }
  return Object.entries(value as object).flatMap(([key, inner]) => wordsOf(inner, `${path}.${key}`))
}
