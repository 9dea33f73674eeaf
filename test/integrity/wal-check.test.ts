import { once } from 'node:events'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { beforeAll, expect, test } from 'vitest'
import { openReadOnly, openStore } from '../../src/integrity/open.js'
import { corruptFrame } from '../../src/integrity/wal-check.js'
import { StoreRefused } from '../../src/store/refused.js'
import { seededRandom } from '../support/seeded-random.js'
import { openWorld, World } from '../support/world.js'

const LOG_HEADER = 32
const FRAME = 24 + 4096

let log: Buffer

beforeAll(async () => {
  const world = await World.open()
  await world.fund(5000, 'Ann', 'Bob')
  await world.grabs((await world.send('Ann')).envelopeNo, 'Bob')
  log = readFileSync(`${world.file}-wal`)
  await world.close()
})

function flipped(at: number, bit: number): Buffer {
  const copy = Buffer.from(log)
  copy[at] = (copy[at] as number) ^ (1 << bit)
  return copy
}

test('an intact log is not corrupt', () => {
  expect(corruptFrame(log)).toBeUndefined()
  expect(log.length).toBeGreaterThan(LOG_HEADER + 10 * FRAME)
})

/** Returns the number of the last frame of the second-to-last commit. */
function lastButOneCommit(): number {
  const frames = Math.floor((log.length - LOG_HEADER) / FRAME)
  const commits = Array.from({ length: frames }, (_, index) => index + 1).filter(
    (number) => log.readUInt32BE(LOG_HEADER + (number - 1) * FRAME + 4) > 0,
  )
  return commits.at(-2) as number
}

/** Page number, database size after a commit, both salts and both checksums, then the page. */
const PARTS = [0, 5, 8, 13, 17, 22, 24, FRAME - 1]

test('detects a flipped bit in every part of a frame that another commit follows', () => {
  const random = seededRandom(1)
  const last = lastButOneCommit()
  for (const number of [1, 2, last - 1, last])
    for (const offset of [...PARTS, 24 + random.below(4096)]) {
      const at = LOG_HEADER + (number - 1) * FRAME + offset
      for (const bit of [0, 7, random.below(8)])
        expect(corruptFrame(flipped(at, bit)), `byte ${offset}, bit ${bit}`).toBe(number)
    }
})

test('attributes damage to the last commit to a power cut, even a single bit', () => {
  const random = seededRandom(3)
  const frames = Math.floor((log.length - LOG_HEADER) / FRAME)
  for (let number = lastButOneCommit() + 1; number <= frames; number++)
    // The page number is in one sector with the salts, so a power cut can't leave a different number there.
    for (const offset of [0, 17, 22, 24, FRAME - 1, 24 + random.below(4096)])
      for (const bit of [0, 7, random.below(8)])
        expect(corruptFrame(flipped(LOG_HEADER + (number - 1) * FRAME + offset, bit))).toBeUndefined()
})

test('detects a flipped bit in every byte of the header except its counter, which a power cut may leave', () => {
  for (let at = 0; at < LOG_HEADER; at++)
    for (let bit = 0; bit < 8; bit++)
      expect(corruptFrame(flipped(at, bit)), `byte ${at}`).toBe(at >= 12 && at < 16 ? undefined : 0)
})

test('accepts an end torn by a power cut', () => {
  const random = seededRandom(2)
  const last = log.length - FRAME
  for (let cut = 0; cut < 60; cut++) {
    const torn = Buffer.from(log)
    const from = last + 512 * random.below(8)
    // The old content, or nothing yet.
    if (cut % 2 === 0) torn.fill(0, from)
    else log.copy(torn, from, LOG_HEADER, LOG_HEADER + torn.length - from)
    expect(corruptFrame(torn)).toBeUndefined()
    expect(corruptFrame(log.subarray(0, last + random.below(FRAME)))).toBeUndefined()
  }
})

test('accepts frames from before a restart of the log that kept the salts, as after dying within its new header', () => {
  const restarted = Buffer.from(log)
  restarted.writeUInt32BE(log.readUInt32BE(12) + 1, 12)
  // The magic number says in which byte order the words are summed.
  const isLittle = log.readUInt32BE(0) === 0x377f0682
  const word = (at: number) => (isLittle ? restarted.readUInt32LE(at) : restarted.readUInt32BE(at))
  let [first, second] = [0, 0]
  for (let at = 0; at < 24; at += 8) {
    first = (first + word(at) + second) >>> 0
    second = (second + word(at + 4) + first) >>> 0
  }
  restarted.writeUInt32BE(first, 24)
  restarted.writeUInt32BE(second, 28)
  expect(corruptFrame(restarted)).toBeUndefined()
})

test('does not take a frame that is just being written for corrupt', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  const copy = join(world.folder, 'live.db')
  copyFileSync(world.file, copy)
  const whole = readFileSync(`${world.file}-wal`)
  const half = Buffer.from(whole)
  half[LOG_HEADER + 100] = (half[LOG_HEADER + 100] as number) ^ 4
  writeFileSync(`${copy}-wal`, half)
  // Runs in a worker, because the check blocks this thread.
  const writer = new Worker(
    `const { parentPort, workerData: { path, whole } } = require('node:worker_threads')
     parentPort.postMessage('ready')
     setTimeout(() => require('node:fs').writeFileSync(path, whole), 30)`,
    { eval: true, workerData: { path: `${copy}-wal`, whole } },
  )
  const ended = once(writer, 'exit')
  await once(writer, 'message')
  openReadOnly(copy).close()
  await ended
})

test('a flipped bit in the log makes the start fail instead of forgetting acknowledged commits', async () => {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  const copy = join(world.folder, 'killed.db')
  copyFileSync(world.file, copy)
  const wal = readFileSync(`${world.file}-wal`)
  // In the first of many commits.
  const at = LOG_HEADER + 100
  wal[at] = (wal[at] as number) ^ 4
  writeFileSync(`${copy}-wal`, wal)
  const onFatal = (error: Error) => {
    throw error
  }
  const opening = openStore({ file: copy, ledgerKeyFile: world.keyFile, onFatal })
  await expect(opening).rejects.toBeInstanceOf(StoreRefused)
  await expect(opening).rejects.toThrow(
    /killed\.db-wal is damaged: a bit of frame \d+ .*restore the last good/,
  )
  // Reading it would also make SQLite forget, when the file is closed.
  expect(() => openReadOnly(copy)).toThrow(/is damaged/)
  expect(readFileSync(`${copy}-wal`).equals(wal)).toBe(true)
})
