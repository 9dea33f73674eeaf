import { attachmentsApi, type FakeAttachment } from './attachments.js'
import type { FakeChannel } from './channel.js'
import { mentionsIn } from './limits.js'
import { MENTION_EVERYONE } from './permissions.js'
import {
  allComponents,
  EPHEMERAL,
  LOADING,
  type SentComponent,
  type SentEmbed,
  type SentMessage,
  snowflake,
  V2,
} from './shapes.js'
import type { FakeUser } from './user.js'

export interface FakeButton {
  customId: string
  label: string
  disabled: boolean
  /** 1 primary, 2 secondary, 3 success, 4 danger, 5 link. */
  style: number
}

/** A message in its current state; the journal has the earlier ones. */
export class FakeMessage {
  readonly id = snowflake()
  readonly createdAt = Date.now()
  /** Number of edits, except the one that fills a deferred reply. */
  edits = 0
  deleted = false
  attachments: readonly FakeAttachment[] = []
  /** Ids of the members and roles notified by the message; an edit notifies no one. */
  readonly pings: readonly string[]
  /** Id of the message that it replies to. */
  readonly repliesTo: string | undefined
  /** Ids shown by name and highlighted. */
  #mentions: { users: string[]; roles: string[] } = { users: [], roles: [] }
  #content = ''
  #embeds: SentEmbed[] = []
  #components: SentComponent[] = []
  #flags: number
  #editedAt: number | undefined
  // Both are computed on demand, once per edit: a busy card is clicked a thousand times between two edits.
  #raw: Record<string, unknown> | undefined
  #usable: Map<string, SentComponent> | undefined

  constructor(
    readonly channel: FakeChannel,
    readonly author: FakeUser,
    sent: SentMessage,
    flags: number,
    /** The only user who sees an ephemeral message. */
    readonly visibleTo?: FakeUser,
    readonly interaction?: { id: string; type: number; user: FakeUser },
  ) {
    this.#flags = flags
    this.repliesTo = sent.message_reference?.message_id
    this.#take(sent)
    const { guild } = channel
    const mentionable = (role: string) =>
      guild?.roles.find(({ id }) => id === role)?.mentionable ||
      (channel.botPermissions & MENTION_EVERYONE) !== 0n
    this.pings = [
      ...this.#mentions.users.filter((id) => guild?.members.some((member) => member.id === id)),
      ...this.#mentions.roles.filter(mentionable),
    ]
  }

