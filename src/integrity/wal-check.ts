import { readFileSync, statSync } from 'node:fs'
import { StoreRefused } from '../store/refused.js'

/** Sizes in SQLite's write-ahead log, in bytes; see https://www.sqlite.org/fileformat2.html#walformat. */
const LOG_HEADER = 32
const FRAME_HEADER = 24
/** How much of each its checksum covers. */
const SUMMED_OF_LOG_HEADER = 24
const SUMMED_OF_FRAME_HEADER = 8
const LITTLE_ENDIAN = 0x377f0682
/** Offset of the header field that counts how often the log was restarted. */
const USES = 12

/** A log is a few megabytes unless a reader has been open for hours; one that doesn't fit into memory isn't checked. */
const LARGEST = 1024 ** 3

/** Number of looks at a suspicious frame, and the pause between them. Milliseconds. */
const LOOKS = 4
const PAUSE = 100

type Sum = readonly [number, number]
type Word = (at: number) => number

/**
 * Refuses a write-ahead log with a flipped bit. SQLite treats the first frame with a wrong checksum as the torn end of
 * the log and drops everything after it. That is right after a power cut, but a frame with a single wrong bit was
 * written completely, and people were told of its contents. A frame that a running program is just writing over a
 * nearly identical one may look the same; it is complete when checked again.
 */
export function refuseCorruptWal(file: string): void {
  const path = `${file}-wal`
  let frame = corruptFrameIn(path)
  for (let look = 1; frame !== undefined && look < LOOKS; look++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
    frame = corruptFrameIn(path)
  }
  if (frame === undefined) return
  throw new StoreRefused(
    `${path} is damaged: a bit of ${frame === 0 ? 'its header' : `frame ${frame}`} has flipped, and SQLite would drop everything written from there on. Do not start anything on it: keep a copy of ${file} and of all files beside it, then restore the last good backup.`,
  )
}

