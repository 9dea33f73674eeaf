import type { Theme } from '../../../core/festivals.js'
import type { Place } from '../../../core/place.js'
import type { Drawing } from '../../../pictures/drawing.js'
import type { Text } from './rich-text.js'

/** Most urgent first. */
export type Urgency = 'money' | 'act' | 'read'

export type Tone = 'good' | 'bad' | 'info'

/**
 * Readers of a reply. `asker`: never anyone else. `anyone`: the asker, and others may read along, so the platform takes
 * its cheapest way. `everyone`: the whole chat.
 */
export type Audience = 'asker' | 'anyone' | 'everyone'

export type Block = (
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'heading'; readonly text: Text }
  | {
      readonly kind: 'list'
      readonly lines: readonly Text[]
      /** The same in columns, for platforms that have room for them. */
      readonly table?: Table
    }
) & {
  /** The reply's picture and its description say the same. */
  readonly pictured?: true
}

/** A picture as data, and what it shows in words, for people who can't see it. */
export interface ReplyPicture {
  readonly drawing: Drawing
  readonly alt: string
}

/** Rows of equal length. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  /** The rows are ranks, the best first. */
  readonly ranked?: true
}

export interface TableRow {
  readonly cells: readonly Text[]
  /** Small print below the first cell. */
  readonly note?: Text
}

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
  /** The part of a private reply that the chat may read. */
  readonly aloud?: Text
  /** The chat in which `aloud` is said: a form may be sent from elsewhere. */
  readonly place?: Place
  /** Key of a command that ran and is announced, so that a platform that repeats commands announces it once. */
  readonly key?: string
  /** Short version of at most 200 characters, for platforms with little room in the answer to a tap. */
  readonly brief?: string
  /** Posted in the chat when a private reply can't be delivered. */
  readonly unreached?: string
  /** Replaces the message whose button was tapped. */
  readonly replaces?: true
  /** That message is done: platforms that can delete it do so instead of replacing it. */
  readonly dismisses?: true
  /** How much delivery matters: money moved, something was done or refused, or something was looked up. */
  readonly urgency?: Urgency
  /** Number of the envelope concerned, to find its card and sender. */
  readonly envelope?: string
  /** Asks for more input before anything is done. */
  readonly form?: FormView
  /** Shown only to the asker beside a form that others may see; omitted where that isn't possible. */
  readonly aside?: string
  /** Kind of the outcome, for pictures and metrics. */
  readonly outcome?: string
  /** Amount won, for platforms that celebrate it. Minor units. */
  readonly prize?: number
  /** Shown with the text when it is drawn in time. */
  readonly picture?: ReplyPicture
}

/** A reply before the command's default audience is added. */
export type Said = Omit<Reply, 'to'> & { readonly to?: Audience }

export interface FormOption {
  readonly value: string
  readonly label: string
  /** As typed in a line. */
  readonly typed: string
  /** Typed between the positional arguments, as in “2 each 5”. */
  readonly ahead?: true
}

export interface FormField {
  /** The argument's key in the code; never a translation. */
  readonly name: string
  readonly kind: 'text' | 'amount' | 'whole' | 'choice' | 'flag' | 'member' | 'people' | 'picture'
  readonly label: string
  readonly hint?: string
  readonly required: boolean
  /** Canonical text, or people as `user:1` and `role:2`. */
  readonly value?: string | readonly string[]
  /** The value as people read it where that differs: an amount with its currency. */
  readonly shown?: string
  /** Names of the people in the value. */
  readonly names?: readonly string[]
  readonly placeholder?: string
  /** Label for no choice. */
  readonly unset?: string
  /** Limit: characters of a text, value of a number, how many people. */
  readonly max?: number
  /** All options of a choice; suggestions for other kinds. */
  readonly options?: readonly FormOption[]
  /** Word before the value in a typed line; none for a positional argument. */
  readonly keyword?: string
  /** Takes the rest of a typed line. */
  readonly rest?: true
  /** Typed behind the value. */
  readonly ends?: string
  /** Several words are typed in quotation marks. */
  readonly quoted?: true
  /** Its value must not be seen by others. */
  readonly secret?: true
  /** Few people use it: shown only to those who ask for more. */
  readonly further?: true
}

/** The field with the amount that the command takes from the asker's wallet, so that a form can show the total. */
export interface FormCost {
  readonly amount: string
  /** With this choice, the amount counts for each of `count`. */
  readonly each?: { readonly count: string; readonly choice: string; readonly value: string }
}

/**
 * A form as data: a Discord modal, a Telegram keyboard, a playground dialog. Its state stays with the program under
 * `id`.
 */
export interface FormView {
  readonly id: string
  readonly title: string
  /** The command as typed, such as `/redpacket`. */
  readonly command: string
  /** Most important first. */
  readonly fields: readonly FormField[]
  /** One text for several fields, written as it would be typed, for platforms with few fields: Discord has five. */
  readonly joined?: FormField & { readonly of: readonly string[] }
  readonly cost?: FormCost
  /** The theme of the day, when it is known. */
  readonly today?: Theme
  /** The cost as people read it, where the amount is not all of it. */
  readonly total?: string
  readonly submit: string
  readonly close: string
  /** In front of the further fields, where it has any. */
  readonly more?: string
  /** Shows the further fields now. */
  readonly atMore?: true
  /** Asks for what is missing of a command; the rest is known already. */
  readonly asksOnly?: true
  /** The only field to ask for now. */
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

/** Restricts a reply to the asker, because it holds a balance or a secret. */
export const privately = (said: Said): Said => ({ ...said, to: 'asker' })

/** Marks blocks that say what the reply's picture shows. */
export const pictured = (blocks: readonly Block[]): readonly Block[] =>
  blocks.map((block) => ({ ...block, pictured: true }))

/** Returns the blocks that are left beside a picture with a description. */
export function besidePicture(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block) => !block.pictured)
}

/** Returns the lines of some blocks, for platforms that show all kinds alike. */
export function linesOf(blocks: readonly Block[]): readonly Text[] {
  return blocks.flatMap((block): readonly Text[] => (block.kind === 'list' ? block.lines : [block.text]))
}
