import type { Message } from 'telegraf/types'
import { sentFile } from '../../src/chat/sent-file.js'
import type { SentFile } from '../../src/commands/framework/request.js'
import type { Log } from '../../src/log.js'
import { type Api, saidSafely } from './api.js'

/** A path on Telegram's server. A Bot API server of the operator may return a path on its own machine instead. */
const PATH = /^[\w-]+(?:\/[\w-]+)*(?:\.\w+)?$/
/** Telegram's refusal of a file that bots can't download. */
const TOO_LARGE = /file is too big/i

/** A picture in a message, as Telegram names it. */
export interface PictureFile {
  readonly file_id: string
  readonly file_size?: number
}

/** Returns the picture of a message, sent as a photo or as a file; a photo comes in several sizes, the largest last. */
export function pictureIn(message: Message): PictureFile | undefined {
  if ('photo' in message) return message.photo.at(-1)
  if (!('document' in message) || !message.document.mime_type?.startsWith('image/')) return undefined
  return message.document
}

/** Returns a file that is downloaded from Telegram when it is needed. */
export function telegramFile({ file_id, file_size: size = 0 }: PictureFile, api: Api, log: Log): SentFile {
  async function download(maxBytes: number): Promise<Uint8Array | 'too_large'> {
    try {
      const { file_path: path = '' } = await api.call<{ file_path?: string }>('getFile', { file_id })
      if (!PATH.test(path)) throw new Error('unexpected path of the file')
      return await api.download(path, maxBytes)
    } catch (error) {
      const why = saidSafely(error)
      if (TOO_LARGE.test(why)) return 'too_large'
      throw new Error(why)
    }
  }
  return sentFile({ platform: 'Telegram', size, download, log })
}
