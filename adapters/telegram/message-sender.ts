import { BoundedMap } from '../../src/bounded-map.js'
import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import type { PostResult } from '../../src/chat/platform.js'
import type { OutgoingMessage } from '../../src/chat/waiting-list.js'
import { type Api, failureOf } from './api.js'
import { captionOf } from './encode.js'

const PHOTO_NAME = 'red-packet.jpg'
/** Most photos whose ids are remembered. */
const MAX_PHOTOS = 1_000
/** Telegram's refusals of a photo, after which a text may still get through. */
const PHOTO_REFUSED = /^413 |send photos|PHOTO_|IMAGE_PROCESS_FAILED|file is too big/i
/** Telegram's refusals of the id of a photo. */
const PHOTO_GONE = /file identifier|file_id|FILE_REFERENCE/i

/** Telegram's answer to a call that sends or edits a message. */
interface Sent {
  readonly message_id: number
  /** The photo in several sizes, the largest last. */
  readonly photo?: readonly { readonly file_id: string }[]
}

/** Sends and edits messages. Its calls reject like those of the API. */
export class MessageSender {
  /** Photos that Telegram already has, by the digest of their content, so that each is uploaded once. */
  private readonly photos = new BoundedMap<string, string>(MAX_PHOTOS)

  constructor(private readonly api: Api) {}

  /** Sends a message, with its picture as a photo. A chat that takes no photos isn't an error: it is `impossible`. */
  async send(
    chat: string,
    { picture, ...words }: OutgoingMessage,
    signal?: AbortSignal,
  ): Promise<PostResult> {
    if (picture) return await this.sendPhoto(picture, { chat_id: chat, ...captionOf(words) }, signal)
    const sent = await this.api.call<Sent>('sendMessage', { chat_id: chat, ...words }, { signal })
    return { kind: 'posted', message: String(sent.message_id) }
  }

  /** Edits a message, or the caption of its photo. */
  async edit(
    chat: string,
    message: number,
    { picture: _, ...words }: OutgoingMessage,
    as: 'text' | 'caption' = 'text',
    signal?: AbortSignal,
  ): Promise<PostResult> {
    const parameters = { chat_id: chat, message_id: message, ...(as === 'text' ? words : captionOf(words)) }
    const method = as === 'text' ? 'editMessageText' : 'editMessageCaption'
    const edited = await this.api.call<Sent>(method, parameters, { signal })
    return { kind: 'posted', message: String(edited.message_id) }
  }

  private async sendPhoto(
    picture: DescribedPicture,
    parameters: object,
    signal: AbortSignal | undefined,
  ): Promise<PostResult> {
    const { key, bytes, mediaType } = picture
    const known = this.photos.get(key)
    const file = { field: 'photo', name: PHOTO_NAME, bytes, mediaType }
    try {
      const { message_id: message, photo = [] } = await (known === undefined
        ? this.api.call<Sent>('sendPhoto', parameters, { signal, file })
        : this.api.call<Sent>('sendPhoto', { ...parameters, photo: known }, { signal }))
      const id = photo.at(-1)?.file_id
      if (id !== undefined) this.photos.set(key, id)
      return { kind: 'posted', message: String(message) }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind !== 'impossible') throw error
      const { why } = failure
      if (known !== undefined && PHOTO_GONE.test(why) && this.photos.delete(key))
        return await this.sendPhoto(picture, parameters, signal)
      if (!PHOTO_REFUSED.test(why)) throw error
      return { kind: 'impossible', why, pictureRefused: true }
    }
  }
}
