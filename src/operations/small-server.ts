import { createHash, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { limitConnections } from './limit-connections.js'

/** How often slow requests are looked for. Milliseconds. */
const LOOK_FOR_SLOW = 1_000

/** Returns the limits of a server for requests that take long to arrive. Milliseconds. */
export function requestLimits(slowest: number) {
  return { requestTimeout: slowest, headersTimeout: slowest, connectionsCheckingInterval: LOOK_FOR_SLOW }
}

/** Starts listening, with a limit on connections; resolves with the port. */
export async function listen(
  server: Server,
  { host, port, maxConnections }: { host: string; port: number; maxConnections: number },
): Promise<number> {
  limitConnections(server, maxConnections)
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Stops accepting requests. Resolves when the current ones are answered, or are cut off after `patienceMs`. */
export async function close(server: Server, patienceMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  // A closing server no longer looks for slow requests.
  const timer = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearTimeout(timer)
}

/** Returns whether a caller knows a secret. Takes as long for a wrong one. */
export function isSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
