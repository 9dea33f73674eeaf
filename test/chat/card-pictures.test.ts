import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { ChosenThere } from '../../src/app/board/message-board.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import { CardPictures, type DescribedPicture } from '../../src/chat/card-pictures.js'
import type { PostResult, Target } from '../../src/chat/platform.js'
import { Updater } from '../../src/chat/updater.js'
import { FRAIL_ARTIST } from '../support/artists.js'
import { testPictures } from '../support/card-pictures.js'
import { ChatService } from '../support/chat-service.js'
import { openWorld } from '../support/world.js'

/** A chat service that takes pictures, and remembers which cards had one. */
class PictureService extends ChatService {
  readonly showsPictures = true
  readonly shown = new Map<string, boolean>()

  override async post(
    target: Target,
    envelope: EnvelopeView,
    nonce: string,
    _chosen?: ChosenThere,
    picture?: DescribedPicture,
  ): Promise<PostResult> {
    this.shown.set(envelope.greeting, picture !== undefined)
    return await super.post(target, envelope, nonce)
  }
}

async function open(restartMs: number) {
  const world = await openWorld()
  const service = new PictureService()
  const pictures = testPictures({ thread: FRAIL_ARTIST, restartMs })
  const updater = new Updater({
    ...{ app: world.app, platforms: [service], log: pino({ level: 'silent' }) },
    pictures: new CardPictures(pictures, world.app),
  })
  updater.start()
  onTestFinished(async () => {
    await updater.stop()
    await pictures.close()
  })
  await world.fund(10_000, 'Lan')
  const post = async (greeting: string) => {
    await world.send('Lan', { greeting })
    await service.until(() => service.shown.has(greeting))
    return service.shown.get(greeting)
  }
  return { post }
}

test('a card that breaks the thread goes out as text, and the next one has its picture', async () => {
  const { post } = await open(0)
  expect([await post('dies'), await post('after')]).toEqual([false, true])
})

test('until the thread is started again, cards go out as text', async () => {
  const { post } = await open(60_000)
  expect([await post('dies'), await post('after'), await post('and again')]).toEqual([false, false, false])
})
