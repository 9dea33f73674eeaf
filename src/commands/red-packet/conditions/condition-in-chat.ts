import type { Language } from '../../../i18n/language.js'
import type { Argument } from '../../framework/arguments/arguments.js'
import type { Raws } from '../../framework/request.js'
import type { NamedArgument, Tongue } from '../../framework/words.js'

/** One kind of condition, as members order, see and meet it. */
export interface ConditionInChat<Condition, View, Fault extends { readonly kind: string }, Refusal, Given> {
  /** Arguments of a red packet that ask for it. */
  readonly arguments: Readonly<Record<keyof Given & string, Argument & { readonly optional: true }>>
  readonly words: Readonly<Record<Tongue, Readonly<Record<keyof Given & string, NamedArgument>>>>
  /** Which of the arguments the form offers. */
  readonly inForm: readonly (keyof Given & string)[]
  /** Returns the condition that the arguments ask for, if they do. */
  from(given: Given): Condition | undefined
  /** Returns the arguments that ask for it once more; undefined when none do. */
  raws(condition: Condition): Raws | undefined
  /** Returns why the arguments must not be used as they were given; `isPublic`: others have read them. */
  unsafe?(given: Given, isPublic: boolean, language: Language): string | undefined
  /** Returns whether the end of one red packet reveals the answer to another with the same condition. */
  endShowsAnswer?(condition: Condition): boolean
  /** Says why a red packet can't be sent with it. */
  readonly faults: {
    readonly [Kind in Fault['kind']]: (fault: Extract<Fault, { kind: Kind }>, language: Language) => string
  }
  /** Lines on the card: how it works; after the end, what the answer was. */
  onCard(view: View, open: boolean, language: Language): readonly string[]
  refused(refusal: Refusal, language: Language): string
  /** How people answer; absent when something about the person decides. */
  readonly question?: Question<View>
}

/** Texts of a condition that people answer. */
interface Question<View> {
  /** Asks for the answer before the grab. */
  ask(view: View, language: Language): string
  /** Says how to answer by a reply to the card; undefined when others must not read the answer. */
  askReply(view: View, language: Language): string | undefined
  /** Labels of the answers to choose from, in place of the button that grabs. */
  choices?(view: View): readonly string[]
  wrong(left: number, language: Language): string
}
