import { copyFileSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { keepCheckpoints } from '../../src/store/checkpoints.js'
import Database from '../../src/store/sqlite-library.js'
import { openWorld, type World } from '../support/world.js'

const thread = pathToFileURL(resolve('dist/checkpoint-thread.js'))

/** Counts the trades in the database's own file, without its log. */
function tradesWithoutLog({ file, folder }: World): number {
  const copy = join(folder, 'without-log.db')
  copyFileSync(file, copy)
  const database = new Database(copy, { readonly: true })
  try {
    return database.prepare('SELECT count(*) FROM trade').pluck().get() as number
  } finally {
    database.close()
  }
}

test('a thread copies the log into the database while commits go on', async () => {
  const world = await openWorld()
  const checkpoints = keepCheckpoints(world.file, world.engine, { writes: 10, thread })
  expect(tradesWithoutLog(world)).toBe(0)
  await world.fund(1_000, 'Ann', 'Bob')
  await expect.poll(() => tradesWithoutLog(world)).toBe(2)
  await world.fund(1_000, 'Cai')
  await world.fund(1_000, 'Dan')
  await expect.poll(() => tradesWithoutLog(world)).toBeGreaterThanOrEqual(3)
  await checkpoints.close()
  await world.stop()
  expect(existsSync(`${world.file}-wal`)).toBe(false)
})

test('without the thread, commits go on all the same', async () => {
  const world = await openWorld()
  const dying = new URL('data:text/javascript,throw new Error("out of luck")')
  const checkpoints = keepCheckpoints(world.file, world.engine, { writes: 1, thread: dying })
  await world.fund(1_000, 'Ann')
  await world.fund(1_000, 'Bob')
  await checkpoints.close()
  await world.fund(1_000, 'Cai')
  expect(await world.balance('Cai')).toBe(1_000)
})

test.each([
  ['SQLITE_IOERR_FSYNC', true],
  ['SQLITE_FULL', false],
])('the end of the thread with %s is reported as an error of the disk: %s', async (code, isTold) => {
  const world = await openWorld()
  const failing = new URL(
    `data:text/javascript,throw Object.assign(new Error("out of luck"), { code: "${code}" })`,
  )
  const told: Error[] = []
  const checkpoints = keepCheckpoints(world.file, world.engine, {
    ...{ writes: 1, thread: failing },
    onDiskError: (error) => told.push(error),
  })
  await world.fund(1_000, 'Ann')
  await checkpoints.close()
  expect(told.map(({ message }) => message)).toEqual(isTold ? ['out of luck'] : [])
})
