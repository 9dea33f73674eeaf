/**
 * Loaded before a bot's own program: reports the process's CPU time and memory to the bench on request, and its heap
 * after a full garbage collection (needs `--expose-gc`). The program itself is unaware of it.
 */
process.on('message', (asked) => {
  if (asked === 'cpu') process.send?.(process.cpuUsage())
  if (asked === 'memory') process.send?.(process.memoryUsage.rss())
  if (asked === 'heap') {
    globalThis.gc?.()
    process.send?.(process.memoryUsage().heapUsed)
  }
})
// The program may exit once it has stopped, whether or not the bench still listens.
process.channel?.unref()
