import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { backUp } from '../../src/operations/backup.js'
import { verifyBackup } from '../../src/operations/verify-backup.js'
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
            const report = await verifyBackup(copy, files.ledgerKey, (done, total) =>
              verifying.update(done, total),
            )
            summary = `${report.trades} trades, ${report.entries} entries`
          },
          { onProgress: ({ done, total }) => copying.update(done, total) },
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
