import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import * as schema from '../../migrations/0001_schema.js'
import { openStore } from '../../src/integrity/open.js'
import type { Migrations } from '../../src/store/migrate.js'
import { StoreRefused } from '../../src/store/refused.js'
import Database from '../../src/store/sqlite-library.js'
import { temporaryFolder } from '../support/temporary-folder.js'

/** The first migration as another development version may have had it, under the same name. */
const OTHER: Migrations = {
  '0001_schema': {
    up: async (db: Kysely<unknown>) => {
      await schema.up(db)
      await sql.raw('ALTER TABLE community ADD COLUMN colour TEXT').execute(db)
    },
  },
}

/** Opens and closes a file, as the program or one with other migrations. */
function opener() {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const file = join(folder, 'luckymoney.db')
  const open = async (migrations?: Migrations) => {
    const ledgerKeyFile = join(folder, 'luckymoney.key')
    const store = await openStore({
      file,
      ledgerKeyFile,
      onFatal: () => {},
      ...(migrations && { migrations }),
    })
    await store.close()
  }
  const change = (statement: string) => {
    const database = new Database(file)
    database.exec(statement)
    database.close()
  }
  return { open, change }
}

const FORGET = `DELETE FROM meta WHERE name LIKE 'schema %'`

test.each([
  ['with a record of its schema', 'SELECT 1'],
  ['from before there were records', FORGET],
])(
  'a file of another development version, %s, is refused with what to do, and stays usable',
  async (_, statement) => {
    const { open, change } = opener()
    await open(OTHER)
    change(statement)
    const refused = open()
    await expect(refused).rejects.toBeInstanceOf(StoreRefused)
    await expect(refused).rejects.toThrow(
      /made by another development version of Luckymoney: its table community differs\. Only files of released versions, from 1\.0\.0 on, are upgraded\. Use the version that made it, or move the file/,
    )
    await open(OTHER)
  },
)

test("a file without a record is opened as long as its schema is this version's own", async () => {
  const { open, change } = opener()
  await open()
  change(FORGET)
  await open()
})

test("a schema that was changed after this version made it is no other version's", async () => {
  const { open, change } = opener()
  await open()
  change('ALTER TABLE community ADD COLUMN colour TEXT')
  await expect(open()).rejects.toThrow(
    /was changed by something other than this program: its table community/,
  )
})
