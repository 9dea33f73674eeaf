import { crc32, deflateSync } from 'node:zlib'
import { createCanvas } from '@napi-rs/canvas'

/** Returns a picture that is red on the left and blue on the right. */
export function sentPicture(type: 'png' | 'jpeg' | 'webp' = 'png', [width, height] = [1200, 800]): Buffer {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#ff0000'
  context.fillRect(0, 0, width / 2, height)
  context.fillStyle = '#0000ff'
  context.fillRect(width / 2, 0, width / 2, height)
  return type === 'png' ? canvas.encodeSync('png') : canvas.encodeSync(type, 90)
}

/** Returns a JPEG that its camera took lying on its side, and a comment of its own. */
export function turnedPhoto(size: [number, number]): Buffer {
  const photo = sentPicture('jpeg', size)
  // Orientation 6: the top of the scene is at the right.
  const exif = 'ffe100224578696600004d4d002a00000008000101120003000000010006000000000000'
  const comment = Buffer.from('taken at home', 'latin1')
  const length = Buffer.from([0xff, 0xfe, 0, comment.length + 2])
  return Buffer.concat([photo.subarray(0, 2), Buffer.from(exif, 'hex'), length, comment, photo.subarray(2)])
}

/** Returns a PNG of a few bytes whose header says how large it is. */
export function pngThatSays(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND')]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  data.copy(bytes, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length)
  return bytes
}
