/** Invisible characters, which could hide the slash. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Control characters that reorder text. */
const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/u
/** A word, including the spaces that group the digits of a number: people read `1 000` as one number. */
const WORD = /^(?:\S|(?<=\p{N})[\u00a0\u2007-\u2009\u202f](?=\p{N}))+/u
/** Offset from an ASCII character to its full-width form. */
const FULL_WIDTH = 0xfee0
/** Several words in quotation marks. */
const QUOTED = /^(?:"([^"]+)"|“([^”]+)”|「([^」]+)」|'([^']+)')(?=\s|$)/u
/**
 * Marker that an adapter inserts after a name that reverses the following text, when the platform says where the name
 * ends.
 */
export const NAME_TURNS = '\ue001'

/** Words of a line one by one, with full-width forms folded, and the remaining text as it was typed. */
export class LineWords {
  /** True if an earlier word reverses the text after it, so that a reader takes `15` for `51`. */
  turned = false
  /** True if an earlier name does so. */
  turnedByName = false
  private left: string
  private before = ''

  constructor(line: string) {
    this.left = line.trim()
  }

  peek(ahead = 0): string | undefined {
    this.passNameTurns()
    let left = this.left
    for (let skip = 0; skip < ahead; skip++) left = left.replace(WORD, '').trimStart()
    // Only these, because other lookalikes differ in meaning, such as the ² in 10².
    return WORD.exec(left)?.[0].replace(/[\uff01-\uff5e]/g, (wide) =>
      String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH),
    )
  }

  next(): string | undefined {
    const word = this.peek()
    if (word !== undefined && BIDI_CONTROL.test(word)) this.turned = true
    this.before = this.left
    this.left = this.left.replace(WORD, '').trimStart()
    return word
  }

  /** Puts the last word back. */
  back(): void {
    this.left = this.before
  }

  rest(): string {
    this.passNameTurns()
    return this.left
  }

  /** Takes the text that an argument found at the start. */
  take({ length, value }: { readonly length: number; readonly value: string }): string {
    this.left = this.rest().slice(length).trimStart()
    return value
  }

  /** Takes the next word, or several in quotation marks, without these. */
  takeQuoted(): string {
    const quoted = QUOTED.exec(this.rest())
    if (!quoted) return this.next() ?? ''
    return this.take({
      length: quoted[0].length,
      value: quoted.slice(1).find((text) => text !== undefined) ?? '',
    })
  }

  takeRest(): string {
    const rest = this.rest()
    this.left = ''
    return rest
  }

  private passNameTurns(): void {
    if (!this.left.startsWith(NAME_TURNS)) return
    this.turnedByName = true
    this.left = this.left.slice(NAME_TURNS.length).trimStart()
  }
}
