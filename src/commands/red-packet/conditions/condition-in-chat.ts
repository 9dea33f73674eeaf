import type { Language } from '../../../i18n/language.js'

/** Texts about one kind of condition. */
export interface ConditionInChat<View, Refusal> {
  /** Lines on the card: how it works; after the end, what the answer was. */
  onCard(view: View, open: boolean, language: Language): readonly string[]
  /** Asks for the answer before the grab. */
  ask(view: View, language: Language): string
  /** Says how to answer by a reply to the card; undefined when others must not read the answer. */
  askReply(view: View, language: Language): string | undefined
  /** Labels of the answers to choose from, in place of the button that grabs. */
  choices?(view: View): readonly string[]
  wrong(left: number, language: Language): string
  refused(refusal: Refusal, language: Language): string
}
