import { DEFAULT_RULES } from '../../core/envelope.js'
import type { Language } from '../../i18n/language.js'
import { type Entry, isGroup, isOffered } from '../define.js'
import type { Lifetimes } from '../offered-lifetimes.js'
import { isForAdmins, usageOf } from '../usage.js'
import { words } from './words.js'

/** /help: every command that the reader may give; how it is typed only where lines are. */
export function helpText(
  entries: readonly Entry[],
  language: Language,
  admin: boolean,
  allowed: Lifetimes = DEFAULT_RULES,
  optionsOnly = false,
): string {
  const { say } = words[language]
  const lineOf = (entry: Entry) => {
    const { name, about } = entry.words[language]
    if (optionsOnly) return `/${name}  ${about}`
    const usage = isGroup(entry)
      ? `/${name} [${entry.commands.map(({ words }) => words[language].name).join('|')}]`
      : usageOf(entry, entries, language, allowed)
    return `${usage}\n    ${about}`
  }
  const offered = entries.filter(isOffered)
  const lines = [say.intro, ...offered.filter((entry) => !isForAdmins(entry)).map(lineOf)]
  if (admin) lines.push(say.forAdmins, ...offered.filter(isForAdmins).map(lineOf))
  return lines.join('\n')
}
