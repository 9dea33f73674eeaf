import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** When a connection is cut. */
export type Cut =
  /** As soon as this text is sent: the server never sees it. */
  | { readonly before: string }
  /** When the server has answered this text: the answer never arrives. */
  | { readonly after: string }

/** Forwards connections to a server, and cuts them when told to. */
export interface CuttingProxy {
  /** The server's address, through the proxy. */
  readonly url: string
  /** Cuts the connection that sends a text next; resolves when it is cut. */
  cut(when: Cut): Promise<void>
  /** Refuses connections until `open`, and cuts those that are there. */
  shut(): void
  open(): void
  close(): Promise<void>
}

export async function startCuttingProxy(url: string): Promise<CuttingProxy> {
  const target = new URL(url)
  const pairs = new Set<readonly [Socket, Socket]>()
  let pending: { when: Cut; done: () => void } | undefined
  let shut = false
  const server = createServer((client) => {
    if (shut) return void client.destroy()
    const behind = connect(Number(target.port), target.hostname)
    const pair = [client, behind] as const
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      behind.destroy()
    }
    for (const socket of pair) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
    let answered: (() => void) | undefined
    client.on('data', (chunk) => {
      const { when, done } = pending ?? {}
      const text = when && ('before' in when ? when.before : when.after)
      if (when && done && text && chunk.includes(text)) {
        pending = undefined
        if ('before' in when) {
          end()
          return done()
        }
        answered = done
      }
      behind.write(chunk)
    })
    behind.on('data', (chunk) => {
      if (!answered) return void client.write(chunk)
      end()
      answered()
    })
  })
  server.listen(0, target.hostname)
  await once(server, 'listening')
  const through = new URL(url)
  through.port = String((server.address() as { port: number }).port)
  const cutAll = () => {
    for (const [client, behind] of pairs) {
      client.destroy()
      behind.destroy()
    }
  }
  return {
    url: through.href,
    cut: (when) => new Promise((done) => (pending = { when, done })),
    shut: () => {
      shut = true
      cutAll()
    },
    open: () => {
      shut = false
    },
    close: async () => {
      cutAll()
      server.close()
      await once(server, 'close')
    },
  }
}
