import { clearAllCache, createCanvas, Image } from '@napi-rs/canvas'
import { COVER } from './art/cover-svg.js'
import type { MadeCover } from './drawing.js'
import { readHeader } from './file-header.js'

/** Smallest long and short side that still look good when enlarged. Pixels. */
const MIN = { width: 400, height: 200 }
/** A pixel takes four bytes while the picture is decoded. */
const MAX_PIXELS = 16_000_000
const MAX_SIDE = 16_000
const QUALITY = 90
/** Shows through transparent parts. */
const BACKGROUND = '#c8362b'

/**
 * Makes a cover from a file that someone sent: crops the middle, scales it to the size of a cover and encodes it anew, so
 * that nothing else of the file is left. Checks the file's header before decoding anything.
 */
export async function makeCover(file: Uint8Array): Promise<MadeCover> {
  const header = readHeader(file)
  if (!header) return { kind: 'unfit', why: 'no_picture' }
  const { width, height, isWhole } = header
  // Decoding turns a photo that lies on its side, which swaps width and height.
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  if (long > MAX_SIDE || width * height > MAX_PIXELS) return { kind: 'unfit', why: 'too_large' }
  if (long < MIN.width || short < MIN.height) return { kind: 'unfit', why: 'too_small' }
  if (!isWhole) return { kind: 'unfit', why: 'broken' }
  const image = new Image()
  try {
    image.src = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
    await image.decode()
    return { kind: 'made', bytes: cut(image) }
  } catch {
    return { kind: 'unfit', why: 'broken' }
  } finally {
    // Frees the pixels, which aren't on the heap.
    image.src = Buffer.alloc(0)
    clearAllCache()
  }
}

/** Returns the middle of a picture in the size of a cover, as JPEG. */
function cut(image: Image): Buffer {
  const canvas = createCanvas(COVER.width, COVER.height)
  const context = canvas.getContext('2d')
  context.fillStyle = BACKGROUND
  context.fillRect(0, 0, COVER.width, COVER.height)
  const scale = Math.max(COVER.width / image.width, COVER.height / image.height)
  const [width, height] = [image.width * scale, image.height * scale]
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, (COVER.width - width) / 2, (COVER.height - height) / 2, width, height)
  return canvas.encodeSync('jpeg', QUALITY)
}
