// Bundles the program into dist/: npm run build. With --measures, the simulation, the tortures and the benchmarks too.
import './install-sqlite.js'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/**
 * Packages that are loaded from node_modules: binaries, and CommonJS, which finds files and other packages by its own
 * place. All others are many small modules, and loading them one by one took a third of the program's start.
 */
const EXTERNAL = [
  ...[
    '#sqlite-for-node-20',
    '@napi-rs/canvas',
    '@redis/client',
    'better-sqlite3',
    'commander',
    'discord.js',
    'mariadb',
    'node-schedule',
    'pino',
  ],
  ...['pino-pretty', 'pino-roll', 'preact', 'prom-client', 'telegraf', 'undici', 'ws'],
  // Only for bench:peers.
  'pg',
]

const bundle = (entries, options) =>
  build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: entries,
    outdir: 'dist',
    bundle: true,
    sourcemap: true,
    // Node reads the maps at every start. Traces need no more than names and lines.
    sourcesContent: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    external: EXTERNAL,
    ...options,
  })

await bundle(
  {
    main: 'src/main.ts',
    'engine-thread': 'src/thread/engine-thread.ts',
    'checkpoint-thread': 'src/store/checkpoint-thread.ts',
    'pictures-thread': 'src/pictures/pictures-thread.ts',
    'reconcile-thread': 'src/integrity/reconcile-thread.ts',
    'quick-check-thread': 'src/integrity/quick-check-thread.ts',
    'dashboard-thread': 'src/thread/dashboard-thread.ts',
    'letter-thread': 'src/thread/letter-thread.ts',
    'overview-thread': 'src/operations/overview-thread.ts',
    'backup-thread': 'src/operations/backup-thread.ts',
    cli: 'adapters/cli/main.ts',
  },
  { splitting: true },
)

// The pages, for the browser.
const forBrowser = {
  ...{ platform: 'browser', target: 'es2022', external: [], charset: 'utf8', legalComments: 'none' },
  ...{ minify: true, sourcemap: false, jsx: 'automatic', jsxImportSource: 'preact' },
}
await bundle(
  { page: 'src/operations/operator-page/page.tsx', style: 'src/operations/operator-page/style.css' },
  { ...forBrowser, outdir: 'dist/operator-page' },
)
await bundle(
  Object.fromEntries(
    ['index.html', 'main.tsx', 'style.css', 'icon.svg'].map((file) => [
      file.replace(/\.\w+$/, ''),
      `adapters/playground/page/${file}`,
    ]),
  ),
  { ...forBrowser, outdir: 'dist/playground-page', loader: { '.html': 'copy', '.svg': 'copy' } },
)

const BENCHES = [
  ...[
    'grab',
    'limits',
    'discord',
    'bare-discord',
    'telegram',
    'bare-telegram',
    'flood',
    'soak',
    'connections',
  ],
  ...[
    'reads',
    'linking',
    'commands',
    'pictures',
    'size',
    'peers',
    'rush',
    'probe',
    'engines',
    'slow-network',
    'spider',
    'nodes',
  ],
]
if (process.argv.includes('--measures'))
  await bundle({
    ...Object.fromEntries(BENCHES.map((name) => [`bench-${name}`, `bench/${name}.ts`])),
    simulate: 'test/simulation/simulate.ts',
    'simulate-world': 'test/simulation/world-thread.ts',
    torture: 'test/torture/torture.ts',
    'torture-core': 'test/torture/leashed-core.ts',
    'torture-program': 'test/torture/cluster/leashed-program.ts',
  })
