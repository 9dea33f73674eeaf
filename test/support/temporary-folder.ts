import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A fresh folder, in memory where the machine has such a place, and how to remove it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(root, 'luckymoney-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
