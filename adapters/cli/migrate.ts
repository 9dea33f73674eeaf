import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { migrationsOf } from '../../src/integrity/snapshot.js'
import { filesOf } from './files.js'
import { openForWriting } from './open-for-writing.js'
import { print } from './print.js'
import { migrationsOnServer } from './server.js'

/** `migrate`: brings the schema up to date, creating the database and its ledger key if needed. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date, or create a new one; the bot also does this when it starts')
    .action(async (_options, command: Command) => {
      const files = filesOf(command)
      const migrations = async () =>
        files.url === undefined ? migrationsOf(files.database) : await migrationsOnServer(files.url)
      const before = await migrations()
      const hadKey = existsSync(files.ledgerKey)
      const store = await openForWriting(files)
      await store.close()
      const applied = (await migrations()).filter((name) => !before.includes(name))
      for (const name of applied) print(`applied ${name}`)
      print(`${store.file} is up to date`)
      if (!hadKey)
        print(`created the ledger key ${files.ledgerKey}: keep a copy of it separate from the database`)
    })
}
