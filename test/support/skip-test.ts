import { TestRunner } from 'vitest'

/** Ends the current test as skipped. */
export function skipTest(why: string): never {
  const current = TestRunner.getCurrentTest()
  if (!current) throw new Error(`no test to skip: ${why}`)
  return current.context.skip(why)
}
