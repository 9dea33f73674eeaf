import { expect, onTestFinished, test } from 'vitest'
import { ReplyPictures } from '../../src/chat/reply-pictures.js'
import type { CoverDrawing } from '../../src/pictures/drawing.js'
import { SILENT_ARTIST } from '../support/artists.js'
import { testPictures } from '../support/card-pictures.js'

const drawing: CoverDrawing = { kind: 'cover', theme: 'classic', title: 'Lan', greeting: 'Good luck' }
const picture = { drawing, alt: 'A red packet' }

test('a reply has its picture with the description', async () => {
  const pictures = testPictures()
  onTestFinished(() => pictures.close())
  const drawn = await new ReplyPictures(pictures, 120_000).of({ picture })
  expect(drawn).toMatchObject({ alt: 'A red packet', mediaType: 'image/jpeg' })
})

test('a reply waits for its picture for a moment only', async () => {
  const pictures = testPictures({ thread: SILENT_ARTIST })
  onTestFinished(() => pictures.close())
  expect(await new ReplyPictures(pictures, 20).of({ picture })).toBeUndefined()
})

test('a reply without a picture starts no thread', async () => {
  const pictures = testPictures({ thread: new URL('file:///nowhere.js') })
  onTestFinished(() => pictures.close())
  expect(await new ReplyPictures(pictures).of({})).toBeUndefined()
})
