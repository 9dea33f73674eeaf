import { FakeChannel } from './channel.js'
import type { FakeDiscord } from './fake-discord.js'
import { ADMINISTRATOR, EVERYONE, MANAGE_GUILD } from './permissions.js'
import { type Command, snowflake } from './shapes.js'
import { FakeUser } from './user.js'

export class FakeRole {
  constructor(
    readonly id: string,
    readonly name: string,
    public permissions: bigint,
    private readonly position: number,
    /** Whether everyone may notify its members. */
    readonly mentionable = false,
  ) {}

  /** The role in API format. */
  get api(): Record<string, unknown> {
    return {
      id: this.id,
      name: this.name,
      permissions: this.permissions.toString(),
      position: this.position,
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      managed: false,
      mentionable: this.mentionable,
      flags: 0,
    }
  }
}

/** A user's membership in one guild. */
export interface Membership {
  roles: FakeRole[]
  nick: string | undefined
  joinedAt: string
  /** Since when they boost the guild. */
  premiumSince?: string
}

export interface NewMember {
  roles?: FakeRole[]
  locale?: string
  /** Gives the member a role with ManageGuild. */
  manageGuild?: boolean
  bot?: boolean
  nick?: string
  globalName?: string
  /** With the date of the account in it. */
  id?: string
  joinedAt?: string
  premiumSince?: string
}

/** A server that the bot was invited to. */
export class FakeGuild {
  readonly id = snowflake()
  readonly ownerId = snowflake()
  readonly channels: FakeChannel[] = []
  readonly roles: FakeRole[] = []
  readonly memberships = new Map<FakeUser, Membership>()
  /** Voice channels, by the people in them. */
  readonly #voice = new Map<FakeUser, string>()
  /** Commands of this guild only. */
  commands: Command[] = []
  /** The role that everyone has; its id is the guild's. */
  readonly everyone: FakeRole
  locale = 'en-US'
  hasBot = true

  constructor(
    readonly fake: FakeDiscord,
    readonly name: string,
  ) {
    this.everyone = new FakeRole(this.id, '@everyone', EVERYONE, 0)
    this.roles.push(this.everyone)
  }

  /** Members and added bots; not the tested bot. */
  get members(): FakeUser[] {
    return [...this.memberships.keys()]
  }

  addChannel(name: string): FakeChannel {
    return this.#announce('CHANNEL_CREATE', new FakeChannel(this.fake, name, this))
  }

  addThread(channel: FakeChannel, name: string): FakeChannel {
    return this.#announce('THREAD_CREATE', new FakeChannel(this.fake, name, this, channel))
  }

  #announce(event: string, channel: FakeChannel): FakeChannel {
    this.channels.push(channel)
    this.fake.channels.set(channel.id, channel)
    this.fake.dispatch(event, channel.api)
    return channel
  }

  addRole(name: string, permissions = 0n, { mentionable = false } = {}): FakeRole {
    const role = new FakeRole(snowflake(), name, permissions, this.roles.length, mentionable)
    this.roles.push(role)
    this.fake.dispatch('GUILD_ROLE_CREATE', { guild_id: this.id, role: role.api })
    return role
  }

  /** `name` is the username; people read the display name `globalName`, which defaults to it. */
  addMember(name: string, options: NewMember = {}): FakeUser {
    const user = new FakeUser(this.fake, name, options)
    this.fake.users.set(user.id, user)
    this.join(user, options)
    return user
  }

  /** Adds a user of another guild to this one too. */
  join(user: FakeUser, options: NewMember = {}): void {
    const roles = [...(options.roles ?? [])]
    if (options.manageGuild) roles.push(this.#managers())
    const { nick, premiumSince, joinedAt = new Date().toISOString() } = options
    this.memberships.set(user, { roles, nick, joinedAt, ...(premiumSince && { premiumSince }) })
    this.fake.changed()
  }

  /** Removes the member: requests for them answer 10007. */
  leave(user: FakeUser): void {
    this.memberships.delete(user)
    this.fake.changed()
  }

  /** Moves a member to a voice channel, or out of one. */
  moveTo(channel: string | undefined, user: FakeUser): void {
    if (channel === undefined) this.#voice.delete(user)
    else this.#voice.set(user, channel)
    const member = this.memberApi(user)
    this.fake.dispatch('VOICE_STATE_UPDATE', { ...this.#voiceState(user), guild_id: this.id, member })
  }

  #voiceState(user: FakeUser): Record<string, unknown> {
    return {
      channel_id: this.#voice.get(user) ?? null,
      user_id: user.id,
      session_id: `voice-${user.id}`,
      ...{ deaf: false, mute: false, self_deaf: false, self_mute: false, self_video: false, suppress: false },
      request_to_speak_timestamp: null,
    }
  }

  /** Kicks the bot: GUILD_DELETE, and everything in the guild answers 403 50001 or 404 10004. */
  kickBot(): void {
    this.hasBot = false
    this.fake.dispatch('GUILD_DELETE', { id: this.id })
    this.fake.changed()
  }

  #managers(): FakeRole {
    return this.roles.find((role) => role.name === 'managers') ?? this.addRole('managers', MANAGE_GUILD)
  }

  get #botMembership(): Membership | undefined {
    return this.hasBot ? { roles: [], nick: undefined, joinedAt: new Date().toISOString() } : undefined
  }

  drop(channel: FakeChannel): void {
    this.channels.splice(this.channels.indexOf(channel), 1)
  }

  /** Returns a member's permissions: the union of the roles. */
  permissionsOf(user: FakeUser): bigint {
    const { roles } = this.memberships.get(user) ?? { roles: [] }
    const all = roles.reduce((sum, role) => sum | role.permissions, this.everyone.permissions)
    return all & ADMINISTRATOR ? (1n << 53n) - 1n : all
  }

  /** Returns the member in API format; undefined for users outside the guild. */
  memberApi(user: FakeUser): Record<string, unknown> | undefined {
    const membership = user === this.fake.bot ? this.#botMembership : this.memberships.get(user)
    if (!membership) return undefined
    return {
      user: user.api,
      roles: membership.roles.map((role) => role.id),
      nick: membership.nick ?? null,
      avatar: null,
      joined_at: membership.joinedAt,
      premium_since: membership.premiumSince ?? null,
      deaf: false,
      mute: false,
      flags: 0,
      pending: false,
      permissions: this.permissionsOf(user).toString(),
    }
  }

  /** The guild as in GUILD_CREATE. */
  get api(): Record<string, unknown> {
    return {
      id: this.id,
      name: this.name,
      owner_id: this.ownerId,
      preferred_locale: this.locale,
      joined_at: new Date().toISOString(),
      large: false,
      unavailable: false,
      member_count: this.memberships.size + 1,
      features: [],
      emojis: [],
      stickers: [],
      roles: this.roles.map((role) => role.api),
      channels: this.channels.filter((channel) => !channel.parent).map((channel) => channel.api),
      threads: this.channels
        .filter((channel) => channel.parent && !channel.archived)
        .map((channel) => channel.api),
      members: [this.memberApi(this.fake.bot)],
      presences: [],
      voice_states: [...this.#voice.keys()].map((user) => this.#voiceState(user)),
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
      verification_level: 0,
      default_message_notifications: 0,
      explicit_content_filter: 0,
      mfa_level: 0,
      nsfw_level: 0,
      premium_tier: 0,
      system_channel_flags: 0,
    }
  }
}
