import type { Mention } from '../request.js'
import { NAME_TURNS } from './line-reader.js'

/** Delimits the number of a mentioned person. Removed from typed text first. */
const MARK = '\ue000'
const MARKED = new RegExp(` ?@${MARK}(\\d+)${MARK} ?`, 'g')
/** The end of a number, which must stay attached to an adjacent name: the name may look like the rest of it. */
const NUMBER_BEFORE = /[\p{N}.,．，]$/u
const NUMBER_BEHIND = /^[\p{N}.．]/u
/** Control characters that reorder text. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** A stretch of a text that mentions a person, in UTF-16 units. */
export interface MentionAt {
  readonly offset: number
  readonly length: number
  readonly who: Mention
}

/** A line in which each mention is replaced by a word that can't be typed. */
export interface MarkedLine {
  readonly text: string
  /** By the name after the @ in the text. */
  readonly mentions: ReadonlyMap<string, Mention>
  /** Returns a text of the line with its mentions as they were written: a note may name people, too. */
  asTyped(text: string): string
}

/** Marks the mentions in a line, the first one first, for platforms that say where they are: a name may have spaces. */
export function markedLine(line: string, found: readonly MentionAt[]): MarkedLine {
  const mentions = new Map<string, Mention>()
  const written: string[] = []
  const typed = (start: number, end?: number) =>
    line.slice(start, end).replaceAll(MARK, '').replaceAll(NAME_TURNS, '')
  let text = ''
  let from = 0
  for (const { offset, length, who } of found) {
    if (offset < from) continue
    const before = typed(from, offset)
    const mark = `${MARK}${mentions.size}${MARK}`
    text += `${before}${NUMBER_BEFORE.test(before) ? '' : ' '}@${mark}`
    mentions.set(mark, who)
    from = offset + length
    if (!NUMBER_BEHIND.test(line.slice(from))) text += ' '
    // A name that reverses the following text keeps its effect, as a word of its own.
    if (TURNING.test(line.slice(offset, from))) text += `${NAME_TURNS} `
    // A comma that ends a name must not become a word.
    from += /^[,、;，；]*/u.exec(line.slice(from))?.[0].length ?? 0
    written.push(typed(offset, from))
  }
  return {
    ...{ text: text + typed(from), mentions },
    asTyped: (marked) =>
      marked.replace(MARKED, (_, index: string) => written[Number(index)] ?? '').replaceAll(NAME_TURNS, ''),
  }
}
