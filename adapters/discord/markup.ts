import { render, type Span, type Text, type Writer } from '../../src/commands/framework/replies/rich-text.js'
import { fitted, plainName } from '../../src/core/text.js'
import { DISCORD } from './decode.js'

/** Puts a backslash, which Discord does not show, before every sign of markup, a mention, an emoji or a link. */
export function plain(text: string): string {
  return text.replace(/[\\*_~`|>#\-+[\]()<@:/.]/g, '\\$&')
}

/** Looks up whether every member may ping a role; undefined for a role that the channel’s server does not have. */
export type RoleHere = (role: string) => { readonly mentionable: boolean } | undefined

/** Renders a text as Discord markup. Only roles that every member may ping become mentions. */
export function markup(text: Text, roleHere: RoleHere): string {
  const write: Writer = {
    plain,
    strong: (strong) => `**${plain(strong)}**`,
    code: (code) => (code.includes('`') ? plain(code) : `\`${code}\``),
    // Shown in each reader's own time zone.
    at: (at) => `<t:${Math.floor(at / 1000)}:f>`,
    quote: plain,
    mention: ({ platform, user, name }) => (platform === DISCORD ? `<@${user}>` : plain(name)),
    role: ({ role, name }) =>
      roleHere(role)?.mentionable ? `<@&${role}>` : plain(`@${plainName(name.replace(/^@/, ''))}`),
  }
  if (typeof text === 'string') return plain(text)
  return text
    .map((span, index) =>
      isBlock(span, text[index - 1], text[index + 1]) ? blockOf(span.code) : render([span], write),
    )
    .join('')
}

/** Returns whether a verbatim span is alone on its line; there it becomes a block with a copy button. */
function isBlock(
  span: Span,
  before: Span | undefined,
  after: Span | undefined,
): span is { readonly code: string } {
  if (typeof span === 'string' || !('code' in span) || span.code.includes('`')) return false
  const begins = before === undefined || (typeof before === 'string' && before.endsWith('\n'))
  return begins && (after === undefined || (typeof after === 'string' && after.startsWith('\n')))
}

function blockOf(code: string): string {
  return `\`\`\`\n${code}\n\`\`\``
}

/** Half of a character or of an escape. */
const BROKEN = /[\ud800-\udbff]$|(?<!\\)(\\\\)*\\$/u

/** Returns markup, or as many whole lines of it as fit, with an ellipsis for the rest. */
export function fittedMarkup(text: string, max: number): string {
  return fitted(text, max, BROKEN)
}
