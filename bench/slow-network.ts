import { connect, createServer, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

/** Where the server is, and how long a round trip to it takes, in milliseconds. */
export interface SlowNetwork {
  readonly port: number
  readonly latency: number
}

/** A thread that forwards connections to a server on this machine as slowly as a network would; it sends its own port. */
const { port, latency } = workerData as SlowNetwork

/** Chunks under way, in the order of arrival. */
const underWay: { readonly at: number; readonly arrive: () => void }[] = []
/** Timers count in whole milliseconds, so the thread sleeps in between, this long. Milliseconds. */
const NAP = 0.03
const nap = new Int32Array(new SharedArrayBuffer(4))

function deliver(): void {
  const now = performance.now()
  while (underWay[0] && underWay[0].at <= now) underWay.shift()?.arrive()
  if (underWay.length === 0) return
  Atomics.wait(nap, 0, 0, NAP)
  setImmediate(deliver)
}

function send(arrive: () => void): void {
  underWay.push({ at: performance.now() + latency / 2, arrive })
  if (underWay.length === 1) setImmediate(deliver)
}

function forward(from: Socket, to: Socket): void {
  from.setNoDelay(true)
  from.on('data', (chunk) => send(() => to.write(chunk)))
  from.on('close', () => send(() => to.end()))
  from.on('error', () => to.destroy())
}

const server = createServer((client) => {
  const behind = connect(port, '127.0.0.1')
  forward(client, behind)
  forward(behind, client)
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as { port: number }).port))
