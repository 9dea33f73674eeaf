import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/build.ts',
    // Native modules and locks that belong to a process want processes, not threads.
    pool: 'forks',
    // Modules are loaded once for all files of a process: that halves the time, and no module keeps anything between tests.
    isolate: false,
    // Most of them wait for sockets, timers and disks most of the time.
    maxWorkers: 5,
    maxConcurrency: 20,
    // Real files, child processes and a browser take their time on a small and busy machine; a hang still ends.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000, interval: 20 } },
  },
})
