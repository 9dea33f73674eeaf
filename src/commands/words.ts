import { type Catalogue, catalogue, type Language } from '../i18n/catalogue.js'
import type { Arguments, ChoiceArgument } from './arguments.js'

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
  readonly arguments: { readonly [K in keyof Args]: ArgumentWords<Args[K]> }
  readonly form?: { readonly title: string; readonly submit: string; readonly joined?: NamedArgument }
}

export type Words<Args, Say> = Readonly<Record<Language, CommandWords<Args> & { readonly say: Say }>>

/** Words of an argument from an entry of the catalogue, with what a typed line and a form need besides. */
export const named = <const More extends Partial<NamedArgument> & { choices?: object }>(
  { name, description }: { readonly name: string; readonly description: string },
  more?: More,
) => ({ name, about: description, ...(more as More) })

interface Names {
  readonly name: string
  readonly also: readonly string[]
}

/** English and Chinese, however the commands are called where they are read. */
export type Tongue = 'en' | 'zh'

/**
 * Words for every kind of place, from the catalogue of each. Where only Latin letters are heard, a command has its English
 * name in Chinese too, unless another is given.
 */
export function inAllPlaces<Rest extends object>(
  names: Readonly<Record<Tongue, Names>> & { readonly 'zh-latin'?: Names },
  of: (words: Catalogue, tongue: Tongue, name: string) => Rest,
): Readonly<Record<Language, Names & Rest>> {
  const latin = names['zh-latin'] ?? { name: names.en.name, also: [] }
  return {
    en: { ...names.en, ...of(catalogue('en'), 'en', names.en.name) },
    zh: { ...names.zh, ...of(catalogue('zh'), 'zh', names.zh.name) },
    'zh-latin': { ...latin, ...of(catalogue('zh-latin'), 'zh', latin.name) },
  }
}
