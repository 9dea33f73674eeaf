import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Lets a server have so many connections at the most, and whoever comes still gets in: for each one more, the oldest
 * that is not being answered is closed. Somebody who opens thousands and says nothing on them, or says it slowly,
 * keeps out nobody and does not use up the files that the program may open.
 */
export function limitConnections(server: Server, most: number): void {
  /** In the order in which they came, with what is being answered. */
  const connections = new Map<Socket, ServerResponse | undefined>()
  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined)
    socket.once('close', () => connections.delete(socket))
    if (connections.size > most) oldest()?.destroy()
  })
  // Before anybody can answer.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (connections.has(socket)) connections.set(socket, response)
  })

  function oldest(): Socket | undefined {
    for (const [socket, response] of connections)
      if (!response?.headersSent || response.writableFinished) return socket
    return connections.keys().next().value
  }
}
