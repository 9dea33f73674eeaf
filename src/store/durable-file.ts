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
 * Gives a finished file its final name, durably. Never replaces a file: returns false, with nothing changed, when the
 * name is taken.
 */
export function giveName(partial: string, target: string): boolean {
  try {
    linkSync(partial, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(target)) return false
    // Some file systems, such as those of memory sticks, have no hard links.
    renameSync(partial, target)
  }
  rmSync(partial, { force: true })
  flushFolder(dirname(target))
  return true
}

/** Makes the name of a file or folder durable, and those of all its parent folders. */
export function flushNames(path: string): void {
  for (let below = resolve(path); below !== dirname(below); below = dirname(below))
    flushFolder(dirname(below))
}

/** Flushes a file to disk. */
export function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Chunk size for rewriting a file. Bytes. */
const PIECE = 1024 * 1024

/**
 * Makes everything readable in a file durable, along with its name. Rewrites the content in place: after a failed
 * fsync, the kernel marks the lost pages clean and never writes them again.
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

/** Errors of folders we don't own, and of file systems that handle names their own way. */
const NOT_OURS = ['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP', 'EROFS']

/** Flushes the names in a folder, where the system allows it; Windows never does. */
export function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  try {
    flush(path)
  } catch (error) {
    if (!NOT_OURS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
