import type { Command } from 'commander'
import { loadConfig } from '../../src/config.js'

export interface Files {
  readonly database: string
  readonly ledgerKey: string
}

/** The files to work on: as the options say, or else as the bot's own configuration does. */
export function filesOf(command: Command): Files {
  const options = command.optsWithGlobals<{ database?: string; ledgerKey?: string }>()
  const config = loadConfig()
  return {
    database: options.database ?? config.databaseFile,
    ledgerKey: options.ledgerKey ?? config.ledgerKeyFile,
  }
}
