import { readFileSync, statSync } from 'node:fs'
import { StoreRefused } from './refused.js'

/** The parts of SQLite's write-ahead log; see https://www.sqlite.org/fileformat2.html#walformat. Bytes. */
const LOG_HEADER = 32
const FRAME_HEADER = 24
/** How much of either is under its checksum. */
const SUMMED_OF_LOG_HEADER = 24
const SUMMED_OF_FRAME_HEADER = 8
const LITTLE_ENDIAN = 0x377f0682

/** A log is a few megabytes, unless somebody has read for hours; one that does not fit into memory is not looked at. */
const LARGEST = 1024 ** 3

/** A suspicion is looked at again so often, and so long after. Milliseconds. */
const LOOKS = 4
const PAUSE = 100

type Sum = readonly [number, number]
type Word = (at: number) => number

/**
 * Refuses a write-ahead log in which one bit has changed. SQLite takes the first frame with a wrong checksum for the torn
 * end of it and forgets what comes after, which is right after a power cut; but one that is right but for a single bit
 * was written whole, and people were told what is in it. A frame that a running program writes at this moment, over one
 * that is nearly the same, may look like that too: it is whole when it is looked at again.
 */
export function refuseRottenLog(file: string): void {
  const path = `${file}-wal`
  let frame = rottenFrameIn(path)
  for (let look = 1; frame !== undefined && look < LOOKS; look++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
    frame = rottenFrameIn(path)
  }
  if (frame === undefined) return
  throw new StoreRefused(
    `${path} is damaged: a bit of ${frame === 0 ? 'its header' : `frame ${frame}`} has changed, and SQLite would forget what was written from there on. Do not start anything on it: keep a copy of ${file} and of all files beside it, then restore the last good backup.`,
  )
}

function rottenFrameIn(path: string): number | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return size === 0 || size > LARGEST ? undefined : rottenFrame(readFileSync(path))
}

/** The number of the frame with the bit, 0 for the header of the log; undefined when there is none. */
export function rottenFrame(log: Buffer): number | undefined {
  if (log.length < LOG_HEADER + FRAME_HEADER) return undefined
  const magic = log.readUInt32BE(0)
  const summed = (little: boolean): { word: Word; seed: Sum; parts: [number, number][]; stored: Sum } => ({
    word: (at) => (little ? log.readUInt32LE(at) : log.readUInt32BE(at)),
    seed: [0, 0],
    parts: [[0, SUMMED_OF_LOG_HEADER]],
    stored: [log.readUInt32BE(24), log.readUInt32BE(28)],
  })
  const little = magic === LITTLE_ENDIAN
  if (magic !== LITTLE_ENDIAN && magic !== LITTLE_ENDIAN + 1)
    // The number that tells the byte order is itself what may have changed.
    return [true, false].some((order) => isOneBitOff(summed(order))) ? 0 : undefined
  const header = summed(little)
  if (!same(sumOf(header), header.stored)) {
    // The bit that tells the byte order is summed as well.
    return [header, summed(!little)].some(isOneBitOff) ? 0 : undefined
  }

  const size = log.readUInt32BE(8)
  let seed = header.stored
  for (let number = 1, at = LOG_HEADER; at + FRAME_HEADER + size <= log.length; number++) {
    const parts: [number, number][] = [
      [at, at + SUMMED_OF_FRAME_HEADER],
      [at + FRAME_HEADER, at + FRAME_HEADER + size],
    ]
    const stored: Sum = [log.readUInt32BE(at + 16), log.readUInt32BE(at + 20)]
    const frame = { word: header.word, seed, parts, stored }
    const saltBits =
      bits(log.readUInt32BE(at + 8) ^ log.readUInt32BE(16)) +
      bits(log.readUInt32BE(at + 12) ^ log.readUInt32BE(20))
    const right = same(sumOf(frame), stored)
    if (right && saltBits === 0) {
      seed = stored
      at += FRAME_HEADER + size
      continue
    }
    return (right && saltBits === 1) || (saltBits === 0 && isOneBitOff(frame)) ? number : undefined
  }
  return undefined
}

interface Summed {
  readonly word: Word
  readonly seed: Sum
  /** From where to where is summed, one after the other. */
  readonly parts: readonly (readonly [number, number])[]
  readonly stored: Sum
}

function sumOf({ word, seed, parts }: Summed): Sum {
  let [first, second] = seed
  for (const [from, to] of parts)
    for (let at = from; at < to; at += 8) {
      first = (first + word(at) + second) >>> 0
      second = (second + word(at + 4) + first) >>> 0
    }
  return [first, second]
}

/**
 * Whether the checksum would be right if one bit were another: of what is summed, or of the checksum as it is stored.
 * The checksum is linear, so what a bit at any place adds to it is known without summing again.
 */
function isOneBitOff(summed: Summed): boolean {
  const { stored, parts } = summed
  const [first, second] = sumOf(summed)
  if (bits(first ^ stored[0]) + bits(second ^ stored[1]) === 1) return true
  const [missingFirst, missingSecond] = [(stored[0] - first) >>> 0, (stored[1] - second) >>> 0]
  // What 1 in the first or in the second word of a pair adds by the end, from the last pair to the first.
  let one: Sum = [1, 1]
  let other: Sum = [0, 1]
  const next = ([a, b]: Sum): Sum => [(a + b) >>> 0, (a + 2 * b) >>> 0]
  let pairs = parts.reduce((sum, [from, to]) => sum + (to - from) / 8, 0)
  for (; pairs > 0; pairs--) {
    for (const [a, b] of [one, other])
      for (let bit = 0; bit < 32; bit++) {
        const [byFirst, bySecond] = [(a << bit) >>> 0, (b << bit) >>> 0]
        if (byFirst === missingFirst && bySecond === missingSecond) return true
        if (-byFirst >>> 0 === missingFirst && -bySecond >>> 0 === missingSecond) return true
      }
    one = next(one)
    other = next(other)
  }
  return false
}

function same([a, b]: Sum, [c, d]: Sum): boolean {
  return a === c && b === d
}

function bits(value: number): number {
  let count = 0
  for (let left = value >>> 0; left > 0; left = (left & (left - 1)) >>> 0) count++
  return count
}
