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
  /** As in t.me/…; public chats have one. */
  username: string | undefined
  deleted = false
  /** What a basic group became. */
  migratedTo: FakeChat | undefined
  /** The group of a channel, or the channel of a group. */
  linked: FakeChat | undefined
  /** Only administrators may ask who is in it: getChatMember is refused to a bot that is none. */
  membersHidden = false
  /** Whether everybody may write; else only administrators. */
  everybodyMaySend = true
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
    /** The other side of a private chat. */
    readonly user?: FakeUser,
  ) {
    this.id = user?.id ?? (kind === 'group' ? groupId() : supergroupId())
    instances += 1
    this.instance = `-${5_100_000_000_000_000_000n + BigInt(instances) * 104_729n}`
  }

  /** Every message that still exists, oldest first. */
  get messages(): FakeMessage[] {
    return [...this.#messages.values()]
  }

  /** What the bot wrote and is still there, oldest first. */
  get botMessages(): FakeMessage[] {
    return this.messages.filter(({ from }) => from === this.fake.bot)
  }

  /** One that still exists. */
  message(id: number): FakeMessage | undefined {
    return this.#messages.get(id)
  }

  /** Whether updates of this chat reach the bot. */
  get hasBot(): boolean {
    if (this.user) return this.user.started && !this.user.hasBlockedBot
    return !this.deleted && !this.migratedTo && isPresent(this.membership(this.fake.bot))
  }

  /** What a user is here; `left` when they were never in it. */
  membership(user: FakeUser): Membership {
    return this.#members.get(user) ?? { status: 'left' }
  }

  get members(): FakeUser[] {
    return [...this.#members].filter(([, membership]) => isPresent(membership)).map(([user]) => user)
  }

  /** Somebody who has been in it for long: the bot is not told. A name makes a new user. */
  addMember(who: FakeUser | string, membership: Membership = { status: 'member' }): FakeUser {
    const user = typeof who === 'string' ? this.fake.addUser(who) : who
    this.#members.set(user, membership)
    return user
  }

  /** Somebody who has been its administrator for long. */
  addAdmin(who: FakeUser | string, rights: Membership['rights'] = { can_manage_chat: true }): FakeUser {
    return this.addMember(who, { status: 'administrator', rights })
  }

  /** Changes what somebody is; the bot is told about itself, and as an administrator about others. */
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

  /** Only administrators may write from now on; for a bot that is none 400 "not enough rights …". */
  mute(): void {
    this.everybodyMaySend = false
  }

  unmute(): void {
    this.everybodyMaySend = true
  }

  /** Opens a topic, and makes a forum of a supergroup. */
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

  /** Of a channel: posts appear in the group as well. */
  linkTo(group: FakeChat): void {
    this.linked = group
    group.linked = this
  }

  /** The owner deletes it. */
  delete(): void {
    this.deleted = true
    this.fake.changed()
  }

  /** Whoever does what needs an administrator when a test does not say who. */
  get someAdmin(): FakeUser {
    const found = [...this.#members].find(([, { status }]) => status === 'creator')?.[0]
    if (!found) throw new Error(`${this.title} has no creator`)
    return found
  }

  /**
   * The basic group becomes a supergroup with the same people and another id; the old id answers 400 with
   * `migrate_to_chat_id`, and the bot cannot reach the old messages any more. With `announce: false` the service
   * messages come only with `announceMigration()`.
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

  /** Puts a message into the chat and shows it to the bot if the bot may see it. For the fake itself. */
  post(content: MessageContent): FakeMessage {
    const message = this.#remember(content)
    this.deliver(message)
    return message
  }

  /** Shows a message to the bot, if the bot may see it. For the fake itself. */
  deliver(message: FakeMessage, edited = false): void {
    if (!hears(this.fake, message)) return
    const kind = this.kind === 'channel' ? 'channel_post' : 'message'
    this.fake.updates.push(edited ? `edited_${kind}` : kind, message.raw)
  }

  forget(message: FakeMessage): void {
    this.#messages.delete(message.id)
    this.fake.changed()
  }

  /** As it stands in messages. */
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

  /** As getChat shows it. */
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
