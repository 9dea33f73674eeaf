import { execFileSync } from 'node:child_process'

/** Builds everything once before all tests, so that what they start is what operators start. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build:measures'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
