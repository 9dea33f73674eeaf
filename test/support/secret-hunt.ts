import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A shorter part of a token is the bot's id, or reveals nothing. */
const SHORTEST_SECRET = 16
/** The start and the end of encoded text depend on what surrounds it. Characters. */
const RAGGED = 4

/** Returns everything that could reveal a token in output: itself, its secret parts, and both encoded. */
export function tracesOf(token: string): string[] {
  const parts = token.split(/[.:]/).filter((part) => part.length >= SHORTEST_SECRET)
  const plain = [...new Set([token, ...parts])]
  const encoded = plain.flatMap((text) => [
    encodeURIComponent(text),
    Buffer.from(text).toString('hex'),
    text.split('').reverse().join(''),
    // Base64 differs by where in a group of three bytes the text starts.
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

/** Returns where a trace of a token is: in the texts, by their names, or in the files of a folder. */
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
