import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import pino from 'pino'
import type { App } from '../../src/app/app.js'
import { CardPictures } from '../../src/chat/card-pictures.js'
import { ReplyPictures } from '../../src/chat/reply-pictures.js'
import { Pictures, type PicturesOptions } from '../../src/pictures/pictures.js'

/** Longer than any drawing takes on a busy machine. Milliseconds. */
const PATIENCE_MS = 120_000

/** Pictures that are drawn as in the program, however long that takes. */
export function testPictures(options: Partial<PicturesOptions> = {}): Pictures {
  return new Pictures({
    log: pino({ level: 'silent' }),
    thread: pathToFileURL(resolve('dist/pictures-thread.js')),
    patienceMs: PATIENCE_MS,
    ...options,
  })
}

let shared: Pictures | undefined

/** The pictures of all worlds in this process: one thread draws them. */
export function cardPictures(app?: Pick<App, 'coverPicture'>): CardPictures {
  shared ??= testPictures()
  return new CardPictures(shared, app)
}

/** The pictures of replies, drawn by the same thread. */
export function replyPictures(): ReplyPictures {
  shared ??= testPictures()
  return new ReplyPictures(shared, PATIENCE_MS)
}
