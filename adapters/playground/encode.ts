import { linesOf, type Reply } from '../../src/commands/framework/replies/reply.js'
import { render } from '../../src/commands/framework/replies/rich-text.js'
import { dateTime } from '../../src/i18n/format.js'
import type { Actor, Answer, Language } from './wire.js'

interface Asked {
  readonly actor: Actor
  readonly id: string
  readonly language: Language
  /** The message whose button was tapped. */
  readonly message?: string | undefined
}

/** Encodes a reply for the page. Everything is private here, so there are no announcements. */
export function answerOf(reply: Reply, { actor, id, language, message }: Asked, now: number): Answer {
  const { tone, actions, form, outcome, prize } = reply
  const replaced = reply.replaces && message !== undefined ? message : `answer:${actor.user}:${id}`
  return {
    ...(!form && {
      message: {
        ...{ id: replaced, at: now, kind: 'private', to: actor.user, text: textOf(reply, language), tone },
        ...(actions && { actions }),
      },
    }),
    ...(form && { form }),
    ...(outcome !== undefined && { outcome }),
    ...(prize !== undefined && { amount: prize }),
  }
}

/** Returns the text of a reply without markup: the page shows it as it is. */
export function textOf({ blocks }: Pick<Reply, 'blocks'>, language: Language): string {
  const plain = (text: string) => text
  const at = (at: number) => dateTime(at, language)
  const named = ({ name }: { readonly name: string }) => name
  const write = { plain, strong: plain, code: plain, at, quote: plain, mention: named, role: named }
  return linesOf(blocks)
    .map((line) => render(line, write))
    .join('\n')
}
