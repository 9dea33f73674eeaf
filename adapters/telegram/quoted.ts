import type { App } from '../../src/app/app.js'
import { quoted } from './unlinked.js'

/** Where outcomes hold what people, or admins for a chat, have chosen as words. */
const WORDS = new Set([
  ...['name', 'sender', 'member', 'actor', 'other', 'host', 'joined', 'left', 'chosenRoles'],
  ...['greeting', 'note', 'reason', 'desc', 'symbol'],
])

/**
 * The app with other people's words in its outcomes so that nothing in them can be tapped. An answer is one text in
 * the end, in which nobody can tell any more whose words `/cancel` was.
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
