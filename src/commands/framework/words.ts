import type { Language } from '../../i18n/language.js'
import type { Arguments, ChoiceArgument } from './arguments/arguments.js'
import { chineseSlash, latinSlash, type Slash } from './slash.js'

/** Words of an argument. */
export interface NamedArgument {
  /** Lower case, no spaces: the name of Discord's option, and the word in the usage. */
  readonly name: string
  /** At most 100 characters. */
  readonly about: string
  /** Said when it is missing or cannot be read. */
  readonly ask?: string
  /** Keywords before the value in a typed line, or the words that are the value of a flag. */
  readonly typed?: readonly string[]
  /** Above its field in a form; `about` when not given. */
  readonly label?: string
  readonly placeholder?: string
  /** In a form, of an optional choice of which none is chosen. */
  readonly unset?: string
}

/** The words of an argument; of a choice also a label for each value, then the ways to type it. */
export type ArgumentWords<A> = NamedArgument &
  (A extends ChoiceArgument<infer Value>
    ? { readonly choices: Readonly<Record<Value, readonly string[]>> }
    : object)

export interface CommandWords<Args = Arguments> {
  readonly name: string
  /** Other ways to type the name. */
  readonly also: readonly string[]
  /** At most 100 characters. */
  readonly about: string
  readonly example: string
  /** In front of its further arguments; a general word when not given. */
  readonly more?: string
  readonly arguments: { readonly [K in keyof Args]: ArgumentWords<Args[K]> }
  readonly form?: { readonly title: string; readonly submit: string; readonly joined?: NamedArgument }
}

export type Words<Args, Say> = Readonly<Record<Language, CommandWords<Args> & { readonly say: Say }>>

/** English and Chinese, however the commands are called where they are read. */
export type Tongue = 'en' | 'zh'

interface Names {
  readonly name: string
  readonly also: readonly string[]
}

/**
 * A command's words for every kind of place. Chinese gets `slash` for the commands that it mentions. Where only Latin letters
 * are heard, a command has its English name in Chinese too, unless another is given.
 */
export function inAllPlaces<Rest extends object>(
  names: Readonly<Record<Tongue, Names>> & { readonly 'zh-latin'?: Names },
  en: Rest,
  zh: (slash: Slash) => NoInfer<Rest>,
): Readonly<Record<Language, Names & Rest>> {
  const latin = names['zh-latin'] ?? { name: names.en.name, also: [] }
  return {
    en: { ...names.en, ...en },
    zh: { ...names.zh, ...zh(chineseSlash) },
    'zh-latin': { ...latin, ...zh(latinSlash) },
  }
}

/** Texts of no single command for every kind of place. */
export function inEveryLanguage<Texts extends object>(
  en: Texts,
  zh: (slash: Slash) => NoInfer<Texts>,
): Readonly<Record<Language, Texts>> {
  return { en, zh: zh(chineseSlash), 'zh-latin': zh(latinSlash) }
}
