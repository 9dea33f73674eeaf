import type { FakeChat } from './chat.js'
import type { FakeMessage } from './message.js'

/** A topic of a forum, with the id of the service message that opened it. */
export class FakeTopic {
  closed = false
  deleted = false

  constructor(
    /** The service message that opened it: everything in it replies to this. */
    readonly start: FakeMessage,
    readonly name: string,
  ) {}

  get id(): number {
    return this.start.id
  }

  get chat(): FakeChat {
    return this.start.chat
  }

  get thread(): { id: number; isTopic: true } {
    return { id: this.id, isTopic: true }
  }

  get messages(): FakeMessage[] {
    return this.chat.messages.filter(({ thread }) => thread?.id === this.id)
  }

  /** Closes it to everyone but administrators: for an ordinary bot 400 TOPIC_CLOSED. */
  close(): void {
    this.closed = true
    this.#say({ forum_topic_closed: {} })
  }

  reopen(): void {
    this.closed = false
    this.#say({ forum_topic_reopened: {} })
  }

  /** Deletes it with all its messages: 400 "message thread not found". */
  delete(): void {
    this.deleted = true
    for (const message of this.messages) message.delete()
    this.chat.topics.splice(this.chat.topics.indexOf(this), 1)
  }

  #say(service: Record<string, unknown>): void {
    this.chat.post({ from: this.chat.someAdmin, thread: this.thread, replyTo: this.start, service })
  }
}
