import { dirname, resolve } from 'node:path'

/**
 * Lets SQLite put its temporary files, which it deletes as soon as they are open, beside the database: there is room for
 * them, while a container's /tmp may hold a few megabytes. SQLite looks only once, so this comes before the process opens
 * its first database, and on the main thread, because other threads have an environment of their own.
 */
export function keepTemporaryFilesBeside(file: string): void {
  process.env.SQLITE_TMPDIR ??= dirname(resolve(file))
}
