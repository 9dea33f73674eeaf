import { defineConfig } from 'vitest/config'
import { missingMariadb } from './test/support/mariadb.js'

/** Tests of use cases and of engines, which run on both databases; those in test/mariadb are about the server. */
const ON_BOTH = ['test/app/**/*.test.ts', 'test/store/engine-contract.test.ts']
const ON_MARIADB = 'test/mariadb/**/*.test.ts'

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['test/**/*.test.ts'],
          exclude: [ON_MARIADB],
          globalSetup: 'test/support/build.ts',
        },
      },
      // test/store/mariadb-installed.test.ts says so when it is left out.
      ...(missingMariadb()
        ? []
        : [
            {
              extends: true as const,
              test: {
                name: 'mariadb',
                include: [...ON_BOTH, ON_MARIADB],
                globalSetup: ['test/support/build.ts', 'test/support/start-mariadb.ts'],
                setupFiles: 'test/support/check-lanes.ts',
              },
            },
          ]),
    ],
    // Native modules and locks that belong to a process want processes, not threads.
    pool: 'forks',
    // Modules are loaded once for all files of a process: that halves the time, and no module keeps anything between tests.
    isolate: false,
    // Many of them wait for sockets, timers and disks; but each process loads everything anew.
    maxWorkers: 6,
    maxConcurrency: 20,
    // Real files, child processes and a browser take their time on a small and busy machine; a hang still ends.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000, interval: 20 } },
  },
})
