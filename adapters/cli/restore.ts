import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { isOfEarlierVersion } from '../../src/integrity/snapshot.js'
import { backUp } from '../../src/operations/backup.js'
import { upgradeCopy } from '../../src/operations/upgrade-copy.js'
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
        await upgradeCopy(file, ledgerKey)
        const report = await verifyBackup(file, ledgerKey, (done, total) => verifying.update(done, total))
        trades = report.trades
      }
      try {
        if (url === undefined) await backUp(backup, database, verify, { orOlder: true })
        else await withCurrentCopy(backup, verify, (file) => fillServer(url, file))
      } finally {
        verifying.end()
      }
      print(`restored ${trades} trades from ${backup}`)
    })
}

/** Calls `use` with a verified backup of this version: a temporary copy where the backup is of an earlier one. */
async function withCurrentCopy(
  backup: string,
  verify: (file: string) => Promise<void>,
  use: (file: string) => Promise<void>,
): Promise<void> {
  if (!isOfEarlierVersion(backup)) {
    await verify(backup)
    return await use(backup)
  }
  const folder = mkdtempSync(join(tmpdir(), 'luckymoney-'))
  try {
    const copy = join(folder, 'backup.db')
    await backUp(backup, copy, verify, { orOlder: true })
    await use(copy)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
