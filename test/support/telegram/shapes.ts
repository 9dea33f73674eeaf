/** An object as the Bot API shows it. */
export type Api = Record<string, unknown>

/** Offsets and lengths are UTF-16 units, as everywhere in the Bot API. */
export interface Entity {
  type: string
  offset: number
  length: number
  url?: string
  user?: Api
  language?: string
  custom_emoji_id?: string
  /** For a date_time: seconds, and the reader's format. */
  unix_time?: number
  date_time_format?: string
}

/** A button of an inline keyboard; keyboard.ts checks every field but the text. */
export interface InlineButton {
  text: string
  callback_data?: string
  url?: string
  /** danger, success or primary. */
  style?: string
  [more: string]: unknown
}

/** Rows of buttons. */
export type Keyboard = InlineButton[][]

let users = 6_100_000_000
let groups = 4_200_000_000
let supergroups = 2_300_000_000

/** A new id of a person or a bot; it does not fit into 32 bits. */
export function userId(): number {
  users += 1 + (users % 7)
  return users
}

/** A new id of a basic group: negative. */
export function groupId(): number {
  groups += 1 + (groups % 5)
  return -groups
}

/** A new id of a supergroup or a channel: -100 and ten digits. */
export function supergroupId(): number {
  supergroups += 1 + (supergroups % 3)
  return -1_000_000_000_000 - supergroups
}
