import { isDeepStrictEqual } from 'node:util'
import type { Urgency } from '../commands/framework/replies/reply.js'
import type { DescribedPicture } from './card-pictures.js'

/** Maximum waiting answers per person and chat, except about money. */
const MOST_OF_ONE = 5
/** Maximum waiting answers per chat, except about money. */
const MOST_IN_ALL = 20
/** Maximum waiting answers about money per chat; further ones are only counted. */
const MOST_ABOUT_MONEY = 200
/** Number of answers that may jump the queue before the longest-waiting one goes next. */
const MOST_AHEAD = 3
/** People whose last turn is remembered. */
const MOST_TURNS = 20

/** Most urgent first; the last is a mere update of a message. */
const ABOUT = ['money', 'act', 'read', 'redraw'] as const satisfies (Urgency | 'redraw')[]
export type About = (typeof ABOUT)[number]

/** A message with its method's parameters, without the chat. `picture`: has the text as its caption. */
export interface OutgoingMessage {
  readonly text: string
  readonly picture?: DescribedPicture | undefined
  readonly [parameter: string]: unknown
}

export type Sent =
  | { readonly kind: 'sent'; readonly message: string }
  /** Refused for good, crowded out, or expired. */
  | { readonly kind: 'unsent'; readonly why: string }

export interface Waiting {
  readonly about: About
  /** Person whose command or tap is answered; the quota counts per person. */
  readonly by: string
  /** Message to edit; undefined for a new one. */
  readonly edits: number | undefined
  /** Renders the message when its turn comes. */
  readonly message: () => OutgoingMessage
  /** When the answer expires, in milliseconds of the monotonic clock. */
  readonly deadline: number
  /** Number of tries so far. */
  tries: number
  /** Called once with the final result. */
  readonly done: (sent: Sent) => void
}

/** What comes next. `overdue`: enough others have gone first, so it may use the calls reserved for urgent answers. */
export interface Turn {
  readonly about: About
  readonly overdue: boolean
}

/** Answers combined into one message. */
export interface Batch {
  readonly items: readonly Waiting[]
  readonly message: OutgoingMessage
  /** Number of answers about money that the message only counts. */
  readonly counted: number
}

/**
 * Answers waiting for one chat. Those about money come first and are never dropped: beyond the limit, they are counted.
 * All others have a quota per person and an overall limit, and people take turns. No answer is skipped for long.
 */
export class WaitingList {
  private items: Waiting[] = []
  private counted = 0
  /** People answered recently, the latest at the end. */
  private turns: string[] = []
  /** How many in a row have jumped the queue. */
  private ahead = 0

  /**
   * `more` renders the sentence for answers about money that were only counted; `longest` is the platform's limit for a
   * message, in characters.
   */
  constructor(
    private readonly more: (count: number) => OutgoingMessage,
    private readonly longest: number,
  ) {}

  add(item: Waiting): void {
    const { edits } = item
    if (edits !== undefined) this.drop((other) => other.edits === edits, 'superseded by a later edit')
    const money = this.items.filter(isMoney)
    if (isMoney(item) && money.length >= MOST_ABOUT_MONEY) {
      this.count(1)
      item.done({ kind: 'unsent', why: 'only counted' })
      return
    }
    this.items.push(item)
    const others = this.items.filter((each) => !isMoney(each))
    const own = others.filter(({ by }) => by === item.by)
    if (own.length > MOST_OF_ONE) this.dropLeast(own)
    else if (others.length > MOST_IN_ALL) this.dropLeast(others)
  }

  /** Puts back answers that couldn't be sent for now. */
  putBack({ items, counted }: Batch): void {
    this.items.unshift(...items)
    this.counted += counted
  }

  /** Adds `answers` answers about money to the count. */
  count(answers: number): void {
    this.counted += answers
  }

  /** Drops the answers whose deadline has passed at `time`. */
  expire(time: number): void {
    this.drop(({ deadline }) => deadline < time, 'too late')
  }

