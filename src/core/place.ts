import type { CommunityLanguage } from './community.js'

/** A chat, under the platform's own ids. */
export interface Place {
  readonly platform: string
  readonly chat: string
  /** Topic or thread inside the chat, on platforms that have them. */
  readonly thread?: string | null
  /** Founds the community of an unknown chat. Without it, commands in an unknown chat are refused. */
  readonly within?: Whole
}

/** The larger unit that a chat is part of: the server of a channel; a group is its own whole. */
export interface Whole {
  readonly chat: string
  /** Becomes the community's name. */
  readonly name: string
  /** Language for its cards, if the platform reports one. */
  readonly language?: CommunityLanguage
  /** Where the platform has shards, the chat's shard is the remainder by their number. */
  readonly shardKey?: number
}
