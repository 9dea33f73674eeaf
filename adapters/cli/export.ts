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

/** Characters that are gathered before they are written. */
const CHUNK = 64 * 1024

/** `export`: one CSV file for each table that people keep books with, all of the same moment. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write the books as CSV files into a new folder; reads only, also while the bot runs')
    .argument('<folder>', 'where to; must not exist')
    .option('--bom', 'begin each file with a byte order mark, for Excel to see that it is UTF-8')
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
      throw new CliRefusal(`${folder} already exists. An export never overwrites a file: choose another name.`)
    if (code === 'ENOENT') throw new CliRefusal(`the folder that ${folder} is to be made in does not exist`)
    throw error
  }
}

/** Writes one table, which gets its name only when it is whole. Returns how many rows it has. */
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
