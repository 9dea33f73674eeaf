import type { FakeAttachment } from './attachments.js'
import type { FakeDiscord } from './fake-discord.js'
import type { FakeGuild } from './guild.js'
import { FakeMessage } from './message.js'
import {
  ADMINISTRATOR,
  ATTACH_FILES,
  BOT_PERMISSIONS,
  READ_MESSAGE_HISTORY,
  SEND_MESSAGES,
  SEND_MESSAGES_IN_THREADS,
  VIEW_CHANNEL,
} from './permissions.js'
import {
  ApiError,
  EPHEMERAL,
  missingAccess,
  missingPermissions,
  type SentMessage,
  snowflake,
  unknownChannel,
  V2,
} from './shapes.js'
import type { FakeUser } from './user.js'

const NONCE_LIVES = 5 * 60_000

/** A text channel, a public thread or a direct message channel with one user. */
export class FakeChannel {
  readonly id = snowflake()
  deleted = false
  archived = false
  #denied = 0n
  #granted = 0n
  #deniedToMembers = 0n
  readonly #messages = new Map<string, FakeMessage>()
  readonly #nonces = new Map<string, { message: FakeMessage; at: number }>()
  #oldEdits: number[] = []

  constructor(
    readonly fake: FakeDiscord,
    readonly name: string,
    readonly guild: FakeGuild | undefined,
    /** The channel that a thread belongs to. */
    readonly parent?: FakeChannel,
    /** The user of a direct message channel. */
    readonly recipient?: FakeUser,
  ) {}

