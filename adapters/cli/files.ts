import type { Command } from 'commander'
import { loadConfig, unknownVariables } from '../../src/config.js'
import { refuseFileOfOtherVersion } from '../../src/integrity/snapshot.js'

export interface Files {
  readonly database: string
  readonly ledgerKey: string
}

/** Refuses a database that another development version made, before its differences look like damage. */
export async function refuseOtherVersion(command: Command): Promise<void> {
  const { database } = command.optsWithGlobals<{ database?: string }>()
  await refuseFileOfOtherVersion(database ?? loadConfig().databaseFile)
}

/** Returns the files to work on: from the options, or from the bot's own configuration. */
export function filesOf(command: Command): Files {
  const options = command.optsWithGlobals<{ database?: string; ledgerKey?: string }>()
  const config = loadConfig()
  const unknown = unknownVariables(process.env).filter((name) => /^(DATABASE|LEDGER)_/.test(name))
  if (unknown.length > 0)
    process.stderr.write(`luckymoney: unknown variables: ${unknown.join(', ')}; see .env.example\n`)
  return {
    database: options.database ?? config.databaseFile,
    ledgerKey: options.ledgerKey ?? config.ledgerKeyFile,
  }
}
