import { commandWords, type Language, usageOf } from '../../../src/i18n/catalogue.js'
import { COMMANDS } from '../../../src/messaging/commands.js'
import { LOBBY_LIFETIMES } from '../actors.js'
import type { Actor } from '../wire.js'

/** A way to go on with what is being typed. */
export interface Suggestion {
  readonly key: string
  readonly title: string
  readonly hint: string
  /** What the line is when this is taken; the cursor goes to `cursor`. */
  readonly line: string
  readonly cursor: number
}

/** What may be meant by the word at the cursor: a command at the beginning, a member after an `@`. */
export function suggest(
  line: string,
  cursor: number,
  { actors, actor, language }: { actors: readonly Actor[]; actor: Actor; language: Language },
): Suggestion[] {
  const before = line.slice(0, cursor)
  const after = line.slice(cursor)
  if (/^\/\S*$/u.test(before)) return commandsFor(before.slice(1), after, actor, language)
  const mention = /(^|\s)@(\S*)$/u.exec(before)
  if (!mention) return []
  const typed = (mention[2] ?? '').toLowerCase()
  return actors
    .filter((member) => member.name.toLowerCase().startsWith(typed))
    .map((member) => {
      const begin = `${before.slice(0, before.length - typed.length)}${member.name} `
      return {
        key: member.user,
        title: `${member.avatar} ${member.name}`,
        hint: '',
        line: begin + after.trimStart(),
        cursor: begin.length,
      }
    })
}

function commandsFor(typed: string, after: string, actor: Actor, language: Language): Suggestion[] {
  const wanted = typed.toLowerCase()
  return COMMANDS.filter(
    ({ name, aliases, admin }) =>
      (actor.admin || !admin) &&
      (name.startsWith(wanted) || aliases.some((alias) => alias.startsWith(wanted))),
  ).map(({ name }) => {
    const { description } = commandWords(name, language)
    const usage = usageOf(name, language, LOBBY_LIFETIMES)
    const written = usage.split(' ', 1)[0] ?? `/${name}`
    return {
      key: name,
      title: usage,
      hint: description,
      line: `${written} ${after.trimStart()}`,
      cursor: written.length + 1,
    }
  })
}
