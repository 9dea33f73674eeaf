import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A part of a token that is shorter is the id of the bot, or says nothing. */
const SHORTEST_SECRET = 16
/** The beginning and the end of what was encoded depend on what stands beside it. Characters. */
const RAGGED = 4

/** Everything by which somebody could know a token from what is printed: itself, its secret parts, and both encoded. */
export function tracesOf(token: string): string[] {
  const parts = token.split(/[.:]/).filter((part) => part.length >= SHORTEST_SECRET)
  const plain = [...new Set([token, ...parts])]
  const encoded = plain.flatMap((text) => [
    encodeURIComponent(text),
    Buffer.from(text).toString('hex'),
    text.split('').reverse().join(''),
    // Base64 looks different by where in a group of three bytes the text begins.
    ...[0, 1, 2].flatMap((before) =>
      (['base64', 'base64url'] as const).map((encoding) =>
        Buffer.from('x'.repeat(before) + text)
          .toString(encoding)
          .slice(RAGGED, -RAGGED),
      ),
    ),
  ])
  return [...new Set([...plain, ...encoded])]
}

/** Where any trace of a token is: in the texts, by their names, or in the files of a folder. */
export function foundIn(token: string, texts: Record<string, string>, folder: string): string[] {
  const places = new Map(Object.entries(texts))
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  ))
    places.set(join(name.parentPath, name.name), readFileSync(join(name.parentPath, name.name), 'latin1'))
  return [...places].flatMap(([place, text]) =>
    tracesOf(token)
      .filter((trace) => text.includes(trace))
      .map((trace) => `${place}: …${text.slice(Math.max(0, text.indexOf(trace) - 60), text.indexOf(trace))}`),
  )
}
