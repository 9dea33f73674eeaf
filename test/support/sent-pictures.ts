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

/**
 * Returns a JPEG with a marker that has no length. Who takes it for a segment goes past the frame, whose size is said
 * here, and finds a small one in a comment.
 */
export function jpegThatHides(width: number, height: number): Buffer {
  const photo = Buffer.from(sentPicture('jpeg'))
  const frame = photo.indexOf(Buffer.from('ffc0', 'hex'))
  const small = photo.subarray(frame, frame + 19)
  const comment = (data: Buffer) => {
    const start = Buffer.from('fffe0000', 'hex')
    start.writeUInt16BE(2 + data.length, 2)
    return Buffer.concat([start, data])
  }
  // The marker and the one behind it: as a length, 65,534.
  const [first, marker] = [Buffer.from('ffd8', 'hex'), Buffer.from('ff01', 'hex')]
  const filler = comment(Buffer.alloc(65_000))
  const hidden = comment(Buffer.concat([Buffer.alloc(0xfffe - filler.length - 4), small]))
  const large = Buffer.from(photo)
  large.writeUInt16BE(height, frame + 5)
  large.writeUInt16BE(width, frame + 7)
  return Buffer.concat([first, marker, filler, hidden, large.subarray(2)])
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
