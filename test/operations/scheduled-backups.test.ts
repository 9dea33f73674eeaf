import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../src/clock.js'
import { addToBackupFolder } from '../../src/operations/backup-folder.js'
import { scheduleBackups } from '../../src/operations/scheduled-backups.js'
import { verifyBackup } from '../../src/operations/verify-backup.js'
import { DAY, HOUR, MINUTE, openWorld, START, type World } from '../support/world.js'

/** A backup is due one hour after the start of a world. */
const DUE = new Date(START + HOUR)

/** A clock that can be set, while time passes all the same. */
class WallClock implements Clock {
  private elapsed = 0

  constructor(private time: number) {}

  now(): number {
    return this.time
  }

  monotonic(): number {
    return this.elapsed
  }

  pass(millis: number): void {
    this.time += millis
    this.elapsed += millis
  }

  set(by: number): void {
    this.time += by
  }
}

/** Daily backups of a world into a folder, whose clock the test moves. */
function schedule(world: World, { keep = 3, clock = new WallClock(START) } = {}) {
  const lines: string[] = []
  const folder = join(world.folder, 'copies')
  const backups = scheduleBackups({
    ...{ file: world.file, ledgerKeyFile: world.keyFile, folder, keep, clock },
    at: { hour: DUE.getHours(), minute: DUE.getMinutes() },
    log: pino({ level: 'warn' }, { write: (line) => lines.push(line) }),
    make: addToBackupFolder,
  })
  onTestFinished(() => backups.stop())
  const copies = () => readdirSync(folder).sort()
  /** Moves the clock, looks, and returns how many copies there are. */
  const after = async (millis: number) => {
    clock.pass(millis)
    await backups.look()
    return copies().length
  }
  return { backups, clock, folder, copies, after, lines }
}

/** Breaks the books of a world, or mends them. */
function tilt(world: World, by: number): void {
  world.tamper((database) =>
    database.prepare(`UPDATE account SET balance = balance + ? WHERE account_no = 'W-2'`).run(by),
  )
}

test('makes a verified backup at once when there is none, and then one a day', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { backups, folder, copies, after, lines } = schedule(world)
  expect(backups.age()).toBeUndefined()
  expect(await after(0)).toBe(1)
  expect(copies()).toEqual([expect.stringMatching(/^luckymoney-[0-9a-f]{8}-2026-06-10T120000Z\.db$/)])
  expect(await verifyBackup(join(folder, String(copies()[0])), world.keyFile)).toMatchObject({ trades: 1 })
  expect(await after(HOUR - 1)).toBe(1)
  expect(await after(MINUTE)).toBe(2)
  expect(await after(DAY - 2 * MINUTE)).toBe(2)
  expect(await after(2 * MINUTE)).toBe(3)
  expect(backups.age()).toBe(0)
  expect([lines, backups.warnings()]).toEqual([[], []])
})

test('makes up for a backup that was missed while the program was down, and repeats none', async () => {
  const world = await openWorld()
  const first = schedule(world)
  await first.after(2 * HOUR)
  await first.backups.stop()
  const soon = schedule(world, { clock: new WallClock(START + 20 * HOUR) })
  expect(await soon.after(0)).toBe(1)
  expect(soon.backups.age()).toBe(18 * HOUR)
  const late = schedule(world, { clock: new WallClock(START + 30 * HOUR) })
  expect(await late.after(0)).toBe(2)
})

test('removes the oldest copies beyond those to keep, and no other file', async () => {
  const world = await openWorld()
  const { folder, copies, after } = schedule(world)
  await after(0)
  const own = String(copies()[0])
  const others = [
    own.replace('luckymoney', 'other'),
    own.replace(/-[0-9a-f]{8}-/, '-00000000-'),
    own.replace('2026', '2027'),
    own.replace('2026', 'my-2020'),
    'notes.txt',
  ]
  for (const name of others) writeFileSync(join(folder, name), 'mine')
  writeFileSync(join(folder, `${own}.partial`), 'left behind by a killed program')
  for (let day = 1; day <= 4; day++) await after(DAY + HOUR)
  const times = copies().filter((name) => !others.includes(name))
  expect(times.map((name) => name.slice(-21, -11))).toEqual(['2026-06-12', '2026-06-13', '2026-06-14'])
  expect(copies()).toEqual([...times, ...others].sort())
})

test('after a failure keeps every copy, warns, and tries again after an hour', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { backups, copies, after, lines } = schedule(world, { keep: 1 })
  await after(0)
  const kept = copies()
  tilt(world, 1)
  expect(await after(DAY)).toBe(1)
  expect(copies()).toEqual(kept)
  expect(lines.join()).toMatch(/the copy does not reconcile.*THE BACKUP FAILED/)
  expect(backups.warnings()).toEqual(['backup_failed'])
  expect(backups.failures()).toBe(1)
  tilt(world, -1)
  await after(HOUR - MINUTE)
  expect(copies()).toEqual(kept)
  await after(MINUTE)
  expect(copies()).not.toEqual(kept)
  expect(copies()).toHaveLength(1)
  expect(backups.warnings()).toEqual([])
})

test('warns once when the newest good backup is older than two days', async () => {
  const world = await openWorld()
  await world.fund(1000, 'Lan')
  const { backups, after, lines } = schedule(world)
  await after(0)
  tilt(world, 1)
  const old = () => lines.filter((line) => line.includes('older than two days')).length
  await after(2 * DAY)
  expect(backups.warnings()).toEqual(['backup_failed'])
  await after(MINUTE)
  await after(MINUTE)
  expect(backups.warnings()).toEqual(['backup_failed', 'backup_old'])
  expect(old()).toBe(1)
})

test('a clock that was wrong for a while costs no copy', async () => {
  const world = await openWorld()
  const { backups, clock, copies, after } = schedule(world, { keep: 2 })
  await after(0)
  await after(DAY)
  const good = copies()
  // Every copy seems to be of a time to come.
  clock.set(-20_000 * DAY)
  await after(2 * HOUR)
  expect(copies()).toEqual([expect.stringContaining('1971'), ...good])
  clock.set(20_000 * DAY)
  expect(backups.age()).toBeGreaterThan(19_000 * DAY)
  await after(2 * HOUR)
  expect(copies()).toEqual([String(good[1]), expect.stringContaining('2026-06-11T16')])
})

test('a folder that cannot be made is a failure like any other', async () => {
  const world = await openWorld()
  const { backups, folder, lines } = schedule(world)
  writeFileSync(folder, 'a file in its place')
  await backups.look()
  expect(backups.warnings()).toEqual(['backup_failed'])
  expect(lines.join()).toContain('ENOTDIR')
})
