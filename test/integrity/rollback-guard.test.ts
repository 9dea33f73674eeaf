import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../src/integrity/open.js'
import { StoreRefused } from '../../src/store/refused.js'
import { openWorld, person, type World } from '../support/world.js'

const guardOf = (world: World) => `${world.file}.guard`

async function open(world: World) {
  const store = await openStore({
    file: world.file,
    ledgerKeyFile: world.keyFile,
    onFatal: (error) => {
      throw error
    },
  })
  onTestFinished(() => store.close())
}

/** A world that continued after a backup of it was taken, and has stopped. */
async function withOlderCopy(): Promise<{ world: World; older: string }> {
  const world = await openWorld()
  await world.fund(5000, 'Ann')
  await world.stop()
  const older = join(world.folder, 'older.db')
  copyFileSync(world.file, older)
  await world.start()
  await world.fund(700, 'Bob')
  await world.stop()
  return { world, older }
}

test('refuses an older backup put back in place, and says what to do', async () => {
  const { world, older } = await withOlderCopy()
  copyFileSync(older, world.file)
  await expect(open(world)).rejects.toBeInstanceOf(StoreRefused)
  await expect(open(world)).rejects.toThrow(
    /is not the database that was here last: it ends with trade 1, but trade 2 existed.*delete .*\.guard/s,
  )
  rmSync(guardOf(world))
  await world.start()
  expect(await world.balance('Ann')).toBe(5000)
  expect(await world.broken()).toEqual([])
})

test('refuses a database that diverged since the backup', async () => {
  const { world, older } = await withOlderCopy()
  const guard = readFileSync(guardOf(world))
  copyFileSync(older, world.file)
  rmSync(guardOf(world))
  await world.start()
  await world.fund(900, 'Bob')
  await world.stop()
  writeFileSync(guardOf(world), guard)
  await expect(open(world)).rejects.toThrow(/trade 2 is a different one/)
})

test('detects the removal of the last trades together with every trace of them in the file', async () => {
  const { world } = await withOlderCopy()
  world.tamper((database) => {
    database.exec('DROP TRIGGER trade_no_delete')
    database.exec('DELETE FROM idempotency_record WHERE trade_no = 2; DELETE FROM trade WHERE trade_no = 2')
  })
  await expect(open(world)).rejects.toThrow(/is not the database that was here last/)
})

test('does not ignore an unreadable rollback guard', async () => {
  const { world } = await withOlderCopy()
  writeFileSync(guardOf(world), 'nonsense')
  await expect(open(world)).rejects.toThrow(/\.guard cannot be read/)
})

test.each([
  ['changed', (guard: object) => ({ ...guard, tradeNo: 1 })],
  ['unsigned', ({ signature, ...guard }: Record<string, unknown>) => guard],
  ['signed with another key', (guard: object) => ({ ...guard, signature: 'ab'.repeat(32) })],
])('refuses a rollback guard that is %s', async (_, forge) => {
  const { world } = await withOlderCopy()
  writeFileSync(guardOf(world), JSON.stringify(forge(JSON.parse(readFileSync(guardOf(world), 'utf8')))))
  await expect(open(world)).rejects.toThrow(/\.guard .*was not written by this program with this ledger key/)
})

test('a database without trades has a rollback guard, and an intentionally restored one gets a new guard', async () => {
  const world = await openWorld()
  await world.stop()
  expect(JSON.parse(readFileSync(guardOf(world), 'utf8'))).toMatchObject({ tradeNo: 0 })
  rmSync(guardOf(world))
  await world.start()
  await world.fund(100, 'Ann')
  await world.stop()
  expect(JSON.parse(readFileSync(guardOf(world), 'utf8'))).toMatchObject({ tradeNo: 1 })
})

test('detects an older copy even if no money has moved since', async () => {
  const world = await openWorld()
  const appoint = (treasurer: boolean) =>
    world.app.appointTreasurer({
      ...{ key: world.key(), place: world.place, by: person('Admin'), platformAdmin: true },
      ...{ member: person('Ann'), treasurer },
    })
  await world.fund(5000, 'Ann')
  await appoint(true)
  await world.stop()
  const older = join(world.folder, 'older.db')
  copyFileSync(world.file, older)
  await world.start()
  await appoint(false)
  await world.stop()
  copyFileSync(older, world.file)
  await expect(open(world)).rejects.toThrow(
    /is not the database that was here last: it is at version \d+, but version \d+ existed.*delete .*\.guard/s,
  )
})
