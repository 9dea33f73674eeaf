import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { makeCover } from '../../src/pictures/make-cover.js'
import { jpegThatHides, pngThatSays, sentPicture, turnedPhoto } from '../support/sent-pictures.js'

/** Returns the size of a cover and its colours at the left, the right, the top and the bottom. */
async function seen(file: Uint8Array) {
  const made = await makeCover(file)
  if (made.kind === 'unfit') return made.why
  const image = await loadImage(Buffer.from(made.bytes))
  const canvas = createCanvas(image.width, image.height)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  const colourAt = (x: number, y: number) => {
    const [red = 0, , blue = 0] = context.getImageData(x, y, 1, 1).data
    return red > 200 ? 'red' : blue > 200 ? 'blue' : 'other'
  }
  const spots = [colourAt(20, 250), colourAt(980, 250), colourAt(500, 20), colourAt(500, 480)]
  return { size: [image.width, image.height], spots: spots.slice(0, 2), ends: spots.slice(2) }
}

test.each(['png', 'jpeg', 'webp'] as const)(
  'cuts the middle of a %s to the size of a cover',
  async (type) => {
    expect(await seen(sentPicture(type))).toMatchObject({ size: [1000, 500], spots: ['red', 'blue'] })
  },
)

test('turns a photo as its camera says, and keeps nothing else of its file', async () => {
  const photo = turnedPhoto([800, 600])
  expect(await seen(photo)).toMatchObject({ size: [1000, 500], ends: ['red', 'blue'] })
  const made = await makeCover(photo)
  const bytes = made.kind === 'made' ? Buffer.from(made.bytes) : Buffer.alloc(0)
  expect([photo.includes('taken at home'), photo.includes('Exif')]).toEqual([true, true])
  expect([bytes.includes('taken at home'), bytes.includes('Exif')]).toEqual([false, false])
})

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/x.png" width="9" height="9"/></svg>'
const half = (file: Buffer) => file.subarray(0, file.length / 2)

test.each([
  ['an empty file', Buffer.alloc(0), 'no_picture'],
  ['a text', Buffer.from('hello'), 'no_picture'],
  ['a drawing that links to a picture', Buffer.from(SVG), 'no_picture'],
  ['an animation', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'), 'no_picture'],
  ['the beginning of a PNG', sentPicture('png').subarray(0, 20), 'no_picture'],
  ['half a PNG', half(sentPicture('png')), 'broken'],
  ['half a JPEG', half(sentPicture('jpeg')), 'broken'],
  ['half a WebP', half(sentPicture('webp')), 'broken'],
  ['a PNG that would take ten gigabytes', pngThatSays(50_000, 50_000), 'too_large'],
  ['a PNG that is one long line', pngThatSays(50_000, 200), 'too_large'],
  ['a JPEG that shows a small frame and decodes a large one', jpegThatHides(5_000, 5_000), 'no_picture'],
  ['a tiny picture', sentPicture('png', [300, 300]), 'too_small'],
])('refuses %s', async (_, file, why) => {
  expect(await seen(file)).toBe(why)
})