  /** All existing messages, ephemeral ones included, oldest first. */
  get messages(): FakeMessage[] {
    return [...this.#messages.values()]
  }

  /** The messages that everyone sees. */
  get publicMessages(): FakeMessage[] {
    return this.messages.filter((message) => !message.ephemeral)
  }

  /** Removes permissions from the bot: interactions show it in `app_permissions`, REST answers 50001 or 50013. */
  deny(permissions: bigint): void {
    this.#denied |= permissions
    this.#announceUpdate()
  }

  /** Removes permissions from all members but administrators, as in an announcement channel. */
  denyMembers(permissions: bigint): void {
    this.#deniedToMembers |= permissions
  }

  /** Returns a member's permissions here. */
  permissionsOf(user: FakeUser): bigint {
    const all = this.guild?.permissionsOf(user) ?? 0n
    if (all & ADMINISTRATOR) return all
    return all & ~this.#deniedToMembers & ~(this.parent?.deniedToMembers ?? 0n)
  }

  get deniedToMembers(): bigint {
    return this.#deniedToMembers
  }

  /** Restores permissions, or adds some that the invitation didn't include. */
  allow(permissions: bigint): void {
    this.#denied &= ~permissions
    this.#granted |= permissions
    this.#announceUpdate()
  }

  /** Deletes the channel and its threads. */
  delete(): void {
    for (const thread of this.guild?.channels.filter((each) => each.parent === this) ?? []) thread.delete()
    this.deleted = true
    this.guild?.drop(this)
    this.fake.dispatch(this.parent ? 'THREAD_DELETE' : 'CHANNEL_DELETE', this.api)
    this.fake.changed()
  }

  /** Archives a thread: edits in it answer 400 50083; a new public message reopens it. */
  archive(): void {
    if (!this.parent) throw new Error('only a thread can be archived')
    this.archived = true
    this.#announceUpdate()
  }

  /** Reopens the thread as a member, as most clients do before a tap. */
  unarchive(): void {
    this.archived = false
    this.#announceUpdate()
  }

  /** The bot's permissions here. */
  get botPermissions(): bigint {
    return (BOT_PERMISSIONS | this.#granted) & ~this.#denied & ~(this.parent?.botDenied ?? 0n)
  }

  get botDenied(): bigint {
    return this.#denied
  }

  /** The channel in API format. */
  get api(): Record<string, unknown> {
    if (this.recipient) return { id: this.id, type: 1, recipients: [this.recipient.api], flags: 0 }
    const common = {
      id: this.id,
      name: this.name,
      guild_id: this.guild?.id,
      flags: 0,
      rate_limit_per_user: 0,
    }
    if (!this.parent)
      return {
        ...common,
        type: 0,
        position: 0,
        permission_overwrites: this.#overwrites,
        parent_id: null,
        nsfw: false,
      }
    return {
      ...common,
      type: 11,
      parent_id: this.parent.id,
      owner_id: this.guild?.ownerId,
      member_count: 1,
      message_count: this.#messages.size,
      total_message_sent: this.#messages.size,
      thread_metadata: {
        archived: this.archived,
        locked: false,
        auto_archive_duration: 1440,
        archive_timestamp: new Date().toISOString(),
      },
    }
  }

  get #overwrites(): unknown[] {
    if (this.#denied === 0n && this.#granted === 0n) return []
    const [allow, deny] = [this.#granted.toString(), this.#denied.toString()]
    return [{ id: this.fake.botUserId, type: 1, allow, deny }]
  }

  #announceUpdate(): void {
    this.fake.dispatch(this.parent ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', this.api)
    this.fake.changed()
  }

  /** Throws Discord's error for a bot that may not see the channel. For the fake only. */
  mustBeVisible(): void {
    if (this.deleted) throw unknownChannel()
    if (this.guild && !this.guild.hasBot) throw missingAccess()
    if ((this.botPermissions & VIEW_CHANNEL) === 0n) throw missingAccess()
  }

  /** Handles the bot's own POST. For the fake only; limits are already checked. */
  post(sent: SentMessage, attachments: readonly FakeAttachment[] = []): FakeMessage {
    this.mustBeVisible()
    if (this.recipient && !this.recipient.takesDms)
      throw new ApiError(403, 50007, 'Cannot send messages to this user')
    const needed = this.parent ? SEND_MESSAGES_IN_THREADS : SEND_MESSAGES
    if ((this.botPermissions & needed) === 0n) throw missingPermissions()
    this.#checkReference(sent)
    const nonce = sent.enforce_nonce ? String(sent.nonce ?? '') : ''
    const before = this.#nonces.get(nonce)
    if (nonce !== '' && before && Date.now() - before.at < NONCE_LIVES) return before.message
    const message = new FakeMessage(this, this.fake.bot, sent, (sent.flags ?? 0) & (V2 | 4 | (1 << 12)))
    message.attachments = attachments
    if (nonce !== '') this.#nonces.set(nonce, { message, at: Date.now() })
    this.remember(message)
    return message
  }

  /** Throws Discord's error for a bot that may not attach files. For the fake only. */
  mustTakeFiles(count: number): void {
    if (count > 0 && this.guild && (this.botPermissions & ATTACH_FILES) === 0n) throw missingPermissions()
  }

  #checkReference({ message_reference: reference }: SentMessage): void {
    if (!reference) return
    if (this.guild && (this.botPermissions & READ_MESSAGE_HISTORY) === 0n)
      throw new ApiError(400, 160002, 'Cannot reply without permission to read message history')
    if (!this.#messages.has(reference.message_id) && reference.fail_if_not_exists !== false)
      throw new ApiError(400, 50035, 'Invalid Form Body: message_reference: Unknown message')
  }

  /** Handles the bot's own PATCH. For the fake only; limits are already checked. */
  editable(id: string): FakeMessage {
    this.mustBeVisible()
    const message = this.found(id)
    if (message.author !== this.fake.bot)
      throw new ApiError(403, 50005, 'Cannot edit a message authored by another user')
    if (this.archived) throw new ApiError(400, 50083, 'Thread is archived')
    if (this.fake.oldMessages) this.#countOldEdit()
    return message
  }

  /** Returns a message that the bot token can reach. For the fake only. */
  found(id: string): FakeMessage {
    const message = this.#messages.get(id)
    // The bot token can't reach ephemeral messages.
    if (!message || message.flags & EPHEMERAL) throw new ApiError(404, 10008, 'Unknown Message')
    return message
  }

  #countOldEdit(): void {
    const now = Date.now()
    this.#oldEdits = this.#oldEdits.filter((at) => now - at < 6000)
    if (this.#oldEdits.length >= 3) {
      const retryAfter = (6000 - (now - (this.#oldEdits[0] ?? now))) / 1000
      const words = 'Maximum number of edits to messages older than 1 hour reached. Try again later.'
      throw new ApiError(429, 30046, words, { retry_after: retryAfter, global: false })
    }
    this.#oldEdits.push(now)
  }

  remember(message: FakeMessage): void {
    if (this.archived && !message.ephemeral) this.unarchive()
    this.#messages.set(message.id, message)
    this.fake.allMessages.set(message.id, message)
    this.fake.changed()
  }

  forget(message: FakeMessage): void {
    this.#messages.delete(message.id)
    this.fake.changed()
  }
}
