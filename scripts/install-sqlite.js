// Node 20 needs better-sqlite3 12, compiled for this machine: version 13 crashes on it. Newer versions of Node take
// version 13, which brings its binaries along, so for them there is nothing to do. Runs after `npm ci`.
import { execSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

if (process.versions.node.startsWith('20.') && !works()) {
  const folder = fileURLToPath(new URL('../sqlite-for-node-20/', import.meta.url))
  process.stdout.write(
    'Compiling SQLite for Node 20. This takes about two minutes; Node 22 or newer does without.\n',
  )
  execSync('npm ci --no-audit --no-fund', { cwd: folder, stdio: 'inherit' })
}

/** Whether it was compiled before, for a Node like this one. */
function works() {
  try {
    const Database = createRequire(import.meta.url)('#sqlite-for-node-20')
    new Database(':memory:').close()
    return true
  } catch {
    return false
  }
}
