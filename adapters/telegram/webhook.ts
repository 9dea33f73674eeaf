import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Update } from 'telegraf/types'
import type { Log } from '../../src/log.js'
import { limitConnections } from '../../src/operations/limit-connections.js'

/** An update is a few kilobytes; nothing that we expect is larger. Bytes. */
const LARGEST_BODY = 1024 * 1024
/** Telegram never sends a request this slowly. Milliseconds. */
const SLOWEST_REQUEST = 10_000
/** Interval of the check for slow requests; Node's default of half a minute would delay shutdown. Milliseconds. */
const LOOK_FOR_SLOW = 1_000
/** Telegram opens at most a hundred; the port is open to others as well. */
const MOST_CONNECTIONS = 500

export interface WebhookOptions {
  readonly host: string
  readonly port: number
  /** Path that Telegram calls. */
  readonly path: string
  /** Proves that a request comes from Telegram. */
  readonly secret: string
  readonly log: Log
  /** Resolves when the update may be confirmed, rejects when it must be sent again. */
  readonly take: (update: Update) => Promise<void>
  /** How long a request may take to arrive, in milliseconds. */
  readonly slowestRequest?: number
}

export interface Webhook {
  readonly port: number
  /** Accepts no further updates; resolves when the current ones are answered. */
  close(): Promise<void>
}

/**
 * Listens for updates from Telegram. Answers 200 when an update was accepted and 500 when not, so that Telegram sends
 * it again; the library's own handler answers 200 in either case.
 */
export async function listenForUpdates(options: WebhookOptions): Promise<Webhook> {
  const limits = {
    requestTimeout: options.slowestRequest ?? SLOWEST_REQUEST,
    headersTimeout: options.slowestRequest ?? SLOWEST_REQUEST,
    connectionsCheckingInterval: LOOK_FOR_SLOW,
  }
  const server: Server = createServer(limits, (request, response) => {
    answer(request, options)
      .catch((error) => {
        options.log.warn({ why: String(error) }, 'an update has to come again')
        return 500
      })
      .then((status) => end(response, status))
  })
  limitConnections(server, MOST_CONNECTIONS)
  server.listen(options.port, options.host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      // A closing server no longer looks for slow requests.
      const timer = setTimeout(() => server.closeAllConnections(), limits.requestTimeout)
      await closed
      clearTimeout(timer)
    },
  }
}

async function answer(request: IncomingMessage, { path, secret, take }: WebhookOptions): Promise<number> {
  // Without the secret, a caller learns nothing, not even whether this is the path.
  if (request.method !== 'POST' || request.url !== path || !knows(request, secret)) return 404
  const body = await bodyOf(request)
  if (body === undefined) return 413
  let update: unknown
  try {
    update = JSON.parse(body)
  } catch {
    return 400
  }
  if (!isUpdate(update)) return 400
  await take(update)
  return 200
}

function isUpdate(parsed: unknown): parsed is Update {
  return typeof parsed === 'object' && parsed !== null && Number.isSafeInteger((parsed as Update).update_id)
}

function knows(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(String(request.headers['x-telegram-bot-api-secret-token'] ?? ''))
  const wanted = Buffer.from(secret)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** Undefined when the body is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  // The sender of a large body still gets an answer, so the connection stays open.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length
    if (length > LARGEST_BODY) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status
  if (status === 413) response.setHeader('connection', 'close')
  response.end()
}
