import { DEFAULT_RULES } from '../../core/envelope.js'
import { readingWords } from '../framework/arguments/reading-words.js'
import { type Command, type Entry, isGroup } from '../framework/define.js'
import { furtherParts, groupHint, typedName, usageOf } from '../framework/lines/usage.js'
import type { Block } from '../framework/replies/reply.js'
import { code, fill, type Text } from '../framework/replies/rich-text.js'
import type { Traits } from '../framework/request.js'
import type { HelpPlace } from './help-text.js'
import { words } from './words.js'

/** Explains a command: how it is typed, and on a line each what its further arguments do. Of a group, all commands. */
export function explainBlocks(entry: Entry, place: HelpPlace, tells: Traits['tells']): Block[] {
  const { entries, language, optionsOnly, allowed = DEFAULT_RULES } = place
  const { say } = words[language]
  const { about } = entry.words[language]
  if (optionsOnly) {
    const name = isGroup(entry) ? `/${entry.words[language].name}` : typedName(entry, entries, language)
    return [{ kind: 'heading', text: `${name}  ${about}` }, ...listed(optionLines(entry, place, tells))]
  }
  const heading: Block = { kind: 'heading', text: about }
  if (isGroup(entry))
    return [heading, { kind: 'text', text: groupHint(entry.name, entries, language, allowed) }]
  const usage = usageOf(entry, entries, language, allowed)
  const { example } = entry.words[language]
  const parts = furtherParts(entry, language, tells, allowed)
  return [
    heading,
    { kind: 'text', text: readingWords[language].usage({ usage, example }) },
    ...listed(parts.map(({ typed, about }) => fill(say.line, { example: code(typed), about }))),
  ]
}

/** A line for each option of a command, or for each command of a group. */
function optionLines(entry: Entry, { entries, language }: HelpPlace, tells: Traits['tells'] = []): string[] {
  const { say } = words[language]
  if (isGroup(entry))
    return entry.commands.map((command) =>
      say.line({
        example: typedName(command, entries, language),
        about: command.words[language].about,
      }),
    )
  return Object.entries((entry as Command).arguments)
    .filter(([, { hidden, unlisted }]) => !hidden && !unlisted)
    .filter(([, { needs }]) => needs === undefined || tells.includes(needs))
    .flatMap(([key]) => {
      const argument = entry.words[language].arguments[key]
      return argument ? [say.line({ example: argument.name, about: argument.about })] : []
    })
}

function listed(lines: readonly Text[]): Block[] {
  return lines.length === 0 ? [] : [{ kind: 'list', lines }]
}
