import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { loadConfig, unknownVariables } from '../../src/config.js'
import { refuseFileOfOtherVersion } from '../../src/integrity/snapshot.js'
import { copyServer } from './server.js'

export interface Files {
  readonly database: string
  readonly ledgerKey: string
  /** Address of a server's database that is used instead of the file. */
  readonly url?: string
}

interface GlobalOptions {
  readonly database?: string
  readonly ledgerKey?: string
}

/** Commands that read a file: of a server's database they get a copy. */
const READING = ['reconcile', 'show', 'communities', 'members', 'stats', 'backup', 'export']

/** The copy that a command reads, until it has ended. */
let copy: { readonly folder: string; readonly file: string } | undefined

/** Refuses a database that another development version made, before its differences look like damage. */
async function refuseOtherVersion({ database, url }: Files): Promise<void> {
  if (url === undefined) await refuseFileOfOtherVersion(database)
}

/** Makes what a command works on ready for it. */
export async function prepareFiles(command: Command): Promise<void> {
  const files = chosenFiles(command)
  await refuseOtherVersion(files)
  if (files.url === undefined || !READING.includes(command.name())) return
  const folder = mkdtempSync(join(tmpdir(), 'luckymoney-cli-'))
  copy = { folder, file: join(folder, 'luckymoney.db') }
  await copyServer(files.url, files.ledgerKey, copy.file)
}

/** Removes what was made for a command. */
export function releaseFiles(): void {
  if (copy) rmSync(copy.folder, { recursive: true, force: true })
  copy = undefined
}

/** Returns the files to work on: from the options, or from the bot's own configuration. */
export function filesOf(command: Command): Files {
  const unknown = unknownVariables(process.env).filter((name) => /^(DATABASE|LEDGER)_/.test(name))
  if (unknown.length > 0)
    process.stderr.write(`luckymoney: unknown variables: ${unknown.join(', ')}; see .env.example\n`)
  const files = chosenFiles(command)
  return copy ? { ...files, database: copy.file } : files
}

function chosenFiles(command: Command): Files {
  const options = command.optsWithGlobals<GlobalOptions>()
  const config = loadConfig()
  return {
    database: options.database ?? config.databaseFile,
    ledgerKey: options.ledgerKey ?? config.ledgerKeyFile,
    ...(config.databaseUrl !== undefined && options.database === undefined && { url: config.databaseUrl }),
  }
}
