/**
 * Loaded before a bot's own program: tells the bench, whenever it asks, how much processor time or memory the
 * process has taken so far, and how much of it is in use when all garbage is collected (needs `--expose-gc`). The
 * program itself knows nothing of it.
 */
process.on('message', (asked) => {
  if (asked === 'cpu') process.send?.(process.cpuUsage())
  if (asked === 'memory') process.send?.(process.memoryUsage.rss())
  if (asked === 'heap') {
    globalThis.gc?.()
    process.send?.(process.memoryUsage().heapUsed)
  }
})
// The program ends when it has stopped, whether or not the bench still listens.
process.channel?.unref()
