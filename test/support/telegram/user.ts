import { FakeChat } from './chat.js'
import { menuFor } from './command-menu.js'
import type { FakeTelegram } from './fake-telegram.js'
import { type AdminRights, isAdmin, isPresent } from './membership.js'
import type { FakeMessage } from './message.js'
import type { PressResult } from './press-result.js'
import { type Api, userId } from './shapes.js'
import { addressed, type Manner, spoken, type Words } from './speech.js'

export interface NewUser {
  id?: number
  lastName?: string
  /** Without the @; most people have none. */
  username?: string
  /** IETF tag of the client's language; `null` for a client that sends none. */
  languageCode?: string | null
  isBot?: boolean
  isPremium?: boolean
}

/** A person with a Telegram client, or another bot. Throws for anything that a real client wouldn't allow. */
export class FakeUser {
  readonly id: number
  readonly isBot: boolean
  readonly username: string | undefined
  isPremium: boolean
  lastName: string | undefined
  languageCode: string | undefined
  /** The private chat with the bot was opened. */
  started = false
  hasBlockedBot = false
  /** The account was deleted: 403 "user is deactivated". */
  deactivated = false
  readonly privateChat: FakeChat

  constructor(
    private readonly fake: FakeTelegram,
    public firstName: string,
    { id, lastName, username, languageCode = 'en', isBot = false, isPremium = false }: NewUser = {},
  ) {
    this.id = id ?? userId()
    this.isBot = isBot
    this.isPremium = isPremium
    this.lastName = lastName
    this.username = username
    this.languageCode = isBot ? undefined : (languageCode ?? undefined)
    this.privateChat = new FakeChat(fake, 'private', `private with ${firstName}`, this)
  }

  /** The user in API format. */
  get api(): Api {
    return {
      id: this.id,
      is_bot: this.isBot,
      first_name: this.firstName,
      ...(this.lastName === undefined ? {} : { last_name: this.lastName }),
      ...(this.username === undefined ? {} : { username: this.username }),
      ...(this.languageCode === undefined ? {} : { language_code: this.languageCode }),
      ...(this.isPremium ? { is_premium: true } : {}),
    }
  }

  /** The bot's existing private messages to them, oldest first. */
  get directMessages(): FakeMessage[] {
    return this.privateChat.botMessages
  }

  /** Returns the commands in the client's menu there. */
  menu(chat: FakeChat): Api[] {
    return menuFor(this.fake.commands, this, chat)
  }

  /** Writes into a chat. */
  say(chat: FakeChat, words: Words, manner: Manner = {}): FakeMessage {
    return this.#write(chat, words, manner, false)
  }

  /** Writes a command; `/cmd@Bot` stays unchanged. */
  command(chat: FakeChat, words: Words, manner: Manner = {}): FakeMessage {
    const message = this.say(chat, words, manner)
    if (message.marked('bot_command').length === 0) throw new Error(`no command: ${message.text}`)
    return message
  }

  /** Replies to a message, in its thread. */
  reply(message: FakeMessage, words: Words, manner: Manner = {}): FakeMessage {
    return this.say(message.chat, words, { ...manner, replyTo: message })
  }

  /** Sends a photo with a caption, perhaps one that the bot may download. */
  photo(chat: FakeChat, caption: Words, manner: Manner = {}, bytes?: Uint8Array): FakeMessage {
    return this.#write(chat, caption, manner, true, bytes)
  }

  /** Edits one of their own messages. */
  edit(message: FakeMessage, words: Words): void {
    if (message.from !== this && !message.senderChat) throw new Error('not their own message')
    message.edit(spoken(words))
    message.chat.deliver(message, true)
  }

  /** Presses a visible button, by its text or data. */
  async press(message: FakeMessage, textOrData: string | RegExp): Promise<PressResult> {
    if (message.deleted) throw new Error('the message is gone')
    const button = message.button(textOrData)
    if (button.callback_data === undefined) throw new Error(`${button.text} tells the bot nothing`)
    return this.forge(message, button.callback_data)
  }

  /** Sends what a modified client, or one that shows an old keyboard, could: any data, even to a deleted message. */
  async forge(message: FakeMessage, data: string): Promise<PressResult> {
    const chat = message.chat.migratedTo ?? message.chat
    const sees = chat.user ? chat.user === this : isPresent(chat.membership(this))
    if (!sees) throw new Error(`${this.firstName} does not see ${chat.title}`)
    if (!chat.hasBot) throw new Error(`the bot is not in ${chat.title}`)
    return this.fake.callbacks.press(this, message, data)
  }

