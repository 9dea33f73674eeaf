import { openStore, type Store } from '../../src/integrity/open.js'
import type { Files } from './files.js'
import { openServer } from './server.js'

/** Opens the store: a file as its only writer, which refuses while the bot runs; a server's database beside the bot. */
export function openForWriting({ database, ledgerKey, url, databaseNo }: Files): Promise<Store> {
  const onFatal = (error: Error) => {
    process.stderr.write(
      `luckymoney: the database failed and it is unknown what was stored (${error.message}). Repeat the command with the same --key.\n`,
    )
    process.exit(2)
  }
  const onNotice = (notice: string) => process.stderr.write(`luckymoney: ${notice}\n`)
  return url === undefined
    ? openStore({ file: database, ledgerKeyFile: ledgerKey, onFatal, onNotice })
    : openServer({ url, ledgerKeyFile: ledgerKey, onFatal, ...(databaseNo && { database: databaseNo }) })
}