function corruptFrameIn(path: string): number | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0 || size > LARGEST) return undefined
  try {
    return corruptFrame(readFileSync(path))
  } catch (error) {
    // The last process to use the file has just deleted the log.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Returns the number of the frame with the flipped bit, 0 for the log's header; undefined when there is none, or when a
 * power cut may have left the same. A disk that loses power while writing leaves a mix of old and new sectors, and
 * where a page overwrites an earlier one these may differ by a single bit. So a frame counts as corrupt only if it was
 * certainly complete: another commit was written after it, and that waits until the disk has everything before it.
 */
export function corruptFrame(log: Buffer): number | undefined {
  if (log.length < LOG_HEADER + FRAME_HEADER) return undefined
  if (!isHeader(log)) {
    for (const mended of mendedHeaders(log)) if (frameAt(mended, 1, headerSum(mended)).right) return 0
    return undefined
  }
  let seed = headerSum(log)
  for (let number = 1; ; number++) {
    const frame = frameAt(log, number, seed)
    if (!frame.there) return undefined
    if (frame.right && frame.saltBits === 0) {
      seed = frame.stored
      continue
    }
    // The salts of another generation of the log differ in many bits.
    if (frame.right) return frame.saltBits === 1 ? number : undefined
    if (number === 1 && isOfEarlierUse(log)) return undefined
    const mended = frame.saltBits === 0 ? mendedSums(frame) : []
    return mended.some((sum) => isWrittenAfter(log, number, sum)) ? number : undefined
  }
}

/**
 * Returns whether the frames are those from before the log was restarted. Usually their salts tell; but after a process died
 * within writing the new header, SQLite takes the old salts from that half, and writes a header with the next number.
 */
function isOfEarlierUse(log: Buffer): boolean {
  const before = Buffer.from(log)
  before.writeUInt32BE((log.readUInt32BE(USES) - 1) >>> 0, USES)
  return frameAt(before, 1, sumOfHeader(before)).right
}

/**
 * Returns whether a frame of the next commit follows the commit that this frame belongs to. `sum`: the frame's own
 * checksum.
 */
function isWrittenAfter(log: Buffer, number: number, sum: Sum): boolean {
  let committed = frameAt(log, number, sum).isCommit
  let seed = sum
  for (let next = number + 1; ; next++) {
    const frame = frameAt(log, next, seed)
    if (!frame.right) return false
    if (committed) return true
    committed = frame.isCommit
    seed = frame.stored
  }
}

interface Summed {
  readonly word: Word
  readonly seed: Sum
  /** Ranges that are summed, in this order. */
  readonly parts: readonly (readonly [number, number])[]
  readonly stored: Sum
}

interface Frame extends Summed {
  /** True if the log is long enough to contain it. */
  readonly there: boolean
  /** True if its checksum is right. */
  readonly right: boolean
  /** Number of bits by which the salts, which tell generations of the log apart, differ from the header's. */
  readonly saltBits: number
  readonly isCommit: boolean
}

const NOT_THERE: Frame = {
  ...{ word: () => 0, seed: [0, 0], parts: [], stored: [0, 0] },
  ...{ there: false, right: false, saltBits: 0, isCommit: false },
}

function frameAt(log: Buffer, number: number, seed: Sum): Frame {
  const size = log.readUInt32BE(8)
  const at = LOG_HEADER + (number - 1) * (FRAME_HEADER + size)
  if (at + FRAME_HEADER + size > log.length) return NOT_THERE
  const summed: Summed = {
    word: wordsOf(log),
    seed,
    parts: [
      [at, at + SUMMED_OF_FRAME_HEADER],
      [at + FRAME_HEADER, at + FRAME_HEADER + size],
    ],
    stored: [log.readUInt32BE(at + 16), log.readUInt32BE(at + 20)],
  }
  return {
    ...summed,
    there: true,
    right: same(sumOf(summed), summed.stored),
    saltBits:
      bits(log.readUInt32BE(at + 8) ^ log.readUInt32BE(16)) +
      bits(log.readUInt32BE(at + 12) ^ log.readUInt32BE(20)),
    isCommit: log.readUInt32BE(at + 4) > 0,
  }
}

function headerSum(log: Buffer): Sum {
  return [log.readUInt32BE(24), log.readUInt32BE(28)]
}

/** The last bit of the magic number gives the byte order of summed words. */
function wordsOf(log: Buffer): Word {
  const isLittle = log.readUInt32BE(0) === LITTLE_ENDIAN
  // Several times as fast as the buffer's own methods.
  const view = new DataView(log.buffer, log.byteOffset, log.length)
  return (at) => view.getUint32(at, isLittle)
}

function isHeader(log: Buffer): boolean {
  const magic = log.readUInt32BE(0)
  if (magic !== LITTLE_ENDIAN && magic !== LITTLE_ENDIAN + 1) return false
  return same(sumOfHeader(log), headerSum(log))
}

/** Returns the checksum that the log's header should have. */
function sumOfHeader(log: Buffer): Sum {
  return sumOf({ word: wordsOf(log), seed: [0, 0], parts: [[0, SUMMED_OF_LOG_HEADER]], stored: [0, 0] })
}

/**
 * Yields the log with one bit of its header corrected, for every correction that makes the header valid. A header torn
 * while the log restarts may differ by one bit in its restart counter, and then nothing in the log counts.
 */
function* mendedHeaders(log: Buffer): Generator<Buffer> {
  const mended = Buffer.from(log)
  for (let at = 0; at < LOG_HEADER; at++) {
    if (at >= USES && at < USES + 4) continue
    for (let bit = 0; bit < 8; bit++) {
      mended[at] = (log[at] as number) ^ (1 << bit)
      if (isHeader(mended)) yield mended
    }
    mended[at] = log[at] as number
  }
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
 * Returns the checksums that a frame may have had if one bit was different, in the checksum itself or in the summed
 * data. Empty when it takes more than one bit. The checksum is linear, so the effect of a bit at any position is known
 * without summing again.
 */
function mendedSums(summed: Summed): Sum[] {
  const { stored } = summed
  const sum = sumOf(summed)
  const ofSum = bits(sum[0] ^ stored[0]) + bits(sum[1] ^ stored[1]) === 1
  return [...(ofSum ? [sum] : []), ...(isOneBitOff(summed, sum) ? [stored] : [])]
}

function isOneBitOff({ stored, parts }: Summed, [first, second]: Sum): boolean {
  const [missingFirst, missingSecond] = [(stored[0] - first) >>> 0, (stored[1] - second) >>> 0]
  // Effect on the final sum of a 1 in the first or the second word of a pair, from the last pair to the first.
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
