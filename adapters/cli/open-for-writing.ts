import { openStore, type Store } from '../../src/integrity/open.js'
import type { Files } from './files.js'

/** Opens the store as its only writer; refuses while the bot runs. */
export function openForWriting(files: Files): Promise<Store> {
  return openStore({
    file: files.database,
    ledgerKeyFile: files.ledgerKey,
    onFatal: (error) => {
      process.stderr.write(
        `luckymoney: the database failed and it is unknown what was stored (${error.message}). Repeat the command with the same --key.\n`,
      )
      process.exit(2)
    },
  })
}
