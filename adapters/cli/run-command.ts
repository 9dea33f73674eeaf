import { Command, CommanderError } from 'commander'
import { version } from '../../src/version.js'
import { addBackup } from './backup.js'
import { addCommunities } from './communities.js'
import { addExport } from './export.js'
import { prepareFiles, releaseFiles, runsOf } from './files.js'
import { addFreeze } from './freeze.js'
import { addMembers } from './members.js'
import { addMigrate } from './migrate.js'
import { readLimit } from './read-limit.js'
import { addReconcile } from './reconcile.js'
import { addRestore } from './restore.js'
import { addReverse } from './reverse.js'
import { addShow } from './show.js'
import { addStats } from './stats.js'
import { addTopUp } from './top-up.js'

/** Runs a command, on each database if it goes through all. Sets the exit code of the process when it fails. */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    const runs = runsOf(args)
    for (const [index, run] of runs.entries()) {
      if (runs.length > 1) process.stderr.write(`database ${index + 1}\n`)
      await runOnce(run)
    }
  } catch (error) {
    process.exitCode = 2
    process.stderr.write(`luckymoney: ${oneLine(error)}\n`)
  }
}

async function runOnce(args: readonly string[]): Promise<void> {
  const program = new Command('luckymoney')
    .description("Luckymoney's books, for operators.")
    .version(version())
    .option('--database <file>', 'database file; default: DATABASE_URL, or else DATABASE_FILE')
    .option('--number <number>', 'which of the databases in DATABASE_URL, counted from 1', readLimit)
    .option('--ledger-key <file>', 'key that signs the entries; default: LEDGER_KEY_FILE')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 the books do not balance, 2 wrong usage or refused, 3 the books balance but the file is an older copy.',
    )
    .hook('preAction', (_, command) => prepareFiles(command))
    .exitOverride()

  addMigrate(program)
  addReconcile(program)
  addShow(program)
  addCommunities(program)
  addMembers(program)
  addStats(program)
  addTopUp(program)
  addFreeze(program)
  addReverse(program)
  addBackup(program)
  addRestore(program)
  addExport(program)

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = 2
    // commander has already reported it.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else process.stderr.write(`luckymoney: ${oneLine(error)}\n`)
  } finally {
    releaseFiles()
  }
}

/** Returns an error's message in one line. */
export function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim()
}
