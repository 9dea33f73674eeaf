import { createRequire } from 'node:module'
import type Library from 'better-sqlite3'

const require = createRequire(import.meta.url)

/**
 * better-sqlite3 12 aborts on Node 24.16 and newer, and 13 crashes on Node 20, so each Node gets the version that
 * works. scripts/install-sqlite.js installs version 12 where it is needed.
 */
const NAME = process.versions.node.startsWith('20.') ? '#sqlite-for-node-20' : 'better-sqlite3'

const Database: typeof Library = load()
declare namespace Database {
  type Database = Library.Database
  type Statement = Library.Statement
}
export default Database

/** Returns the library's file, for a thread that loads it alone. */
export function libraryFile(): string {
  return require.resolve(NAME)
}

function load(): typeof Library {
  try {
    return require(NAME)
  } catch (error) {
    throw new Error(
      `SQLite cannot be loaded on Node ${process.version}. Run "npm ci" and "npm run build" with this version of Node.`,
      { cause: error },
    )
  }
}
