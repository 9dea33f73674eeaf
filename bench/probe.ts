import type { IntervalHistogram } from 'node:perf_hooks'
import { BroadcastChannel, isMainThread, workerData } from 'node:worker_threads'
import { type LoopDelays, takeDelays, watchLoop } from './loop-delays.js'

/**
 * Loaded before a bot's own program: reports the process's CPU time and memory to the bench on request, its heap after
 * a full garbage collection (needs `--expose-gc`), and how long its event loops were blocked. The program itself is
 * unaware of it.
 */
if (isMainThread) answerTheBench()
else if (isEngine(workerData)) answerTheMainThread()

function answerTheBench(): void {
  let delay: IntervalHistogram | undefined
  process.on('message', (asked) => {
    if (asked === 'cpu') process.send?.(process.cpuUsage())
    if (asked === 'memory') process.send?.(process.memoryUsage.rss())
    if (asked === 'heap') {
      globalThis.gc?.()
      process.send?.(process.memoryUsage().heapUsed)
    }
    if (asked !== 'loops') return
    delay ??= watchLoop()
    const main = takeDelays(delay)
    const engine = new BroadcastChannel('bench loops')
    engine.onmessage = (event) => {
      engine.close()
      process.send?.({ main, engine: (event as unknown as { data: LoopDelays }).data })
    }
    engine.postMessage('asked')
  })
  // The program may exit once it has stopped, whether or not the bench still listens.
  process.channel?.unref()
}

/** The first question starts the measurement, so that other benches don't pay for it. */
function answerTheMainThread(): void {
  let delay: IntervalHistogram | undefined
  const main = new BroadcastChannel('bench loops')
  main.onmessage = () => {
    delay ??= watchLoop()
    main.postMessage(takeDelays(delay))
  }
  main.unref()
}

function isEngine(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'gatherMillis' in data
}
