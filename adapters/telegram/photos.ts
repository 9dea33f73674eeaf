import { BoundedMap } from '../../src/bounded-map.js'
import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import type { UploadedFile } from './post-body.js'

const PHOTO_NAME = 'red-packet.jpg'
/** Photos whose ids are remembered. */
const MAX_PHOTOS = 1_000
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

/** Returns whether a chat may take the same without a photo. */
export function isPhotoRefused(why: string): boolean {
  return PHOTO_REFUSED.test(why)
}

/** The photos that Telegram has already, by the digest of what they show: each is uploaded once. */
export class Photos {
  private readonly ids = new BoundedMap<string, string>(MAX_PHOTOS)

  /** Returns how to send a picture. */
  partsOf({ key, bytes, mediaType }: DescribedPicture): PhotoParts {
    const photo = this.ids.get(key)
    if (photo !== undefined) return { parameters: { photo } }
    return { parameters: {}, file: { field: 'photo', name: PHOTO_NAME, bytes, mediaType } }
  }

  /** Remembers the id of a photo that was sent. */
  sent({ key }: DescribedPicture, { photo = [] }: SentPhoto): void {
    const id = photo.at(-1)?.file_id
    if (id !== undefined) this.ids.set(key, id)
  }

  /** Returns whether Telegram no longer has the photo that was named, so that its file must be sent. */
  lost({ key }: DescribedPicture, { parameters }: PhotoParts, why: string): boolean {
    return parameters.photo !== undefined && PHOTO_GONE.test(why) && this.ids.delete(key)
  }
}
