import type { App } from '../app/app.js'

/** Properties of outcomes that hold text chosen by people. */
const WORDS = new Set([
  ...['name', 'sender', 'member', 'actor', 'other', 'host', 'joined', 'left', 'chosenRoles'],
  ...['greeting', 'note', 'reason', 'desc', 'symbol', 'from', 'to', 'movedTo'],
  ...['said', 'word', 'question', 'answers'],
])

/**
 * Returns the app with `change` applied to other people’s words in its outcomes. A reply is one text in the end and no
 * longer shows whose word `/cancel` is, so a platform on which words can be tapped has to change them here.
 */
export function changingWords(app: App, change: (words: string) => string): App {
  const changed = (value: unknown, isWords: boolean): unknown => {
    if (typeof value === 'string') return isWords ? change(value) : value
    if (Array.isArray(value)) return value.map((each) => changed(each, isWords))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, changed(inner, WORDS.has(key))]),
    )
  }
  return new Proxy(app, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof member !== 'function') return member
      return function outcomeOf(...parameters: unknown[]) {
        const result: unknown = member(...parameters)
        return result instanceof Promise ? result.then((outcome) => changed(outcome, false)) : result
      }
    },
  })
}
