import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import type { OutgoingMessage } from '../../src/chat/waiting-list.js'
import { type Api, failureOf } from './api.js'
import { captionOf } from './encode.js'
import type { Photos, SentPhoto } from './photos.js'

interface Sent extends SentPhoto {
  readonly message_id: number
}

/** Sends and edits answers. */
export class MessageSender {
  constructor(
    private readonly api: Api,
    private readonly photos: Photos,
  ) {}

  /** Edits a message and resolves with its id. Rejects like the call. */
  async edit(chat: string, id: number, message: OutgoingMessage, signal: AbortSignal): Promise<string> {
    const { picture: _, ...words } = message
    const parameters = { chat_id: chat, message_id: id, ...words }
    const edited = await this.api.call<Sent>('editMessageText', parameters, { signal })
    return String(edited.message_id)
  }

  /** Sends a message, without its picture where the chat takes none, and resolves with its id. Rejects like the call. */
  async send(chat: string, { picture, ...message }: OutgoingMessage, signal: AbortSignal): Promise<string> {
    const words = message as OutgoingMessage
    const photo = picture && (await this.sendPhoto(chat, picture, words, signal))
    const parameters = { chat_id: chat, ...words }
    const sent = photo ?? (await this.api.call<Sent>('sendMessage', parameters, { signal }))
    return String(sent.message_id)
  }

  /** Resolves with undefined when the chat takes no photo. */
  private async sendPhoto(
    chat: string,
    picture: DescribedPicture,
    words: OutgoingMessage,
    signal: AbortSignal,
  ): Promise<Sent | undefined> {
    const parts = this.photos.partsFor(chat, picture)
    if (!parts) return undefined
    const parameters = { chat_id: chat, ...parts.parameters, ...captionOf(words) }
    const { file } = parts
    try {
      const sent = await this.api.call<Sent>('sendPhoto', parameters, { signal, ...(file && { file }) })
      this.photos.sent(picture, sent)
      return sent
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind !== 'impossible') throw error
      const next = this.photos.refused(chat, picture, parts, failure.why)
      if (next === undefined) throw error
      return next === 'again' ? await this.sendPhoto(chat, picture, words, signal) : undefined
    }
  }
}
