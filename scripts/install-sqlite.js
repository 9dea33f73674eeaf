// Node 20 needs better-sqlite3 12, compiled for this machine: version 13 crashes on it. Newer versions of Node use
// version 13, which includes its binaries, but npm leaves it out when `npm ci` runs on Node 20. Part of every build.
import { execSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const EXIT_CONFIG = 78
const require = createRequire(import.meta.url)

if (!process.versions.node.startsWith('20.')) {
  if (!isInstalled()) {
    process.stderr.write(
      `luckymoney: SQLite is not installed for Node ${process.version}. Run "npm ci" and "npm run build" with the Node that starts it: 20.19, or 22 to 26.\n`,
    )
    process.exit(EXIT_CONFIG)
  }
} else if (!works()) {
  process.stderr.write(
    'Compiling SQLite, which takes about two minutes. Node 22 or newer does not need this.\n',
  )
  execSync('npm ci --no-audit --no-fund --ignore-scripts=false', {
    cwd: fileURLToPath(new URL('../sqlite-for-node-20/', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Returns whether version 13 is installed. */
function isInstalled() {
  try {
    require.resolve('better-sqlite3')
    return true
  } catch {
    return false
  }
}

/** Returns whether version 12 was compiled earlier, for a compatible Node. */
function works() {
  try {
    const Database = require('#sqlite-for-node-20')
    new Database(':memory:').close()
    return true
  } catch {
    return false
  }
}
