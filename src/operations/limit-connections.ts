import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Limits a server to `most` connections without turning newcomers away: each extra connection closes the
 * oldest one with no request in progress. Thousands of idle or slow connections can neither lock others out
 * nor use up the process's file descriptors.
 */
export function limitConnections(server: Server, most: number): void {
  /** In order of arrival, with the response in progress. */
  const connections = new Map<Socket, ServerResponse | undefined>()
  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined)
    socket.once('close', () => connections.delete(socket))
    if (connections.size > most) oldest()?.destroy()
  })
  // Runs before any other listener can respond.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (connections.has(socket)) connections.set(socket, response)
  })

  function oldest(): Socket | undefined {
    for (const [socket, response] of connections)
      if (!response?.headersSent || response.writableFinished) return socket
    return connections.keys().next().value
  }
}
