import { createServer, type IncomingMessage } from 'node:http'
import type { Update } from 'telegraf/types'
import type { Log } from '../../src/log.js'
import { close, isSecret, listen, requestLimits } from '../../src/operations/small-server.js'

/** An update is a few kilobytes. */
const MAX_BODY = 1024 * 1024
/** Telegram is never slower than this to send a request. Milliseconds. */
const SLOWEST_REQUEST = 10_000
/** Telegram opens at most a hundred; the port is open to others as well. */
const MAX_CONNECTIONS = 500

export interface WebhookOptions {
  readonly host: string
  readonly port: number
  /** Path that Telegram calls. */
  readonly path: string
  /** Sent along by Telegram to show that it is Telegram. */
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
  const { host, port, log, slowestRequest = SLOWEST_REQUEST } = options
  const server = createServer(requestLimits(slowestRequest), async (request, response) => {
    const status = await answer(request, options).catch((error) => {
      log.warn({ why: String(error) }, 'an update must be redelivered')
      return 500
    })
    if (status === 413) response.setHeader('connection', 'close')
    response.writeHead(status).end()
  })
  return {
    port: await listen(server, { host, port, maxConnections: MAX_CONNECTIONS }),
    close: () => close(server, slowestRequest),
  }
}

async function answer(request: IncomingMessage, { path, secret, take }: WebhookOptions): Promise<number> {
  // Without the secret a caller learns nothing, not even whether this is the right path.
  const given = String(request.headers['x-telegram-bot-api-secret-token'] ?? '')
  if (request.method !== 'POST' || request.url !== path || !isSecret(given, secret)) return 404
  const body = await bodyOf(request)
  if (body === undefined) return 413
  const update = parsed(body)
  if (!update) return 400
  await take(update)
  return 200
}

function parsed(body: string): Update | undefined {
  try {
    const update = JSON.parse(body) as Update | null
    return Number.isSafeInteger(update?.update_id) ? (update as Update) : undefined
  } catch {
    return undefined
  }
}

/** Returns undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  // An oversized request is still answered, so the connection stays open.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length
    if (length > MAX_BODY) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
