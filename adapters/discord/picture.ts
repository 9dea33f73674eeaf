import { ComponentType, DiscordAPIError, type RawFile } from 'discord.js'
import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import { cut } from '../../src/core/text.js'

const PICTURE_NAME = 'red-packet.jpg'
/** Longest description of a picture, in characters. */
const MAX_ALT = 1_024
/** Statuses and codes of what may be all right without its picture: too large, malformed, or no files allowed. */
export const PICTURE_REFUSALS = [413, 40005, 50013, 50035] as const

/** Returns whether an error may be about the picture of what was sent. */
export function refusesPicture(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false
  return PICTURE_REFUSALS.some((each) => each === error.status || each === error.code)
}

/** Returns the description of a picture, cut to what fits. */
export function descriptionOf(alt: string): string {
  return cut(alt, MAX_ALT)
}

/** Returns the file of a new picture, as its message names it. */
export function newFile(alt: string) {
  return { id: 0, filename: PICTURE_NAME, description: descriptionOf(alt) }
}

/** Returns a new picture as it is uploaded. */
export function fileOf({ bytes, mediaType }: DescribedPicture): RawFile {
  return { name: PICTURE_NAME, data: bytes, contentType: mediaType }
}

/** Returns the component that shows a message's picture. */
export function galleryOf(alt: string) {
  const media = { url: `attachment://${PICTURE_NAME}` }
  return { type: ComponentType.MediaGallery as const, items: [{ media, description: descriptionOf(alt) }] }
}
