import type { Language } from '../i18n/catalogue.js'
import type { Tongue } from './words.js'

interface Names {
  readonly name: string
  readonly also: readonly string[]
}

/** Writes a command, with its slash, as the place hears it. */
export type Slash = (en: string, zh: string) => string

/**
 * A command's words for every kind of place, kept in its own folder. Where only Latin letters are heard, a command has its
 * English name in Chinese too, unless another is given.
 */
export function ownWords<Rest extends object>(
  names: Readonly<Record<Tongue, Names>> & { readonly 'zh-latin'?: Names },
  en: Rest,
  zh: (slash: Slash) => NoInfer<Rest>,
): Readonly<Record<Language, Names & Rest>> {
  const latin = names['zh-latin'] ?? { name: names.en.name, also: [] }
  return {
    en: { ...names.en, ...en },
    zh: { ...names.zh, ...zh((_, name) => `/${name}`) },
    'zh-latin': { ...latin, ...zh((name) => `/${name}`) },
  }
}
