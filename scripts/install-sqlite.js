// Node 20 needs better-sqlite3 12, compiled for this machine: version 13 crashes on it. Newer versions of Node take
// version 13, which brings its binaries along, so for them there is nothing to do. Part of every build.
import { execSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

if (process.versions.node.startsWith('20.') && !works()) {
  process.stderr.write(
    'Compiling SQLite, which takes about two minutes. With Node 22 or newer there is no need to.\n',
  )
  execSync('npm ci --no-audit --no-fund --ignore-scripts=false', {
    cwd: fileURLToPath(new URL('../sqlite-for-node-20/', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
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
