import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Creates a folder, in memory where possible unless `onDisk`; returns it with a function that removes it. */
export function temporaryFolder({ onDisk = false } = {}): { folder: string; remove: () => void } {
  const root = !onDisk && existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(root, 'luckymoney-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
