import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import { PictureRefusals } from '../../src/chat/picture-refusals.js'
import type { Log } from '../../src/log.js'
import { PhotoIds } from './photo-ids.js'
import type { UploadedFile } from './post-body.js'

const PHOTO_NAME = 'red-packet.jpg'
/** Telegram's refusals of a photo, where a text may be welcome. */
const PHOTO_REFUSED = /^413 |send photos|PHOTO_|IMAGE_PROCESS_FAILED|file is too big/i
/** Telegram's refusals of the id of a photo. */
const PHOTO_GONE = /file identifier|file_id|FILE_REFERENCE/i

/** Telegram's answer to a call that sends a photo. */
export interface SentPhoto {
  /** The photo in several sizes, the largest last. */
  readonly photo?: readonly { readonly file_id: string }[]
}

/** How a photo is sent: by its id, or with the file. */
export interface PhotoParts {
  readonly parameters: { readonly photo?: string }
  readonly file?: UploadedFile
}

/** Sends each picture's file once, as long as it is remembered, and none to chats that refuse photos. */
export class Photos {
  private readonly ids = new PhotoIds()
  private readonly refusals: PictureRefusals

  constructor(log: Log) {
    this.refusals = new PictureRefusals(log)
  }

  /** Returns how to send a picture to a chat; undefined when the chat gets none. */
  partsFor(chat: string, { key, bytes, mediaType }: DescribedPicture): PhotoParts | undefined {
    if (!this.refusals.allows(chat)) return undefined
    const photo = this.ids.find(key)
    if (photo !== undefined) return { parameters: { photo } }
    return { parameters: {}, file: { field: 'photo', name: PHOTO_NAME, bytes, mediaType } }
  }

  /** Remembers the id of a photo that was sent. */
  sent({ key }: DescribedPicture, { photo = [] }: SentPhoto): void {
    const id = photo.at(-1)?.file_id
    if (id !== undefined) this.ids.keep(key, id)
  }

  /** Takes note of a refusal. Returns whether to send the photo again, or the text alone; undefined when neither helps. */
  refused(
    chat: string,
    { key }: DescribedPicture,
    { parameters }: PhotoParts,
    why: string,
  ): 'again' | 'text' | undefined {
    if (parameters.photo !== undefined && PHOTO_GONE.test(why)) {
      this.ids.forget(key)
      return 'again'
    }
    if (!PHOTO_REFUSED.test(why)) return undefined
    this.refusals.refused(chat, why)
    return 'text'
  }
}
