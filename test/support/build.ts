import { execFileSync } from 'node:child_process'

/** Builds everything once before all tests, so that they start the same programs as operators. */
export function setup(): void {
  // Each project of vitest.config.ts calls this.
  if (process.env.BUILT_FOR_TESTS === '1') return
  process.env.BUILT_FOR_TESTS = '1'
  execFileSync('npm', ['run', '--silent', 'build:measures'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
