import type { FakeTelegram } from './fake-telegram.js'
import { isPresent, type Membership, memberApi, permissionsApi } from './membership.js'
import { FakeMessage, type MessageContent } from './message.js'
import { hears } from './privacy.js'
import { type Api, groupId, supergroupId } from './shapes.js'
import { FakeTopic } from './topic.js'
import type { FakeUser } from './user.js'

export type ChatKind = 'private' | 'group' | 'supergroup' | 'channel'

let instances = 0

/** A private chat with the bot, a basic group, a supergroup (with or without topics), or a channel. */
export class FakeChat {
  readonly id: number
  /** The `chat_instance` of callbacks. */
  readonly instance: string
  /** Name in t.me/…; public chats have one. */
  username: string | undefined
  deleted = false
  /** The supergroup that a basic group became. */
  migratedTo: FakeChat | undefined
  /** The group of a channel, or the channel of a group. */
  linked: FakeChat | undefined
  /** Only administrators can query members: getChatMember is refused to an ordinary bot. */
  membersHidden = false
  /** Whether everyone may write; otherwise only administrators. */
  everybodyMaySend = true
  /** Whether everyone may send photos; otherwise only administrators. */
  everybodyMaySendPhotos = true
  /** Whether it has topics. */
  isForum = false
  readonly topics: FakeTopic[] = []
  readonly #members = new Map<FakeUser, Membership>()
  readonly #messages = new Map<number, FakeMessage>()
  #lastMessageId = 0

  constructor(
    readonly fake: FakeTelegram,
    readonly kind: ChatKind,
    readonly title: string,
    /** The user of a private chat. */
    readonly user?: FakeUser,
  ) {
    this.id = user?.id ?? (kind === 'group' ? groupId() : supergroupId())
    instances += 1
    this.instance = `-${5_100_000_000_000_000_000n + BigInt(instances) * 104_729n}`
  }

