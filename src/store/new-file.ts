import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Gives a finished file its own name, which is still there after a power cut. Returns false, with nothing changed,
 * when somebody has the name already: it never replaces a file.
 */
export function giveName(partial: string, target: string): boolean {
  try {
    linkSync(partial, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(target)) return false
    // Some file systems, as on memory sticks, know no links.
    renameSync(partial, target)
  }
  rmSync(partial, { force: true })
  flushFolder(dirname(target))
  return true
}

/** Makes a folder and those above it if they are missing; their names are still there after a power cut. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined) return
  let made = resolve(path)
  flushFolder(dirname(made))
  while (made !== resolve(first)) {
    made = dirname(made)
    flushFolder(dirname(made))
  }
}

/** Makes what was written to a file durable. */
export function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Makes the names in a folder durable. */
export function flushFolder(path: string): void {
  // Windows keeps names by itself and lets nobody ask for it.
  if (process.platform !== 'win32') flush(path)
}
