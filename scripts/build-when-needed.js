// Builds the program when a source is newer than the bundle, so that a read-only folder needs just one `npm run build`.
import { execSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const EXIT_CONFIG = 78
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['src', 'adapters', 'migrations', 'scripts']
const THREADS = [
  'engine',
  'pictures',
  'reconcile',
  'quick-check',
  'backup',
  'overview',
  'dashboard',
  'letter',
].map((name) => `${name}-thread`)
const BUILT = ['main', ...THREADS, 'cli', 'operator-page/page', 'playground-page/main'].map(
  (name) => `dist/${name}.js`,
)

try {
  await import('./install-sqlite.js')
  if (builtAt() < changedAt()) execSync('npm run --silent build', { cwd: ROOT, stdio: ['ignore', 2, 2] })
} catch {
  process.stderr.write(
    `luckymoney: building ${ROOT} failed. Run "npm run build" as the user that owns it, then start again.\n`,
  )
  process.exit(EXIT_CONFIG)
}

/** Returns when the oldest of the built files was written; 0 when one is missing. */
function builtAt() {
  return Math.min(...BUILT.map((file) => statSync(join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}

/** Returns when a source was last changed, added or (visible in its folder's time) removed. */
function changedAt() {
  const paths = SOURCES.flatMap((top) => [
    top,
    ...readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
  ])
  return Math.max(
    ...['package.json', 'package-lock.json', ...paths].map((path) => statSync(join(ROOT, path)).mtimeMs),
  )
}
