const TICK_MS = 20
/** The hands below do not follow a test that hurries the clock of the program. */
const now = performance.now.bind(performance)

let elapsed = 0
let lastAt = now()
let lastCpu = process.cpuUsage()

/**
 * Milliseconds that passed for this process, from any beginning: while it waited for timers and the network, and while it
 * worked. What busy neighbours keep it from does not count, so that a limit means the same on a slow machine.
 */
export function fairNow(): number {
  const { user, system } = process.cpuUsage(lastCpu)
  const at = now()
  elapsed += Math.min(at - lastAt, Math.max(TICK_MS * 1.25, (user + system) / 1000))
  lastAt = at
  lastCpu = process.cpuUsage()
  return elapsed
}

setInterval(fairNow, TICK_MS).unref()

/** Calls `work` when so many milliseconds have passed by `fairNow`. Returns what calls it off. */
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