  get ephemeral(): boolean {
    return Boolean(this.#flags & EPHEMERAL)
  }

  /** "Thinking …": deferred and not yet filled. */
  get loading(): boolean {
    return Boolean(this.#flags & LOADING)
  }

  get flags(): number {
    return this.#flags
  }

  get embeds(): readonly SentEmbed[] {
    return this.#embeds
  }

  get components(): SentComponent[] {
    return this.#components
  }

  get content(): string {
    return this.#content
  }

  /** Content, embeds and V2 text displays, in order, joined by newlines. */
  get text(): string {
    const lines = [this.#content]
    for (const embed of this.#embeds)
      lines.push(
        embed.author?.name ?? '',
        embed.title ?? '',
        embed.description ?? '',
        ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
        embed.footer?.text ?? '',
      )
    for (const component of allComponents(this.#components))
      if (component.type === 10) lines.push(component.content ?? '')
    return lines.filter((line) => line !== '').join('\n')
  }

  /** The text as people read it: with names for mentions, and without the characters that Discord removes. */
  get read(): string {
    const { guild } = this.channel
    const nameOf = (id: string) => this.channel.fake.users.get(id)?.globalName ?? 'unknown-user'
    const roleOf = (id: string) => guild?.roles.find((role) => role.id === id)?.name ?? 'unknown-role'
    return this.text.replace(/\\([^0-9A-Za-z\s])|<@!?(\d+)>|<@&(\d+)>/g, (_, plain, user, role) =>
      plain !== undefined ? plain : user ? `@${nameOf(user)}` : `@${roleOf(role)}`,
    )
  }

  /** The code blocks, each as its copy button copies it. */
  get codeBlocks(): string[] {
    return [...this.text.matchAll(/```(?:[a-z]+\n|\n)?([\s\S]*?)\n?```/g)].map(([, code = '']) => code)
  }

  get buttons(): FakeButton[] {
    return [...allComponents(this.#components)]
      .filter((component) => component.type === 2)
      .map((component) => ({
        customId: component.custom_id ?? '',
        label: component.label ?? '',
        disabled: component.disabled ?? false,
        style: component.style ?? 0,
      }))
  }

  /** Custom ids of all usable components: buttons and selects. */
  get customIds(): string[] {
    return [...this.#usables().keys()]
  }

  /** What the pictures of the message show, in words; a picture without words is an empty text. */
  get pictures(): string[] {
    return this.attachments.map(({ description = '' }) => description)
  }

  /** Colour of the first container or embed that has one. */
  get accentColor(): number | undefined {
    for (const component of this.#components)
      if (component.type === 17 && component.accent_color != null) return component.accent_color
    return this.#embeds.find((embed) => embed.color !== undefined)?.color
  }

  /** The message in API format. */
  get raw(): Record<string, unknown> {
    this.#raw ??= {
      id: this.id,
      type: this.interaction?.type === 2 ? 20 : 0,
      channel_id: this.channel.id,
      author: this.author.api,
      content: this.#content,
      timestamp: new Date(this.createdAt).toISOString(),
      edited_timestamp: this.#editedAt === undefined ? null : new Date(this.#editedAt).toISOString(),
      tts: false,
      mention_everyone: false,
      mentions: this.#mentions.users.flatMap((id) => this.channel.fake.users.get(id)?.api ?? []),
      mention_roles: this.#mentions.roles,
      attachments: attachmentsApi(this.attachments),
      embeds: this.#embeds,
      components: this.#components,
      pinned: false,
      flags: this.#flags,
      ...(this.interaction
        ? {
            application_id: this.author.id,
            webhook_id: this.author.id,
            interaction_metadata: {
              id: this.interaction.id,
              type: this.interaction.type,
              user: this.interaction.user.api,
              authorizing_integration_owners: {},
            },
          }
        : {}),
    }
    return this.#raw
  }

  /** Returns the button with this label or custom id; throws when there is none. */
  button(labelOrCustomId: string | RegExp): FakeButton {
    const found = this.buttons.find(({ label, customId }) =>
      typeof labelOrCustomId === 'string'
        ? label === labelOrCustomId || customId === labelOrCustomId
        : labelOrCustomId.test(label) || labelOrCustomId.test(customId),
    )
    if (!found) throw new Error(`no button ${labelOrCustomId} among ${JSON.stringify(this.buttons)}`)
    return found
  }

  /** Deletes it, as a moderator would: everything the bot does to it answers 10008. */
  delete(): void {
    this.deleted = true
    this.channel.forget(this)
  }

  /** Returns the usable component with this custom id. For the fake only. */
  usable(customId: string): SentComponent | undefined {
    return this.#usables().get(customId)
  }

  /** Applies an edit. For the fake only; limits are already checked. */
  edit(sent: SentMessage, attachments: readonly FakeAttachment[] = this.attachments): void {
    this.attachments = attachments
    if (this.loading) this.#flags &= ~LOADING
    else this.edits += 1
    if (sent.flags !== undefined) this.#flags |= sent.flags & V2
    this.#editedAt = Date.now()
    this.#take(sent)
  }

  #take(sent: SentMessage): void {
    if (sent.content !== undefined) this.#content = sent.content ?? ''
    if (sent.embeds !== undefined) this.#embeds = sent.embeds ?? []
    if (sent.components !== undefined) this.#components = sent.components ?? []
    const { users, roles } = mentionsIn({ content: this.#content, components: this.#components })
    const { users: allowedUsers = [], roles: allowedRoles = [] } = sent.allowed_mentions ?? {}
    this.#mentions = {
      users: users.filter((id) => allowedUsers.includes(id)),
      roles: roles.filter((id) => allowedRoles.includes(id)),
    }
    this.#raw = undefined
    this.#usable = undefined
  }

  #usables(): Map<string, SentComponent> {
    this.#usable ??= new Map(
      [...allComponents(this.#components)].flatMap((component) =>
        component.custom_id === undefined ? [] : [[component.custom_id, component] as const],
      ),
    )
    return this.#usable
  }
}
