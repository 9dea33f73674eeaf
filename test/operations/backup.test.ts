import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUp } from '../../src/operations/backup.js'
import { StoreRefused } from '../../src/store/refused.js'
import { openWorld, person, type World } from '../support/world.js'

async function busyWorld(): Promise<World> {
  const world = await openWorld()
  await world.fund(100_000, 'Ann')
  const note = 'x'.repeat(200)
  const transfer = () =>
    world.app.transfer({
      key: world.key(),
      place: world.place,
      by: person('Ann'),
      to: person('Bo'),
      amount: 1,
      note,
    })
  for (let batch = 0; batch < 10; batch++) await Promise.all(Array.from({ length: 200 }, transfer))
  return world
}

test('continues where it was when another connection commits midway', async () => {
  const world = await busyWorld()
  const done: number[] = []
  let commits = 0
  await backUp(world.file, join(world.folder, 'copy.db'), async () => {}, {
    onProgress: (progress) => {
      done.push(progress.done)
      if (commits >= 50) return
      world.tamper((database) => database.prepare('INSERT INTO meta VALUES (?, ?)').run(`n${commits++}`, ''))
    },
  })
  expect(commits).toBeGreaterThan(1)
  expect(commits).toBeLessThan(50)
  expect(done).toEqual([...done].sort((a, b) => a - b))
})

test('deletes a copy that does not verify, without leaving anything behind', async () => {
  const world = await busyWorld()
  const before = readdirSync(world.folder).sort()
  const verify = async () => {
    throw new Error('no good')
  }
  await expect(backUp(world.file, join(world.folder, 'copy.db'), verify)).rejects.toThrow('no good')
  expect(readdirSync(world.folder).sort()).toEqual(before)
})

test('does not replace a file that appears under the name meanwhile', async () => {
  const world = await busyWorld()
  const target = join(world.folder, 'copy.db')
  const verify = async () => writeFileSync(target, 'mine')
  await expect(backUp(world.file, target, verify)).rejects.toThrow(StoreRefused)
  expect(readdirSync(world.folder)).not.toContain('copy.db.partial')
})

test('refuses one of two simultaneous backups to the same name', async () => {
  const world = await busyWorld()
  const target = join(world.folder, 'copy.db')
  const outcomes = await Promise.allSettled([
    backUp(world.file, target, async () => {}),
    backUp(world.file, target, async () => {}),
  ])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
})
