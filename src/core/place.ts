/** A chat on a platform, as the platform itself names it. */
export interface Place {
  readonly platform: string
  readonly chat: string
  /** A topic or thread inside the chat, where the platform has them. */
  readonly thread?: string | null
}
