import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { cardActions } from '../../../src/commands/red-packet/card.js'
import { isDrawn, rulesOfWay } from '../../../src/core/ways/ways.js'
import type { Actor, Language } from '../wire.js'
import { LIVELY_WORDS } from './lively-words.js'
import type { Model } from './model.js'

/** A member's next act. */
export type LivelyAct =
  | { readonly kind: 'say'; readonly as: string; readonly text: string }
  | { readonly kind: 'grab'; readonly as: string; readonly data: string }

/** Silence after which someone sends a red packet, in milliseconds. */
const SILENCE = 45_000
/** Red packets that the group sends without being asked, so that a page left open doesn't empty all wallets. */
const MOST_PACKETS = 5
/** The least that a sender must have, in minor units. */
const ENOUGH = 10_000
/** Chances at each look: that someone grabs, and that someone who grabbed says thanks. */
const GRABS = 0.6
const THANKS = 0.3

type Seen = Pick<Model, 'actors' | 'messages' | 'balances'>

/**
 * The members that no one plays: they talk in an empty chat, grab what is open and say thanks. They leave the last share
 * of each other's red packets to the visitor until the visitor has one.
 */
export class LivelyGroup {
  private spoken: number | undefined
  private sent = 0
  private grateful: string | undefined
  /** Taps so far, by envelope and user: the answer to one may have been no. */
  private readonly tapped = new Set<string>()

  /** `random` returns a number from 0 to below 1. */
  constructor(private readonly random: () => number) {}

  /** Returns whether the group has just met, so the chat fills quickly. */
  get isMeeting(): boolean {
    return this.spoken === undefined || this.spoken < LIVELY_WORDS.en.opening.length
  }

  /** Returns what happens now; undefined when nothing does. `visitor` is whom the visitor plays, `now` UTC milliseconds. */
  next(seen: Seen, visitor: Actor, language: Language, now: number): LivelyAct | undefined {
    const words = LIVELY_WORDS[language]
    this.spoken ??= seen.messages.length === 0 ? 0 : words.opening.length
    const opening = words.opening[this.spoken]
    if (opening) {
      this.spoken++
      return opening.as === visitor.user ? undefined : { kind: 'say', ...opening }
    }
    if (this.grateful !== undefined) {
      const as = this.grateful
      this.grateful = undefined
      return { kind: 'say', as, text: this.oneOf(words.thanks) }
    }
    const grabs = openCards(seen, now).flatMap((envelope) => this.grabsOf(envelope, seen.actors, visitor))
    if (grabs.length > 0) return this.random() < GRABS ? this.grab(this.oneOf(grabs)) : undefined
    return this.packet(seen, visitor, words.packets, now)
  }

  private grabsOf(envelope: EnvelopeView, actors: readonly Actor[], visitor: Actor): Grab[] {
    if (!isPlain(envelope)) return []
    const { envelopeNo, count, grabbedCount, way } = envelope
    const isKept = envelope.sender.name !== visitor.name && mayGrab(envelope, visitor)
    const left = count - grabbedCount - (isKept ? 1 : 0)
    if (left <= 0 && !isDrawn(way.kind)) return []
    return actors
      .filter((actor) => actor.user !== visitor.user && mayGrab(envelope, actor))
      .map(({ user }) => ({ user, envelopeNo, key: `${envelopeNo}:${user}` }))
      .filter(({ key }) => !this.tapped.has(key))
  }

  private grab({ user, envelopeNo, key }: Grab): LivelyAct {
    this.tapped.add(key)
    if (this.random() < THANKS) this.grateful = user
    return { kind: 'grab', as: user, data: cardActions(envelopeNo, 'en').grab.data }
  }

  private packet(seen: Seen, visitor: Actor, packets: readonly string[], now: number): LivelyAct | undefined {
    const quietSince = seen.messages.at(-1)?.at ?? 0
    if (this.sent >= MOST_PACKETS || now - quietSince < SILENCE || openCards(seen, now).length > 0)
      return undefined
    const senders = seen.actors.filter(
      ({ user }) => user !== visitor.user && (seen.balances[user] ?? 0) >= ENOUGH,
    )
    if (senders.length === 0) return undefined
    this.sent++
    return { kind: 'say', as: this.oneOf(senders).user, text: this.oneOf(packets) }
  }

  private oneOf<One>(all: readonly One[]): One {
    return all[Math.floor(this.random() * all.length)] as One
  }
}

interface Grab {
  readonly user: string
  readonly envelopeNo: string
  readonly key: string
}

function openCards({ messages }: Seen, now: number): EnvelopeView[] {
  return messages.flatMap((message) =>
    message.kind === 'card' && message.envelope.state === 'open' && message.envelope.deadline > now
      ? [message.envelope]
      : [],
  )
}

/** Returns whether a tap is enough: no question, and no tries to use up. */
function isPlain({ conditions, way }: EnvelopeView): boolean {
  return conditions === undefined && !rulesOfWay(way.kind).tries
}

function mayGrab(envelope: EnvelopeView, { name }: Actor): boolean {
  const { audience, chosen, sender, senderMayGrab, claims } = envelope
  if (claims.some(({ member }) => member.name === name)) return false
  if (sender.name === name && !senderMayGrab) return false
  return audience === 'everyone' || chosen.some((member) => member.name === name)
}
