/** Facts from a picture's header. */
export interface PictureHeader {
  readonly width: number
  readonly height: number
  /** False when the end of the file is missing. */
  readonly isWhole: boolean
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const PNG_END = Buffer.from('IEND', 'latin1')
const JPEG_END = Buffer.from([0xff, 0xd9])
/** Markers of JPEG segments that hold the size: all frames, without the tables between them. */
const FRAME = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Markers of segments that may come before the frame: tables, comments, and what applications add. */
const BEFORE_FRAME = (marker: number) =>
  [0xc4, 0xcc, 0xdb, 0xdd, 0xfe].includes(marker) || (marker >= 0xe0 && marker <= 0xef)
/** Maximum number of JPEG segments before the size: each application may add one. */
const MAX_SEGMENTS = 500

/**
 * Reads the size of a PNG, JPEG or WebP picture without decoding it. Recognises the format by the bytes, not by the
 * file's name; returns undefined for any other format.
 */
export function readHeader(file: Uint8Array): PictureHeader | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.subarray(0, PNG.length).equals(PNG)) return pngHeader(bytes)
  if (bytes.length > 2 && bytes.readUInt16BE(0) === 0xffd8) return jpegHeader(bytes)
  const isWebp = textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP'
  return isWebp ? webpHeader(bytes) : undefined
}

function pngHeader(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 33 || textAt(bytes, 12) !== 'IHDR') return undefined
  return {
    ...{ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) },
    isWhole: bytes.lastIndexOf(PNG_END) > 0,
  }
}

function jpegHeader(bytes: Buffer): PictureHeader | undefined {
  let at = 2
  for (let segment = 0; segment < MAX_SEGMENTS && at + 9 < bytes.length; segment++) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] as number
    // Padding.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (FRAME(marker))
      return {
        ...{ width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) },
        isWhole: bytes.lastIndexOf(JPEG_END) > at,
      }
    // Decoders read on differently behind any other marker, and could find a larger frame than the one found here.
    const length = bytes.readUInt16BE(at + 2)
    if (!BEFORE_FRAME(marker) || length < 2) return undefined
    at += 2 + length
  }
  return undefined
}

function webpHeader(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 30) return undefined
  const isWhole = bytes.readUInt32LE(4) + 8 <= bytes.length
  switch (textAt(bytes, 12)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff, isWhole }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, isWhole }
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1, isWhole }
    default:
      return undefined
  }
}

function textAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 4)
}
