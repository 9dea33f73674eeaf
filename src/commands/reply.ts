import type { Theme } from '../core/festivals.js'
import type { Text } from './rich-text.js'

/** The most urgent first. */
export type Urgency = 'money' | 'act' | 'read'

export type Tone = 'good' | 'bad' | 'info'

/**
 * Readers of a reply. `asker`: no other person, ever. `anyone`: the asker, and others may read along, so the platform
 * takes its cheapest way. `everyone`: the whole chat.
 */
export type Audience = 'asker' | 'anyone' | 'everyone'

export type Block =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'heading'; readonly text: Text }
  | { readonly kind: 'list'; readonly lines: readonly Text[] }

/** A command with arguments behind a button. `data` is at most 64 bytes of [A-Za-z0-9_-], and nothing in it is trusted. */
export interface Action {
  readonly label: string
  readonly data: string
  readonly style?: 'primary' | 'danger'
}

/** Text and buttons. */
export interface Post {
  readonly blocks: readonly Block[]
  /** Rows of buttons. */
  readonly actions?: readonly (readonly Action[])[]
}

/** An answer to a request. Adapters encode it and decide nothing. */
export interface Reply extends Post {
  /** `bad` is a refusal: nothing was changed. */
  readonly tone: Tone
  readonly to: Audience
  /** The part for the chat of a reply that is for the asker only. */
  readonly aloud?: Text
  /** The key of a command that ran and is heard of in the chat, so that a platform that repeats commands tells it once. */
  readonly key?: string
  /** Says the same in at most 200 characters, for a platform that shows an answer to a tap in little room. */
  readonly brief?: string
  /** Said in the chat in place of a reply for the asker that could not be brought to them. */
  readonly unreached?: string
  /** Takes the place of the message whose button was tapped. */
  readonly replaces?: true
  /** That message has served its purpose: a platform that can takes it away instead of showing this in its place. */
  readonly dismisses?: true
  /** How much depends on being heard: money moved, something was done or refused, or something was only looked up. */
  readonly urgency?: Urgency
  /** The number of the envelope that it is about, so that its card and its sender are found. */
  readonly envelope?: string
  /** Asks for more before anything is done. */
  readonly form?: FormView
  /** The kind of the outcome, for pictures and metrics. */
  readonly outcome?: string
  /** An amount that was won, for a platform that celebrates it. Minor units. */
  readonly prize?: number
}

/** A reply before the command's default audience is added. */
export type Said = Omit<Reply, 'to'> & { readonly to?: Audience }

export interface FormOption {
  readonly value: string
  readonly label: string
  /** As it is typed in a line. */
  readonly typed: string
  /** Typed between the positional arguments, as in “2 each 5”. */
  readonly ahead?: true
}

export interface FormField {
  /** The argument's key in the code; never a translation. */
  readonly name: string
  readonly kind: 'text' | 'amount' | 'whole' | 'choice' | 'flag' | 'member' | 'people'
  readonly label: string
  readonly hint?: string
  readonly required: boolean
  /** Canonical text, or people as `user:1` and `role:2`. */
  readonly value?: string | readonly string[]
  /** Of people, what they are called. */
  readonly names?: readonly string[]
  readonly placeholder?: string
  /** Label for no choice. */
  readonly unset?: string
  /** Of a text its characters, of a number its value, of people how many. */
  readonly max?: number
  /** All options of a choice; of other kinds those that are offered. */
  readonly options?: readonly FormOption[]
  /** The word before the value in a typed line; none of a positional argument. */
  readonly keyword?: string
  /** Takes the rest of a typed line. */
  readonly rest?: true
}

/** Where the amount stands that a command takes from the asker's wallet, so that a form can show the total. */
export interface FormCost {
  readonly amount: string
  /** The amount is for each of so many when a choice has this value. */
  readonly each?: { readonly count: string; readonly choice: string; readonly value: string }
}

/** A form as data: a Discord modal, a Telegram keyboard, a playground dialog. Its state stays on our side under `id`. */
export interface FormView {
  readonly id: string
  readonly title: string
  /** The command as it is typed, such as `/redpacket`. */
  readonly command: string
  /** The most important first. */
  readonly fields: readonly FormField[]
  /** One text for several fields, as they would be typed, for a platform that shows few: Discord has five. */
  readonly joined?: FormField & { readonly of: readonly string[] }
  readonly cost?: FormCost
  /** The theme of the day, when it is known. */
  readonly today?: Theme
  readonly submit: string
  readonly close: string
  /** The field that is asked for alone. */
  readonly focus?: string
}

const said =
  (tone: Tone) =>
  (text: Text, more?: Omit<Partial<Reply>, 'tone' | 'blocks'>): Said => {
    const blocks = [{ kind: 'text', text }] as const
    return more === undefined ? { tone, blocks } : { tone, blocks, ...more }
  }
export const good = said('good')
export const bad = said('bad')
export const info = said('info')

/** Keeps a reply for the asker: it holds a balance or a secret. */
export const privately = (said: Said): Said => ({ ...said, to: 'asker' })
