import type { App } from '../../src/app/app.js'
import { quoted } from './unlinked.js'

/** Properties of outcomes that hold text chosen by people. */
const WORDS = new Set([
  ...['name', 'sender', 'member', 'actor', 'other', 'host', 'joined', 'left', 'chosenRoles'],
  ...['greeting', 'note', 'reason', 'desc', 'symbol'],
])

/**
 * Wraps the app so that nothing in people's text is tappable in its outcomes. It has to happen here: a finished answer
 * is one text that doesn't show whose word `/cancel` is.
 */
export function quotingApp(app: App): App {
  return new Proxy(app, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof member !== 'function') return member
      return (...parameters: unknown[]) => {
        const result: unknown = member(...parameters)
        return result instanceof Promise ? result.then((outcome) => quotedIn(outcome, false)) : result
      }
    },
  })
}

function quotedIn(value: unknown, words: boolean): unknown {
  if (typeof value === 'string') return words ? quoted(value) : value
  if (Array.isArray(value)) return value.map((each) => quotedIn(each, words))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, quotedIn(inner, WORDS.has(key))]),
  )
}
