import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
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

/** Makes the name of a file or folder durable, and those of all folders above it, whoever made them. */
export function flushNames(path: string): void {
  for (let below = resolve(path); below !== dirname(below); below = dirname(below))
    flushFolder(dirname(below))
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

/** So much of a file is in memory at once. Bytes. */
const PIECE = 1024 * 1024

/**
 * Makes all that can be read of a file durable, whoever wrote it, and its name. It is written once more as it is:
 * after a flush that failed the system takes for written what it could not write, and flushes it no more.
 */
export function writeAgain(path: string): void {
  const descriptor = openSync(path, 'r+')
  try {
    const piece = Buffer.alloc(PIECE)
    for (let at = 0, read = 0; ; at += read) {
      read = readSync(descriptor, piece, 0, PIECE, at)
      if (read === 0) break
      for (let written = 0; written < read; )
        written += writeSync(descriptor, piece, written, read - written, at + written)
    }
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  flushFolder(dirname(path))
}

/** Folders of others, and file systems that keep names in their own way. */
const NOT_OURS = ['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP', 'EROFS']

/** Makes the names in a folder durable, where the system lets us ask for it; Windows never does. */
export function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  try {
    flush(path)
  } catch (error) {
    if (!NOT_OURS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
