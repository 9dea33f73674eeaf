import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import { PictureRefusals } from '../../src/chat/picture-refusals.js'
import type { PostResult } from '../../src/chat/platform.js'
import type { OutgoingMessage } from '../../src/chat/waiting-list.js'
import type { Log } from '../../src/log.js'
import { type Api, failureOf } from './api.js'
import { captionOf } from './encode.js'
import { isPhotoRefused, type Photos, type SentPhoto } from './photos.js'

interface Sent extends SentPhoto {
  readonly message_id: number
}

/** Sends and edits answers. */
export class MessageSender {
  private readonly refusals: PictureRefusals

  constructor(
    private readonly api: Api,
    private readonly photos: Photos,
    log: Log,
  ) {
    this.refusals = new PictureRefusals(log)
  }

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
    if (!picture) return await this.sendText(chat, words, signal)
    const sent = await this.refusals.post(chat, picture, async (shown) =>
      shown
        ? await this.sendPhoto(chat, shown, words, signal)
        : { kind: 'posted', message: await this.sendText(chat, words, signal) },
    )
    if (sent.kind !== 'posted') throw new Error(sent.why)
    return sent.message
  }

  private async sendText(chat: string, words: OutgoingMessage, signal: AbortSignal): Promise<string> {
    const sent = await this.api.call<Sent>('sendMessage', { chat_id: chat, ...words }, { signal })
    return String(sent.message_id)
  }

  /** Resolves with the failure when the chat takes no photo; rejects with any other. */
  private async sendPhoto(
    chat: string,
    picture: DescribedPicture,
    words: OutgoingMessage,
    signal: AbortSignal,
  ): Promise<PostResult> {
    const parts = this.photos.partsOf(picture)
    const parameters = { chat_id: chat, ...parts.parameters, ...captionOf(words) }
    const { file } = parts
    try {
      const sent = await this.api.call<Sent>('sendPhoto', parameters, { signal, ...(file && { file }) })
      this.photos.sent(picture, sent)
      return { kind: 'posted', message: String(sent.message_id) }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind !== 'impossible') throw error
      if (this.photos.lost(picture, parts, failure.why))
        return await this.sendPhoto(chat, picture, words, signal)
      if (!isPhotoRefused(failure.why)) throw error
      return { kind: 'impossible', why: failure.why, pictureRefused: true }
    }
  }
}
