import type { TestProject } from 'vitest/node'
import { startMariadb } from './mariadb.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the MariaDB server of this run; undefined for tests on SQLite. */
    mariadbUrl: string | undefined
  }
}

/** Starts one server for all tests on MariaDB. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startMariadb()
  project.provide('mariadbUrl', url)
  return stop
}
