import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { reconcile } from '../../src/integrity/reconcile.js'
import { ledgerKeyOf, newestEntryIn, openSnapshot } from '../../src/integrity/snapshot.js'
import { backUp } from '../../src/operations/backup.js'
import { filesOf } from './files.js'
import { print } from './print.js'
import { startProgress } from './progress.js'
import { CliRefusal } from './refusal.js'

/** `backup`: copies the database, even while the bot runs, and keeps the copy only if it reconciles. */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the database to a new file and verify the copy; safe while the bot runs')
    .argument('<file>', 'target file; must not exist')
    .action(async (target: string, _options, command: Command) => {
      // Happens with an unset shell variable.
      if (target === '') throw new CliRefusal('the target file name is empty')
      const files = filesOf(command)
      const copying = startProgress('copying')
      const verifying = startProgress('verifying')
      let summary = ''
      try {
        await backUp(
          files.database,
          target,
          async (copy) => {
            copying.end()
            const report = await verify(copy, files.ledgerKey, (done, total) => verifying.update(done, total))
            summary = `${report.trades} trades, ${report.entries} entries`
          },
          ({ done, total }) => copying.update(done, total),
        )
      } finally {
        copying.end()
        verifying.end()
      }
      print(`${target}: ${statSync(target).size} bytes, ${summary}, verified`)
      print(
        `The entries are signed with ${files.ledgerKey}. Keep a copy of that too, separate from this file: neither is useful without the other.`,
      )
    })
}

async function verify(copy: string, keyFile: string, onProgress: (done: number, total: number) => void) {
  const snapshot = openSnapshot(copy)
  let key: ReturnType<typeof ledgerKeyOf>
  let newestEntry: number
  try {
    key = ledgerKeyOf(snapshot, keyFile)
    newestEntry = newestEntryIn(snapshot)
  } finally {
    snapshot.close()
  }
  // Nothing expires in a copy: its deadlines are judged as of its latest entry.
  const report = await reconcile(copy, key, newestEntry, ({ done, total }) => onProgress(done, total))
  const broken = report.invariants.filter((invariant) => !invariant.ok)
  if (broken.length > 0)
    throw new CliRefusal(
      `the copy does not reconcile and was deleted (invariant ${broken.map((each) => each.number).join(', ')}: ${broken[0]?.offenders[0]}). Run reconcile.`,
    )
  return report
}
