import { rulesOfWay } from '../../../src/core/ways/ways.js'
import { money } from '../../../src/i18n/format.js'
import type { Actor, Language, Message } from '../wire.js'
import { QUIET_WORDS } from './quiet-words.js'

/** A small grey line between messages, about a red packet. */
export interface QuietLine {
  readonly kind: 'quiet'
  readonly id: string
  readonly at: number
  readonly text: string
}

/**
 * Returns the messages in order with a line for each share: of what others grabbed from a person's red packets, and of
 * what the person grabbed.
 */
export function withQuietLines(
  messages: readonly Message[],
  actor: Pick<Actor, 'name'>,
  language: Language,
): (Message | QuietLine)[] {
  const lines = messages.flatMap((message) =>
    message.kind === 'card' ? linesOf(message, actor, language) : [],
  )
  // The sort is stable, so a line stays below the card that it is about.
  return [...messages, ...lines].sort((one, other) => one.at - other.at)
}

function linesOf(
  { id, at: postedAt, envelope }: Message & { kind: 'card' },
  actor: Pick<Actor, 'name'>,
  language: Language,
): QuietLine[] {
  const say = QUIET_WORDS[language]
  const { sender, claims, state, endedAt, way, currency } = envelope
  const mine = sender.name === actor.name
  const won = rulesOfWay(way.kind).tickets === 'for shares'
  const line = (key: string, at: number, text: string): QuietLine => ({
    ...{ kind: 'quiet', id: `quiet:${id}:${key}`, at: Math.max(at, postedAt), text },
  })
  const lines: QuietLine[] = []
  for (const { position, member, at } of claims) {
    const own = member.name === actor.name
    if (own && mine) lines.push(line(`${position}`, at, won ? say.youWonYourOwn : say.yourOwn))
    else if (own)
      lines.push(line(`${position}`, at, won ? say.youWon(sender.name) : say.youGrabbed(sender.name)))
    else if (mine) lines.push(line(`${position}`, at, won ? say.won(member.name) : say.grabbed(member.name)))
  }
  if (!mine || endedAt === null) return lines
  const refunded = money(envelope.refunded, currency, language)
  if (state === 'finished') lines.push(line('end', endedAt, say.allGone))
  if (state === 'expired') lines.push(line('end', endedAt, say.expired(refunded)))
  if (state === 'cancelled') lines.push(line('end', endedAt, say.cancelled(refunded)))
  return lines
}
