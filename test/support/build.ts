import { execFileSync } from 'node:child_process'

/** Builds everything once before all tests, so that they start the same programs as operators. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build:measures'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
