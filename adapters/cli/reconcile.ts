import { realpathSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { reconcile, SECOND_LOOK } from '../../src/integrity/reconcile.js'
import { refuseRolledBack } from '../../src/integrity/rollback-guard.js'
import {
  isBeingWritten,
  ledgerKeyOf,
  newestEntryIn,
  openSnapshot,
  type Snapshot,
} from '../../src/integrity/snapshot.js'
import { StoreRefused } from '../../src/store/refused.js'
import { filesOf } from './files.js'
import { formatTime, print } from './print.js'
import { startProgress } from './progress.js'

/** Exit code when every invariant holds but the file isn't the one that the bot last wrote. */
const EXIT_OLDER = 3

/** `reconcile`: checks the invariants, changes nothing. Exits with code 1 when one is broken. */
export function addReconcile(program: Command): void {
  program
    .command('reconcile')
    .description('check that the books balance; read-only, safe while the bot runs')
    .addOption(new Option('--json', 'print the report as JSON'))
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const files = filesOf(command)
      const snapshot = openSnapshot(files.database)
      let key: ReturnType<typeof ledgerKeyOf>
      let newestEntry: number
      let older: string | undefined
      try {
        key = ledgerKeyOf(snapshot, files.ledgerKey)
        newestEntry = newestEntryIn(snapshot)
        // A running bot keeps the rollback guard itself, newer than the snapshot read a moment ago.
        if (!isBeingWritten(files.database)) older = whyOlder(snapshot, files.database, key)
      } finally {
        snapshot.close()
      }
      // "No envelope stays open past its deadline" only holds while a bot runs. Otherwise, its latest entry marks the
      // last time one certainly ran.
      const running = isBeingWritten(files.database)
      const now = running ? Date.now() : newestEntry
      const started = performance.now()
      const progress = startProgress('reconciling')
      const { hold, ...report } = await reconcile(
        files.database,
        key,
        now,
        ({ done, total }) => progress.update(done, total),
        running ? SECOND_LOOK : 0,
      ).finally(() => progress.end())
      const seconds = Math.round(performance.now() - started) / 1000

      if (json)
        print(
          JSON.stringify(
            { ...report, ...(running && hold && { hold }), seconds, ...(older && { notice: older }) },
            null,
            2,
          ),
        )
      else {
        for (const { number, title, ok, offenders, count } of report.invariants) {
          print(`${String(number).padStart(2)}  ${ok ? 'ok    ' : 'BROKEN'}  ${title}`)
          for (const offender of offenders) print(`            ${offender}`)
          if (count > offenders.length) print(`            and ${count - offenders.length} more`)
        }
        print()
        if (!running && newestEntry > 0)
          print(`no bot is running on this file: deadlines are judged as of ${formatTime(now)}`)
        if (running && hold)
          print(
            `refunds wait until ${formatTime(hold.until)}, because this machine's clock jumped: ${hold.due} envelopes are due`,
          )
        const verdict = report.ok ? 'the books balance' : 'THE BOOKS DO NOT BALANCE'
        print(`${verdict}: ${report.trades} trades, ${report.entries} entries, ${seconds} s`)
        if (older) print(`but: ${older}`)
      }
      if (!report.ok) process.exitCode = 1
      else if (older) process.exitCode = EXIT_OLDER
    })
}

/** Returns why the file isn't the one that the bot last wrote; undefined when it is. An old copy balances too. */
function whyOlder(snapshot: Snapshot, file: string, key: ReturnType<typeof ledgerKeyOf>): string | undefined {
  try {
    refuseRolledBack(snapshot, realpathSync(file), key)
    return undefined
  } catch (error) {
    if (error instanceof StoreRefused) return error.message
    throw error
  }
}