  /** Drops everything and returns how many answers about money were dropped. */
  clear(why: string): number {
    const lost = this.counted + this.items.filter(isMoney).length
    this.counted = 0
    this.drop(() => true, why)
    return lost
  }

  /** The answer whose turn it is; undefined when none waits. */
  next(): Turn | undefined {
    const overdue = this.overdue()
    if (overdue) return { about: overdue.about, overdue: true }
    const about = this.counted > 0 ? 'money' : this.best()?.about
    return about && { about, overdue: false }
  }

  /**
   * Takes the next answer. `together`: an answer about money brings along all others about money that fit into the same
   * message.
   */
  take(together: boolean): Batch | undefined {
    const overdue = this.overdue()
    const first = overdue ?? this.best()
    const waiting = this.waitingLongest()
    this.ahead = waiting && waiting !== first ? this.ahead + 1 : 0
    if (!overdue && this.counted > 0 && !(first && isMoney(first))) {
      const { counted } = this
      this.counted = 0
      return { items: [], message: this.more(counted), counted }
    }
    if (!first) return undefined
    if (!isMoney(first)) this.turns = [...this.turns, first.by].slice(-MOST_TURNS)
    const items = [first]
    let message = first.message()
    if (together && isMoney(first) && first.edits === undefined)
      for (const item of this.items) {
        if (item === first || !isMoney(item) || item.edits !== undefined) continue
        const joined = joinedTexts(message, item.message(), this.longest)
        if (!joined) continue
        message = joined
        items.push(item)
      }
    this.items = this.items.filter((item) => !items.includes(item))
    return { items, message, counted: 0 }
  }

  /** The one that has waited longest, besides those about money. */
  private waitingLongest(): Waiting | undefined {
    return this.items.find((item) => !isMoney(item))
  }

  private overdue(): Waiting | undefined {
    return this.ahead < MOST_AHEAD ? undefined : this.waitingLongest()
  }

  /** Returns the most urgent answer; among equals, the one whose person had the earliest last turn. */
  private best(): Waiting | undefined {
    // Payments are reported in the order in which they were made.
    const turn = (item: Waiting) => (isMoney(item) ? 0 : this.turns.lastIndexOf(item.by))
    let best: Waiting | undefined
    for (const item of this.items)
      if (!best || rank(item) < rank(best) || (rank(item) === rank(best) && turn(item) < turn(best)))
        best = item
    return best
  }

  /** Drops the least urgent answer, the latest among equals. */
  private dropLeast(items: readonly Waiting[]): void {
    const least = items.reduce((worst, item) => (rank(item) >= rank(worst) ? item : worst))
    this.drop((item) => item === least, 'too many wait')
  }

  private drop(which: (item: Waiting) => boolean, why: string): void {
    const dropped = this.items.filter(which)
    if (dropped.length === 0) return
    this.items = this.items.filter((item) => !dropped.includes(item))
    for (const { done } of dropped) done({ kind: 'unsent', why })
  }
}

function isMoney({ about }: Pick<Waiting, 'about'>): boolean {
  return about === 'money'
}

function rank({ about }: Waiting): number {
  return ABOUT.indexOf(about)
}

/**
 * Combines two texts in one message; undefined when the messages differ in more than their texts, or the result would
 * be too long.
 */
function joinedTexts(
  one: OutgoingMessage,
  other: OutgoingMessage,
  longest: number,
): OutgoingMessage | undefined {
  // A message that answers several people is a reply to none of them.
  const mannerOf = (message: OutgoingMessage) => ({ ...message, text: '', reply_parameters: undefined })
  const text = `${one.text}\n${other.text}`
  if (text.length > longest || !isDeepStrictEqual(mannerOf(one), mannerOf(other))) return undefined
  if (one.reply_markup || one.entities || other.entities) return undefined
  return { ...mannerOf(one), text }
}