  /** Opens the private chat, or follows t.me/Bot?start=payload: sends /start. */
  start(payload = ''): FakeMessage {
    if (!/^[A-Za-z0-9_-]{0,64}$/.test(payload)) throw new Error(`no payload of a link: ${payload}`)
    if (this.hasBlockedBot) this.unblockBot()
    this.started = true
    return this.say(this.privateChat, payload === '' ? '/start' : `/start ${payload}`)
  }

  /** Blocks the bot: writing to them answers 403 "bot was blocked by the user". */
  blockBot(): void {
    this.hasBlockedBot = true
    this.privateChat.setMembership(this.fake.bot, { status: 'kicked' }, this)
  }

  unblockBot(): void {
    this.hasBlockedBot = false
    this.privateChat.setMembership(this.fake.bot, { status: 'member' }, this)
  }

  /** Creates a basic group with others, including the bot if it is listed. */
  createGroup(title: string, others: readonly FakeUser[]): FakeChat {
    const chat = this.fake.addChat('group', title)
    chat.addMember(this, { status: 'creator' })
    for (const other of others)
      if (other === this.fake.bot) chat.setMembership(other, { status: 'member' }, this)
      else chat.addMember(other)
    chat.post({ from: this, service: { group_chat_created: true } })
    return chat
  }

  join(chat: FakeChat): void {
    chat.setMembership(this, { status: 'member' }, this)
    chat.post({ from: this, service: { new_chat_members: [this.api], new_chat_member: this.api } })
  }

  leave(chat: FakeChat): void {
    chat.setMembership(this, { status: 'left' }, this)
    chat.post({ from: this, service: { left_chat_member: this.api } })
  }

  /** Adds a user, or the bot (`fake.bot`), to a chat. */
  invite(chat: FakeChat, other: FakeUser): void {
    if (!isPresent(chat.membership(this))) throw new Error(`${this.firstName} is not in ${chat.title}`)
    chat.setMembership(other, { status: 'member' }, this)
    chat.post({ from: this, service: { new_chat_members: [other.api], new_chat_member: other.api } })
  }

  /** Kicks a user or the bot. */
  kick(chat: FakeChat, other: FakeUser): void {
    this.#mustAdministrate(chat)
    chat.setMembership(other, { status: 'kicked' }, this)
    chat.post({ from: this, service: { left_chat_member: other.api } })
  }

  /** Makes a user or the bot an administrator. */
  promote(
    chat: FakeChat,
    other: FakeUser,
    rights: AdminRights = { can_manage_chat: true },
    anonymous = false,
  ): void {
    this.#mustAdministrate(chat)
    chat.setMembership(other, { status: 'administrator', rights, anonymous }, this)
  }

  /** Makes an administrator an ordinary member. */
  demote(chat: FakeChat, other: FakeUser): void {
    this.#mustAdministrate(chat)
    chat.setMembership(other, { status: 'member' }, this)
  }

  /** Mutes a user or the bot. */
  restrict(chat: FakeChat, other: FakeUser): void {
    this.#mustAdministrate(chat)
    chat.setMembership(other, { status: 'restricted', maySend: false }, this)
  }

  /** Pins a message for everyone. */
  pin(message: FakeMessage): void {
    message.chat.post({ from: this, service: { pinned_message: message.raw } })
  }

  #mustAdministrate(chat: FakeChat): void {
    if (!isAdmin(chat.membership(this))) throw new Error(`${this.firstName} is no admin of ${chat.title}`)
  }

  #write(chat: FakeChat, words: Words, manner: Manner, isPhoto: boolean, bytes?: Uint8Array): FakeMessage {
    const photo = bytes ? `photo-of-${this.id}-${this.fake.photos.size}` : 'photo-of-a-member'
    if (bytes) this.fake.photos.set(photo, bytes)
    const content = {
      ...addressed(this, chat, manner),
      ...spoken(words),
      ...(isPhoto && { photo }),
    }
    const message = chat.post(content)
    if (chat.kind === 'channel' && chat.linked)
      chat.linked.post({ ...content, from: this.fake.forwarder, senderChat: chat, forwardOf: message })
    return message
  }
}
