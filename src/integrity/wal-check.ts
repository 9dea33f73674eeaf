import { readFileSync, statSync } from 'node:fs'
import { StoreRefused } from '../store/refused.js'

/** The parts of SQLite's write-ahead log; see https://www.sqlite.org/fileformat2.html#walformat. Bytes. */
const LOG_HEADER = 32
const FRAME_HEADER = 24
/** How much of either is under its checksum. */
const SUMMED_OF_LOG_HEADER = 24
const SUMMED_OF_FRAME_HEADER = 8
const LITTLE_ENDIAN = 0x377f0682
/** Where the header says how often the log began anew. */
const USES = 12

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
export function refuseCorruptWal(file: string): void {
  const path = `${file}-wal`
  let frame = corruptFrameIn(path)
  for (let look = 1; frame !== undefined && look < LOOKS; look++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
    frame = corruptFrameIn(path)
  }
  if (frame === undefined) return
  throw new StoreRefused(
    `${path} is damaged: a bit of ${frame === 0 ? 'its header' : `frame ${frame}`} has changed, and SQLite would forget what was written from there on. Do not start anything on it: keep a copy of ${file} and of all files beside it, then restore the last good backup.`,
  )
}

function corruptFrameIn(path: string): number | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0 || size > LARGEST) return undefined
  try {
    return corruptFrame(readFileSync(path))
  } catch (error) {
    // Whoever used the file last has just taken the log away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * The number of the frame with the bit, 0 for the header of the log; undefined when there is none, or when a power cut
 * may have left the same. A disk that is cut off while it writes leaves sectors of before and of after, and where a page
 * is written over an earlier one these may differ by a single bit. So only a frame is taken for corrupt of which it is sure
 * that it was whole: what another commit was written after, because that waits until the disk has all before it.
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
    // The salts of another use of the log differ in many bits.
    if (frame.right) return frame.saltBits === 1 ? number : undefined
    const mended = frame.saltBits === 0 ? mendedSums(frame) : []
    return mended.some((sum) => isWrittenAfter(log, number, sum)) ? number : undefined
  }
}

/** Whether after the commit to which a frame belongs there is a frame of the next. `sum`: that of the frame itself. */
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
  /** From where to where is summed, one after the other. */
  readonly parts: readonly (readonly [number, number])[]
  readonly stored: Sum
}

interface Frame extends Summed {
  /** Whether the log is long enough for it. */
  readonly there: boolean
  /** Whether its checksum is right. */
  readonly right: boolean
  /** How many bits of the salts, which tell one use of the log from the next, are others than in the header. */
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

/** The last bit of the first word tells in which order the bytes of a summed word stand. */
function wordsOf(log: Buffer): Word {
  return log.readUInt32BE(0) === LITTLE_ENDIAN ? (at) => log.readUInt32LE(at) : (at) => log.readUInt32BE(at)
}

function isHeader(log: Buffer): boolean {
  const magic = log.readUInt32BE(0)
  if (magic !== LITTLE_ENDIAN && magic !== LITTLE_ENDIAN + 1) return false
  const summed: Summed = {
    ...{ word: wordsOf(log), seed: [0, 0], parts: [[0, SUMMED_OF_LOG_HEADER]], stored: headerSum(log) },
  }
  return same(sumOf(summed), summed.stored)
}

/**
 * The log with a bit of its header put right, so that it is one, in every way that there is. A header that is torn when
 * the log begins anew may differ by one bit in the number of its uses, and then nothing in the log counts.
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
 * The checksums that a frame may have had if one bit was another: of the checksum itself, or of what it sums. None when
 * it takes more than one. The checksum is linear, so what a bit at any place adds to it is known without summing again.
 */
function mendedSums(summed: Summed): Sum[] {
  const { stored } = summed
  const sum = sumOf(summed)
  const ofSum = bits(sum[0] ^ stored[0]) + bits(sum[1] ^ stored[1]) === 1
  return [...(ofSum ? [sum] : []), ...(isOneBitOff(summed, sum) ? [stored] : [])]
}

function isOneBitOff({ stored, parts }: Summed, [first, second]: Sum): boolean {
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