  /** All existing messages, oldest first. */
  get messages(): FakeMessage[] {
    return [...this.#messages.values()]
  }

  /** The bot's existing messages, oldest first. */
  get botMessages(): FakeMessage[] {
    return this.messages.filter(({ from }) => from === this.fake.bot)
  }

  /** Returns an existing message. */
  message(id: number): FakeMessage | undefined {
    return this.#messages.get(id)
  }

  /** Whether the bot receives this chat's updates. */
  get hasBot(): boolean {
    if (this.user) return this.user.started && !this.user.hasBlockedBot
    return !this.deleted && !this.migratedTo && isPresent(this.membership(this.fake.bot))
  }

  /** Returns a user's membership; `left` for strangers. */
  membership(user: FakeUser): Membership {
    return this.#members.get(user) ?? { status: 'left' }
  }

  get members(): FakeUser[] {
    return [...this.#members].filter(([, membership]) => isPresent(membership)).map(([user]) => user)
  }

  /** Adds a long-standing member: the bot isn't told. A name makes a new user. */
  addMember(who: FakeUser | string, membership: Membership = { status: 'member' }): FakeUser {
    const user = typeof who === 'string' ? this.fake.addUser(who) : who
    this.#members.set(user, membership)
    return user
  }

  /** Adds a long-standing administrator. */
  addAdmin(who: FakeUser | string, rights: Membership['rights'] = { can_manage_chat: true }): FakeUser {
    return this.addMember(who, { status: 'administrator', rights })
  }

  /** Changes a membership; the bot is told about itself, and as an administrator about others. */
  setMembership(user: FakeUser, membership: Membership, by: FakeUser): void {
    const before = this.membership(user)
    const couldSee = this.membership(this.fake.bot).status === 'administrator'
    this.#members.set(user, membership)
    const change = {
      chat: this.api,
      from: by.api,
      date: this.fake.clock.seconds(),
      old_chat_member: memberApi(user, before),
      new_chat_member: memberApi(user, membership),
    }
    if (user === this.fake.bot) this.fake.updates.push('my_chat_member', change)
    else if (couldSee) this.fake.updates.push('chat_member', change)
    this.fake.changed()
  }

  /** Restricts writing to administrators; for an ordinary bot 400 "not enough rights …". */
  mute(): void {
    this.everybodyMaySend = false
  }

  unmute(): void {
    this.everybodyMaySend = true
  }

  /** Opens a topic, turning a supergroup into a forum. */
  addTopic(name: string, by: FakeUser = this.someAdmin): FakeTopic {
    if (this.kind !== 'supergroup') throw new Error('only a supergroup has topics')
    this.isForum = true
    const id = this.#lastMessageId + 1
    const start = this.post({
      from: by,
      thread: { id, isTopic: true },
      service: { forum_topic_created: { name, icon_color: 7322096 } },
    })
    const topic = new FakeTopic(start, name)
    this.topics.push(topic)
    return topic
  }

  /** Links a channel to a group, where its posts appear as well. */
  linkTo(group: FakeChat): void {
    this.linked = group
    group.linked = this
  }

  /** Deletes the chat, as its owner. */
  delete(): void {
    this.deleted = true
    this.fake.changed()
  }

  /** The default actor for what needs an administrator. */
  get someAdmin(): FakeUser {
    const found = [...this.#members].find(([, { status }]) => status === 'creator')?.[0]
    if (!found) throw new Error(`${this.title} has no creator`)
    return found
  }

  /**
   * Upgrades a basic group to a supergroup with the same people and a new id; the old id answers 400 with
   * `migrate_to_chat_id`, and the bot loses access to the old messages. With `announce: false` the service messages
   * only come with `announceMigration()`.
   */
  upgradeToSupergroup({ announce = true } = {}): FakeChat {
    if (this.kind !== 'group' || this.migratedTo)
      throw new Error('only a basic group can be upgraded, and once')
    const upgraded = this.fake.addChat('supergroup', this.title)
    for (const [user, membership] of this.#members) upgraded.addMember(user, membership)
    this.migratedTo = upgraded
    if (announce) this.announceMigration()
    this.fake.changed()
    return upgraded
  }

  /** Sends the service messages about the upgrade: one in the old group, one in the new. */
  announceMigration(): void {
    if (!this.migratedTo) throw new Error('it was not upgraded')
    const from = this.someAdmin
    const last = this.#remember({ from, service: { migrate_to_chat_id: this.migratedTo.id } })
    this.fake.updates.push('message', last.raw)
    this.migratedTo.post({
      from: this.fake.anonymousAdmin,
      senderChat: this.migratedTo,
      service: { migrate_from_chat_id: this.id },
    })
  }

  /** Adds a message to the chat and delivers it if the bot may see it. For the fake only. */
  post(content: MessageContent): FakeMessage {
    const message = this.#remember(content)
    this.deliver(message)
    return message
  }

  /** Delivers a message if the bot may see it. For the fake only. */
  deliver(message: FakeMessage, edited = false): void {
    if (!hears(this.fake, message)) return
    const kind = this.kind === 'channel' ? 'channel_post' : 'message'
    this.fake.updates.push(edited ? `edited_${kind}` : kind, message.raw)
  }

  forget(message: FakeMessage): void {
    this.#messages.delete(message.id)
    this.fake.changed()
  }

  /** The chat as in messages. */
  get api(): Api {
    if (this.user) {
      const { id: _, is_bot: __, language_code: ___, ...names } = this.user.api
      return { id: this.id, ...names, type: 'private' }
    }
    return {
      id: this.id,
      title: this.title,
      ...(this.username === undefined ? {} : { username: this.username }),
      type: this.kind,
      ...(this.isForum ? { is_forum: true } : {}),
      ...(this.kind === 'group' ? { all_members_are_administrators: false } : {}),
    }
  }

  /** The chat as in getChat. */
  get fullApi(): Api {
    const common = { ...this.api, accent_color_id: 0, max_reaction_count: 11 }
    if (this.user || this.kind === 'channel') return { ...common, ...this.#linkedApi }
    return { ...common, permissions: permissionsApi(this.everybodyMaySend), ...this.#linkedApi }
  }

  get #linkedApi(): Api {
    return this.linked ? { linked_chat_id: this.linked.id } : {}
  }

  #remember(content: MessageContent): FakeMessage {
    // Private chats and basic groups share the counter of the bot's account; the others count for themselves.
    const ownCounter = this.kind === 'supergroup' || this.kind === 'channel'
    this.#lastMessageId = ownCounter ? this.#lastMessageId + 1 : this.fake.nextMessageId()
    const message = new FakeMessage(this, this.#lastMessageId, content)
    this.#messages.set(message.id, message)
    this.fake.changed()
    return message
  }
}
