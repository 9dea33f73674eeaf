import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { openSnapshot, type Snapshot } from '../../src/integrity/snapshot.js'
import { countRows, EXPORTED, type ExportedTable, rowsOf } from '../../src/operations/export.js'
import { csvHeader, csvRow } from './csv.js'
import { filesOf } from './files.js'
import { print } from './print.js'
import { type Progress, startProgress } from './progress.js'
import { CliRefusal } from './refusal.js'

/** Characters buffered before a write. */
const CHUNK = 64 * 1024

/** `export`: writes one CSV file for each bookkeeping table, all from the same moment. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write the books as CSV files into a new folder; read-only, safe while the bot runs')
    .argument('<folder>', 'target folder; must not exist')
    .option('--bom', 'start each file with a byte order mark, so that Excel recognises UTF-8')
    .action((folder: string, { bom }: { bom?: boolean }, command: Command) => {
      const snapshot = openSnapshot(filesOf(command).database)
      try {
        makeNewFolder(folder)
        const total = EXPORTED.reduce((sum, table) => sum + countRows(snapshot, table), 0)
        const progress = startProgress('exporting')
        try {
          let done = 0
          for (const table of EXPORTED) {
            const rows = writeTable(snapshot, table, folder, bom ? '\ufeff' : '', done, total, progress)
            done += rows
            progress.end()
            print(`${join(folder, `${table.name}.csv`)}: ${rows} rows`)
          }
        } finally {
          progress.end()
        }
      } finally {
        snapshot.close()
      }
    })
}

function makeNewFolder(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new CliRefusal(
        `${folder} already exists. An export never overwrites a file: choose another name.`,
      )
    if (code === 'ENOENT') throw new CliRefusal(`the folder for ${folder} does not exist`)
    throw error
  }
}

/** Writes one table, which gets its final name only when complete. Returns its number of rows. */
function writeTable(
  snapshot: Snapshot,
  table: ExportedTable,
  folder: string,
  start: string,
  before: number,
  total: number,
  progress: Progress,
): number {
  const file = join(folder, `${table.name}.csv`)
  const descriptor = openSync(`${file}.partial`, 'wx', 0o600)
  let rows = 0
  try {
    let text = start + csvHeader(table)
    for (const row of rowsOf(snapshot, table)) {
      text += csvRow(table, row)
      rows++
      if (text.length < CHUNK) continue
      writeFileSync(descriptor, text)
      text = ''
      progress.update(before + rows, total)
    }
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(`${file}.partial`, file)
  return rows
}
