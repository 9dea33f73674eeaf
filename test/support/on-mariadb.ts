import { inject, TestRunner } from 'vitest'

/** Ends the current test as skipped. */
export function skipTest(why: string): never {
  const current = TestRunner.getCurrentTest()
  if (!current) throw new Error(`no test to skip: ${why}`)
  return current.context.skip(why)
}

/** Returns where the server is on which this test runs; undefined when it runs on SQLite. See start-mariadb.ts. */
export function mariadbUrl(): string | undefined {
  return inject('mariadbUrl')
}

/** Leaves the current test to SQLite. */
export function skipOnMariadb(why: string): void {
  if (mariadbUrl()) skipTest(why)
}
