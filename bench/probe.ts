/**
 * Loaded before a bot's own program: tells the bench, whenever it asks, how much processor time or memory the
 * process has taken so far. The program itself knows nothing of it.
 */
process.on('message', (asked) => {
  if (asked === 'cpu') process.send?.(process.cpuUsage())
  if (asked === 'memory') process.send?.(process.memoryUsage.rss())
})
// The program ends when it has stopped, whether or not the bench still listens.
process.channel?.unref()
