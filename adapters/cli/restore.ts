import type { Command } from 'commander'
import { backUp } from '../../src/operations/backup.js'
import { verifyBackup } from '../../src/operations/verify-backup.js'
import { filesOf } from './files.js'
import { print } from './print.js'
import { startProgress } from './progress.js'
import { fillServer } from './server.js'

/** `restore`: makes a new database from a backup, in a file or on a server, whichever the backup came from. */
export function addRestore(program: Command): void {
  program
    .command('restore')
    .description(
      'make a new database from a backup, once it reconciles; also moves between a file and a server',
    )
    .argument('<backup>', 'file that the backup command wrote')
    .action(async (backup: string, _options, command: Command) => {
      const { database, ledgerKey, url } = filesOf(command)
      const verifying = startProgress('verifying')
      let trades = 0
      const verify = async (file: string) => {
        const report = await verifyBackup(file, ledgerKey, (done, total) => verifying.update(done, total))
        trades = report.trades
      }
      try {
        if (url === undefined) await backUp(backup, database, verify)
        else {
          await verify(backup)
          await fillServer(url, backup)
        }
      } finally {
        verifying.end()
      }
      print(`restored ${trades} trades from ${backup}`)
    })
}
