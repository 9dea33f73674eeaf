// Builds the program when a source is newer than what was built, so that a folder that cannot be written to needs
// one `npm run build` and no more.
import { execSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const EXIT_CONFIG = 78
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['src', 'adapters', 'migrations']
const BUILT = ['dist/main.js', 'dist/reconcile-thread.js', 'dist/cli.js']

try {
  await import('./install-sqlite.js')
  if (builtAt() < changedAt()) execSync('npm run --silent build', { cwd: ROOT, stdio: ['ignore', 2, 2] })
} catch {
  process.stderr.write(
    `luckymoney: ${ROOT} has to be built, and that failed. Run "npm run build" as the user that owns it, then start again.\n`,
  )
  process.exit(EXIT_CONFIG)
}

/** When the oldest of the built files was written; 0 when one is missing. */
function builtAt() {
  return Math.min(...BUILT.map((file) => statSync(join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}

/** When a source was last changed, added or, which shows in its folder, removed. */
function changedAt() {
  const paths = SOURCES.flatMap((top) => [
    top,
    ...readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
  ])
  return Math.max(...['package.json', ...paths].map((path) => statSync(join(ROOT, path)).mtimeMs))
}
