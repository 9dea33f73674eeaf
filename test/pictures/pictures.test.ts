import { expect, onTestFinished, test } from 'vitest'
import type { CoverDrawing, Picture } from '../../src/pictures/drawing.js'
import type { Pictures, PicturesOptions } from '../../src/pictures/pictures.js'
import { artistThat, FRAIL_ARTIST, SAY_READY, SILENT_ARTIST } from '../support/artists.js'
import { testPictures } from '../support/card-pictures.js'
import { pngThatSays, sentPicture } from '../support/sent-pictures.js'

const cover = (greeting: string): CoverDrawing => ({
  kind: 'cover',
  theme: 'classic',
  title: 'Lan',
  greeting,
})

function pictures(options: Partial<PicturesOptions> = {}): Pictures {
  const made = testPictures(options)
  onTestFinished(() => made.close())
  return made
}

/** Answers every drawing with the number of those so far. */
const COUNTS = artistThat(`let n = 0
  port.on('message', () => port.postMessage({ kind: 'drawn', bytes: Uint8Array.of(++n) }));${SAY_READY}`)

test('draws a picture on its own thread, as JPEG', async () => {
  const picture = await pictures().draw(cover('Good luck'))
  expect(picture?.mediaType).toBe('image/jpeg')
  expect([...(picture?.bytes.subarray(0, 2) ?? [])]).toEqual([0xff, 0xd8])
})

test('equal drawings are drawn once, also when they are wanted at the same time', async () => {
  const made = pictures({ thread: COUNTS })
  const [one, two] = await Promise.all([made.draw(cover('a')), made.draw(cover('a'))])
  const [other, again] = [await made.draw(cover('b')), await made.draw(cover('a'))]
  expect([one, two, other, again].map((picture) => picture?.bytes[0])).toEqual([1, 1, 2, 1])
})

test('forgets the pictures that were not used for longest beyond the limit of bytes', async () => {
  const made = pictures({ thread: COUNTS, maxCacheBytes: 2 })
  for (const greeting of ['a', 'b', 'a', 'c']) await made.draw(cover(greeting))
  expect(made.kept(cover('b'))).toBeUndefined()
  expect([made.kept(cover('a')), made.kept(cover('c'))].map((kept) => kept?.bytes[0])).toEqual([1, 3])
})

test('does without a picture that is late', async () => {
  expect(await pictures({ thread: SILENT_ARTIST, patienceMs: 30 }).draw(cover('a'))).toBeUndefined()
})

test('does without pictures beyond those that may wait', async () => {
  const made = pictures({ thread: SILENT_ARTIST, maxWaiting: 2 })
  const waiting = [made.draw(cover('a')), made.draw(cover('b'))]
  expect(await made.draw(cover('c'))).toBeUndefined()
  await made.close()
  expect(await Promise.all(waiting)).toEqual([undefined, undefined])
})

test('does without pictures when the thread fails', async () => {
  const made = pictures({ thread: artistThat(`throw new Error('no library for this machine')`) })
  expect(await made.draw(cover('a'))).toBeUndefined()
  expect(await made.draw(cover('b'))).toBeUndefined()
})

test('a drawing that fails fails alone', async () => {
  const made = pictures()
  const broken = { ...cover('a'), theme: 'no theme' } as unknown as CoverDrawing
  expect(await made.draw(broken)).toBeUndefined()
  expect(await made.draw(cover('b'))).toBeDefined()
})

test.each(['dies', 'hangs', 'runs out of memory'])('a thread that %s is started again', async (how) => {
  const made = pictures({ thread: FRAIL_ARTIST, restartMs: 0, ...(how === 'hangs' && { stuckMs: 200 }) })
  expect(await made.draw(cover(how))).toBeUndefined()
  // A busy machine may take even this one for a thread that hangs.
  let picture: Picture | undefined
  while (!picture) picture = await made.draw(cover('a'))
  expect(picture.bytes).toEqual(Uint8Array.of(1))
})

test('no one waits for a thread that failed a moment ago', async () => {
  const made = pictures({ thread: FRAIL_ARTIST })
  expect(await made.draw(cover('dies'))).toBeUndefined()
  expect([await made.draw(cover('a')), await made.makeCover(Uint8Array.of(1))]).toEqual([
    undefined,
    undefined,
  ])
})

test('a file becomes a cover on the thread, or is refused there', async () => {
  const made = pictures()
  expect(await made.makeCover(sentPicture())).toMatchObject({ kind: 'made' })
  expect(await made.makeCover(pngThatSays(50_000, 50_000))).toEqual({ kind: 'unfit', why: 'too_large' })
})
