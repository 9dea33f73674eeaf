import { existsSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app/app.js'
import { fillServer, openMysqlStore } from '../../src/integrity/open-mysql.js'
import { cryptoRandom } from '../../src/random.js'
import Database from '../../src/store/sqlite-library.js'
import { MOST_COUNTED } from '../../src/store/supply.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { tell } from '../support/raw-plan.js'
import { SettableClock } from '../support/settable-clock.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { LOBBY, START } from '../support/world.js'

/** As the mint of a community can count them within a month, one way and the other. */
const SUMS = [MOST_COUNTED - 1n, 2n ** 53n + 1n, -(2n ** 53n) - 1n]

test('sums beyond what a number holds exactly are copied to a file and back', async () => {
  const { folder, remove } = temporaryFolder()
  const server = mariadbUrl() as string
  const [url, other] = [await takeDatabase(server), await takeDatabase(server)]
  const open = async (url: string) => {
    const store = await openMysqlStore({ url, ledgerKeyFile: join(folder, 'key'), onFatal: () => {} })
    onTestFinished(async () => {
      await store.close()
      await giveBack(url)
    })
    return store
  }
  onTestFinished(remove)
  const store = await open(url)
  const app = createApp({ store, clock: new SettableClock(START), random: cryptoRandom })
  const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
  await app.foundCommunity({ place: LOBBY, name: 'The lobby', currency })
  const add = `INSERT INTO supply (community, month, kind, actor, amount, times) VALUES (1, ?, 'top_up', 0, ?, 9)`
  for (const [month, sum] of SUMS.entries()) await store.engine.run(() => tell(add, month, sum))
  const sumsIn = (file: string) => {
    const database = new Database(file, { readonly: true })
    try {
      return database.prepare('SELECT amount FROM supply ORDER BY month').pluck().safeIntegers().all()
    } finally {
      database.close()
    }
  }
  await store.withCopy(async (file) => {
    expect(sumsIn(file)).toEqual(SUMS)
    await fillServer(other, file)
  })
  await (await open(other)).withCopy(async (file) => expect(sumsIn(file)).toEqual(SUMS))
})

test('a copy that a killed program left is deleted a day later, and that of a running one is not', async () => {
  const { folder, remove } = temporaryFolder()
  const [left, fresh] = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'luckymoney-copy-'))) as [string, string]
  const url = await takeDatabase(mariadbUrl() as string)
  const store = await openMysqlStore({ url, ledgerKeyFile: join(folder, 'key'), onFatal: () => {} })
  onTestFinished(async () => {
    await store.close()
    await giveBack(url)
    rmSync(fresh, { recursive: true })
    remove()
  })
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  utimesSync(left, yesterday, yesterday)
  await store.withCopy(async (file) => expect(existsSync(file)).toBe(true))
  expect([left, fresh].map((folder) => existsSync(folder))).toEqual([false, true])
})
