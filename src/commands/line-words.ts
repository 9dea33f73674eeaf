/** Invisible characters, which could hide the slash. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Makes a reader see the signs behind it in another order than they have. */
const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/u
/** A word, with the spaces within a number that group its digits, because people read `1 000` as one number. */
const WORD = /^(?:\S|(?<=\p{N})[\u00a0\u2007-\u2009\u202f](?=\p{N}))+/u
/** From the code of an ASCII sign to that of its full-width form. */
const FULL_WIDTH = 0xfee0
/** The word that an adapter puts behind a name that turns the text after it, where its platform says where the name ends. */
export const NAME_TURNS = '\ue001'

/** Words of a line one by one, full-width forms folded, and the text behind them as it was typed. */
export class LineWords {
  /** Whether a word so far turns the text behind it around, so that a reader takes `15` for `51`. */
  turned = false
  /** Whether a name does so that was read so far. */
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
    // Only these: other forms that look alike mean something else, as the ² in 10² does.
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

  /** Gives the last word back. */
  back(): void {
    this.left = this.before
  }

  rest(): string {
    this.passNameTurns()
    return this.left
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
