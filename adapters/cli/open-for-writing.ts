import { openStore, type Store } from '../../src/integrity/open.js'
import type { Files } from './files.js'

/** Opens the store as its only writer; refused while a bot runs on it. */
export function openForWriting(files: Files): Promise<Store> {
  return openStore({
    file: files.database,
    ledgerKeyFile: files.ledgerKey,
    onFatal: (error) => {
      process.stderr.write(
        `luckymoney: the database failed and it is unknown what was kept (${error.message}). Give the same command with the same --key again.\n`,
      )
      process.exit(2)
    },
  })
}
