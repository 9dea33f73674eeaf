const TICK_MS = 20
/** A test that speeds up the program's clock doesn't affect this one. */
const now = performance.now.bind(performance)

let elapsed = 0
let lastAt = now()
let lastCpu = cpuNow()

/**
 * Returns the milliseconds that this process has spent waiting for timers and the network, and working, from an
 * arbitrary start. Excludes the time taken by busy neighbours, so a limit means the same on a slow machine.
 */
export function fairNow(): number {
  const at = now()
  const cpu = cpuNow()
  elapsed += Math.min(at - lastAt, Math.max(TICK_MS * 1.25, cpu - lastCpu))
  lastAt = at
  lastCpu = cpu
  return elapsed
}

setInterval(fairNow, TICK_MS).unref()

/** Returns the milliseconds that this process has worked. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Calls `work` after `millis` by `fairNow`. Returns a function that cancels it. */
export function afterFair(millis: number, work: () => void): () => void {
  const due = fairNow() + millis
  let timer: NodeJS.Timeout
  const look = () => {
    const left = due - fairNow()
    if (left > 0) timer = setTimeout(look, left)
    else work()
  }
  timer = setTimeout(look, millis)
  return () => clearTimeout(timer)
}
