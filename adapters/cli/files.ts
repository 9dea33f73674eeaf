import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type Config, loadConfig, unknownVariables } from '../../src/config.js'
import type { DatabaseNo } from '../../src/integrity/number-database.js'
import { refuseFileOfOtherVersion } from '../../src/integrity/snapshot.js'
import { keepTemporaryFilesBeside } from '../../src/store/temporary-files.js'
import { CliRefusal } from './refusal.js'
import { copyServer } from './server.js'

export interface Files {
  readonly database: string
  readonly ledgerKey: string
  /** Address of a server's database that is used instead of the file. */
  readonly url?: string
  /** Its place among several databases. */
  readonly databaseNo?: DatabaseNo
}

interface GlobalOptions {
  readonly database?: string
  readonly ledgerKey?: string
  readonly number?: number
}

/** Commands that go through all databases unless one is chosen. */
const FOR_ALL = ['migrate', 'reconcile', 'communities', 'stats']

/** Options with a value that may come before the command. */
const WITH_VALUE = ['--database', '--number', '--ledger-key']

/** Returns the name of the command. The same word elsewhere may be a reason or a file. */
function commandIn(args: readonly string[]): string | undefined {
  return args.find((arg, index) => !arg.startsWith('-') && !WITH_VALUE.includes(args[index - 1] ?? ''))
}

/** Returns the arguments of each run of a command: one run for each database, or one with the arguments as they are. */
export function runsOf(args: readonly string[]): readonly (readonly string[])[] {
  const isForAll = FOR_ALL.includes(commandIn(args) ?? '')
  const chosen = args.some((arg) => /^--(database|number|help)\b/.test(arg))
  const urls = isForAll && !chosen ? loadConfig().databaseUrls : undefined
  return urls?.map((_, index) => [...args, '--number', String(index + 1)]) ?? [args]
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
  keepTemporaryFilesBeside(files.database)
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
  const server = options.database === undefined ? chosenServer(config, options.number) : undefined
  return {
    database: options.database ?? config.databaseFile,
    ledgerKey: options.ledgerKey ?? config.ledgerKeyFile,
    ...server,
  }
}

/** Returns the server's database to work on; undefined without one. */
function chosenServer(
  { databaseUrl: url, databaseUrls }: Config,
  no: number | undefined,
): Pick<Files, 'url' | 'databaseNo'> | undefined {
  if (!databaseUrls) {
    if (no !== undefined && no !== 1) throw new CliRefusal(`there is no database ${no} in DATABASE_URL`)
    return url === undefined ? undefined : { url }
  }
  const of = databaseUrls.length
  if (no === undefined)
    throw new CliRefusal(`DATABASE_URL has ${of} databases: choose one with --number, from 1 to ${of}`)
  const chosen = databaseUrls[no - 1]
  if (chosen === undefined) throw new CliRefusal(`--number is from 1 to ${of}`)
  return { url: chosen, databaseNo: { no, of } }
}
