import type { CommunityLanguage } from './community.js'

/** A chat on a platform, as the platform itself names it. */
export interface Place {
  readonly platform: string
  readonly chat: string
  /** A topic or thread inside the chat, where the platform has them. */
  readonly thread?: string | null
  /** Founds the community of a chat that is not known yet. Without it a command in an unknown chat is refused. */
  readonly within?: Whole
}

/** The whole that a chat belongs to: of a channel its server, of a group the group itself. */
export interface Whole {
  readonly chat: string
  /** What it is called; becomes the community's name. */
  readonly name: string
  /** Of its cards, as far as the platform tells. */
  readonly language?: CommunityLanguage
}
