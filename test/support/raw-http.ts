import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { fairNow } from './fair-time.js'

/** Sends raw bytes; resolves with everything that comes back until the other side closes. */
export async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (text) => (answer += text))
  // A server that refuses may not read the rest, and unread data turns its close into a reset.
  socket.on('error', () => undefined)
  socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve))
  return answer
}

/** Returns the status codes of all answers in the response. */
export function statusesIn(answer: string): number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}

/** Open connections. */
export interface Held {
  readonly sockets: readonly Socket[]
  /** Returns how many the server has not closed yet. */
  open(): number
  letGo(): Promise<void>
}

/** Opens connections and sends on each what `bytes` returns, possibly nothing; resolves when all were opened. */
export async function hold(port: number, count: number, bytes: (index: number) => string): Promise<Held> {
  const sockets: Socket[] = []
  const AT_ONCE = 200
  while (sockets.length < count) {
    const opened = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, (_, index) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined).resume()
      const said = bytes(sockets.length + index)
      if (said) socket.write(said)
      return socket
    })
    // A connection that is refused immediately has still been opened.
    await Promise.all(
      opened.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {})),
    )
    sockets.push(...opened)
  }
  return {
    sockets,
    open: () => sockets.filter((socket) => !socket.closed).length,
    letGo: async () => {
      const closed = sockets.filter((socket) => !socket.closed).map((socket) => once(socket, 'close'))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

/** Returns the milliseconds that work takes, without the time taken by busy neighbours. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const before = fairNow()
  await work()
  return fairNow() - before
}
