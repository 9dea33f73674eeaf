import {
  type Offer,
  type Suggestion,
  suggestCommands,
} from '../../../src/commands/framework/lines/suggest.js'
import type { Actor } from '../wire.js'

/** Returns completions for the word at the cursor: a command at the beginning, a member after an `@`. */
export function suggest(
  line: string,
  cursor: number,
  { actors, actor, offers }: { actors: readonly Actor[]; actor: Actor; offers: readonly Offer[] },
): Suggestion[] {
  const before = line.slice(0, cursor)
  const mention = /(^|\s)@(\S*)$/u.exec(before)
  if (!mention) return suggestCommands(line, cursor, offers, actor.admin)
  const typed = (mention[2] ?? '').toLowerCase()
  return actors
    .filter((member) => member.name.toLowerCase().startsWith(typed))
    .map((member) => {
      const begin = `${before.slice(0, before.length - typed.length)}${member.name} `
      return {
        key: member.user,
        title: `${member.avatar} ${member.name}`,
        hint: '',
        line: begin + line.slice(cursor).trimStart(),
        cursor: begin.length,
      }
    })
}
