import type { FakeChat } from './chat.js'
import type { Api, Entity, InlineButton, Keyboard } from './shapes.js'
import type { FakeUser } from './user.js'

/** What a message is made of; all of it may be missing. */
export interface MessageContent {
  from?: FakeUser | undefined
  /** The chat in whose name it was written. */
  senderChat?: FakeChat | undefined
  text?: string
  entities?: readonly Entity[]
  /** `text` and `entities` are the caption of a photo. */
  photo?: boolean
  replyTo?: FakeMessage | undefined
  /** The topic, or outside of forums the thread of replies. */
  thread?: { id: number; isTopic: boolean } | undefined
  keyboard?: Keyboard
  /** The user's client opens a reply to it. */
  forceReply?: boolean
  /** The post of the linked channel that it repeats. */
  forwardOf?: FakeMessage | undefined
  /** The fields by which Telegram says that the words are somebody else's. */
  passedOn?: Api | undefined
  /** Fields of a service message. */
  service?: Api
}

/** A message as it is now; what it was before an edit is in the journal. */
export class FakeMessage {
  /** Unix seconds. */
  readonly date: number
  /** How often its text or its buttons were changed. */
  edits = 0
  /** Whether the people in the chat see that it was edited; unix seconds. */
  editDate: number | undefined
  deleted = false
  /** Emoji that the bot put under it. */
  reaction: string | undefined
  #content: MessageContent
  // Made when somebody asks, once per edit: a busy card is pressed a thousand times between two edits.
  #raw: Api | undefined

  constructor(
    readonly chat: FakeChat,
    readonly id: number,
    content: MessageContent,
  ) {
    this.#content = content
    this.date = chat.fake.clock.seconds()
  }

  /** Who wrote it: for anonymous admins and channels the account that stands for them. */
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

  get isPhoto(): boolean {
    return this.#content.photo ?? false
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

  /** The parts of the text that an entity of this type covers. */
  marked(type: string): string[] {
    return this.entities
      .filter((entity) => entity.type === type)
      .map(({ offset, length }) => this.text.slice(offset, offset + length))
  }

  /** The button with this text or data; throws when there is none. */
  button(textOrData: string | RegExp): InlineButton {
    const found = this.buttons.find(({ text, callback_data = '' }) =>
      typeof textOrData === 'string'
        ? text === textOrData || callback_data === textOrData
        : textOrData.test(text) || textOrData.test(callback_data),
    )
    if (!found) throw new Error(`no button ${textOrData} among ${JSON.stringify(this.buttons)}`)
    return found
  }

  /** As the Bot API shows it; a new object after every edit. */
  get raw(): Api {
    const { replyTo } = this.#content
    this.#raw ??= { ...this.#own, ...(replyTo ? { reply_to_message: replyTo.#own } : {}) }
    return this.#raw
  }

  /** What a callback brings when the message is gone. */
  get inaccessible(): Api {
    return { chat: this.chat.api, message_id: this.id, date: 0 }
  }

  /** Somebody removes it: whatever the bot does to it finds nothing. */
  delete(): void {
    this.deleted = true
    this.chat.forget(this)
  }

  /** Changes what is named. For the fake itself; the limits are already checked. */
  edit(change: Pick<MessageContent, 'text' | 'entities' | 'keyboard'>): void {
    this.#content = { ...this.#content, ...change }
    this.edits += 1
    this.editDate = this.chat.fake.clock.seconds()
    this.#raw = undefined
    this.chat.fake.changed()
  }

  /** Without what it answers to, as it stands in the answer to it. */
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
        ? { photo: [{ file_id: `photo${this.id}`, file_unique_id: `p${this.id}`, width: 90, height: 90 }] }
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
