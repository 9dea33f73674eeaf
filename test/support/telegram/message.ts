import type { FakeChat } from './chat.js'
import type { Api, Entity, InlineButton, Keyboard } from './shapes.js'
import type { FakeUser } from './user.js'

/** Content of a message; every field is optional. */
export interface MessageContent {
  from?: FakeUser | undefined
  /** The chat on whose behalf it was written. */
  senderChat?: FakeChat | undefined
  text?: string
  entities?: readonly Entity[]
  /** Id of the photo whose caption `text` and `entities` are. */
  photo?: string
  replyTo?: FakeMessage | undefined
  /** The topic, or outside of forums the thread of replies. */
  thread?: { id: number; isTopic: boolean } | undefined
  keyboard?: Keyboard
  /** Makes the user's client open a reply to it. */
  forceReply?: boolean
  /** The linked channel's post that it repeats. */
  forwardOf?: FakeMessage | undefined
  /** Telegram's fields for forwarded or inline text. */
  passedOn?: Api | undefined
  /** Fields of a service message. */
  service?: Api
}

/** A message in its current state; the journal has the earlier ones. */
export class FakeMessage {
  /** Unix seconds. */
  readonly date: number
  /** Number of edits of its text or buttons. */
  edits = 0
  /** When the edit that people see was made, in unix seconds. */
  editDate: number | undefined
  deleted = false
  /** The bot's reaction. */
  reaction: string | undefined
  #content: MessageContent
  // Computed on demand, once per edit: a busy card is pressed a thousand times between two edits.
  #raw: Api | undefined

  constructor(
    readonly chat: FakeChat,
    readonly id: number,
    content: MessageContent,
  ) {
    this.#content = content
    this.date = chat.fake.clock.seconds()
  }

  /** The sender: for anonymous admins and channels, the placeholder account. */
  get from(): FakeUser | undefined {
    return this.#content.from
  }

  get senderChat(): FakeChat | undefined {
    return this.#content.senderChat
  }

  /** The text, or the caption of a photo; '' for service messages. */
  get text(): string {
    return this.#content.text ?? ''
  }

  get entities(): readonly Entity[] {
    return this.#content.entities ?? []
  }

  /** Id of its photo. */
  get photo(): string | undefined {
    return this.#content.photo
  }

  get isPhoto(): boolean {
    return this.photo !== undefined
  }

  get replyTo(): FakeMessage | undefined {
    return this.#content.replyTo
  }

  /** The topic, or outside of forums the thread of replies. */
  get thread(): { id: number; isTopic: boolean } | undefined {
    return this.#content.thread
  }

  get isService(): boolean {
    return this.#content.service !== undefined
  }

  get forceReply(): boolean {
    return this.#content.forceReply ?? false
  }

  get keyboard(): Keyboard {
    return this.#content.keyboard ?? []
  }

  /** All buttons, row by row. */
  get buttons(): InlineButton[] {
    return this.keyboard.flat()
  }

  /** Returns the parts of the text that entities of this type cover. */
  marked(type: string): string[] {
    return this.entities
      .filter((entity) => entity.type === type)
      .map(({ offset, length }) => this.text.slice(offset, offset + length))
  }

  /** Returns the button with this text or data; throws when there is none. */
  button(textOrData: string | RegExp): InlineButton {
    const found = this.buttons.find(({ text, callback_data = '' }) =>
      typeof textOrData === 'string'
        ? text === textOrData || callback_data === textOrData
        : textOrData.test(text) || textOrData.test(callback_data),
    )
    if (!found) throw new Error(`no button ${textOrData} among ${JSON.stringify(this.buttons)}`)
    return found
  }

  /** The message in API format; a new object after every edit. */
  get raw(): Api {
    const { replyTo } = this.#content
    this.#raw ??= { ...this.#own, ...(replyTo ? { reply_to_message: replyTo.#own } : {}) }
    return this.#raw
  }

  /** The message in a callback when it no longer exists. */
  get inaccessible(): Api {
    return { chat: this.chat.api, message_id: this.id, date: 0 }
  }

  /** Deletes it: the bot's calls no longer find it. */
  delete(): void {
    this.deleted = true
    this.chat.forget(this)
  }

  /** Applies an edit. For the fake only; limits are already checked. */
  edit(change: Pick<MessageContent, 'text' | 'entities' | 'keyboard'>): void {
    this.#content = { ...this.#content, ...change }
    this.edits += 1
    this.editDate = this.chat.fake.clock.seconds()
    this.#raw = undefined
    this.chat.fake.changed()
  }

  /** The message without its own reply, as nested in replies to it. */
  get #own(): Api {
    const {
      from,
      senderChat,
      text,
      entities = [],
      photo,
      thread,
      keyboard = [],
      forwardOf,
      passedOn,
      service,
    } = this.#content
    const [textName, entitiesName] = photo ? ['caption', 'caption_entities'] : ['text', 'entities']
    return {
      message_id: this.id,
      ...(from ? { from: from.api } : {}),
      ...(senderChat ? { sender_chat: senderChat.api } : {}),
      chat: this.chat.api,
      date: this.date,
      ...(this.editDate === undefined ? {} : { edit_date: this.editDate }),
      ...(thread ? { message_thread_id: thread.id } : {}),
      ...(thread?.isTopic ? { is_topic_message: true } : {}),
      ...(forwardOf ? forwarded(forwardOf) : {}),
      ...passedOn,
      ...(photo
        ? {
            photo: [
              { file_id: `${photo}-small`, file_unique_id: `${photo}-s`, width: 90, height: 45 },
              { file_id: photo, file_unique_id: `${photo}-u`, width: 1000, height: 500 },
            ],
          }
        : {}),
      ...(text ? { [textName as string]: text } : {}),
      ...(entities.length > 0 ? { [entitiesName as string]: entities } : {}),
      ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
      ...service,
    }
  }
}

function forwarded(post: FakeMessage): Api {
  const origin = { type: 'channel', date: post.date, chat: post.chat.api, message_id: post.id }
  return {
    is_automatic_forward: true,
    forward_origin: origin,
    forward_from_chat: post.chat.api,
    forward_from_message_id: post.id,
    forward_date: post.date,
  }
}
