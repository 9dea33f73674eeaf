import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { App } from '../app/app.js'
import type { Log } from '../log.js'
import { withTimeout } from '../with-timeout.js'
import { listenError } from './listen-error.js'
import type { Metrics } from './metrics.js'
import { close, listen, requestLimits } from './small-server.js'

/** A platform, as far as health is concerned. */
export interface Connection {
  readonly name: string
  /** Whether it is connected and could take a click now. */
  ready(): boolean
}

export interface MonitorOptions {
  /** 0 takes any that is free. */
  readonly port: number
  readonly app: Pick<App, 'pendingMessages'>
  readonly metrics: Metrics
  readonly platforms: readonly Connection[]
  readonly log: Log
}

export interface Monitor {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** Resolves when the port is free again. */
  close(): Promise<void>
}

/** What /healthz answers. */
export interface Health {
  readonly ok: boolean
  /** `store`, and each platform by its name. */
  readonly checks: Readonly<Record<string, boolean>>
}

/** Only this machine: whoever is to look from elsewhere gets there by a proxy that asks who they are. */
const HOST = '127.0.0.1'
/** A store that takes longer for the smallest plan is not healthy. Milliseconds. */
const PATIENCE = 1000
/** Whoever looks at a program needs one. */
const MOST_CONNECTIONS = 100
/** A question of a few bytes must have arrived after so long. Milliseconds. */
const SLOWEST_REQUEST = 5_000

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/**
 * Serves /healthz and /metrics on this machine's own address. Rejects with ConfigError when the port cannot be
 * had.
 */
export async function startMonitor({ port, app, metrics, platforms, log }: MonitorOptions): Promise<Monitor> {
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    // A page on the web can make a name of its own lead to this machine, but cannot forge this header.
    if (!isLoopback(request.headers.host)) return plain(403, 'Ask by the name localhost or 127.0.0.1.')
    const path = request.url?.split('?')[0]
    if (path !== '/healthz' && path !== '/metrics') return plain(404, 'There are /healthz and /metrics.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET and HEAD.')
    if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.text() }
    const health = await check(app, platforms)
    return { status: health.ok ? 200 : 503, type: 'application/json', body: `${JSON.stringify(health)}\n` }
  }

  const server = createServer(requestLimits(SLOWEST_REQUEST), (request, response) => {
    void answerTo(request)
      .catch((error) => {
        log.error({ err: error, path: request.url }, 'the monitor could not answer')
        return plain(500, 'Something went wrong; the log says what.')
      })
      .then((answer) => send(response, answer))
  })

  const where = { host: HOST, port, maxConnections: MOST_CONNECTIONS }
  const listening = await listen(server, where).catch((error) => {
    throw listenError(error, 'MONITOR', where)
  })
  // Nobody else listens for what breaks later, and an error that nobody hears ends the process.
  server.on('error', (error) => log.error({ err: error }, 'the monitor has trouble'))
  metrics.watchProcess()

  return {
    url: `http://${HOST}:${listening}`,
    close: () => close(server, 0),
  }
}

/** Asks the store for an answer and every platform whether it is connected. */
async function check(app: MonitorOptions['app'], platforms: readonly Connection[]): Promise<Health> {
  const store = (await withTimeout(PATIENCE, app.pendingMessages())) !== undefined
  const checks = Object.fromEntries([
    ['store', store],
    ...platforms.map((platform) => [platform.name, platform.ready()]),
  ])
  return { ok: Object.values(checks).every(Boolean), checks }
}

/** Whether a Host header names this machine itself, at whatever port: a tunnel may lead here from another. */
function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/i.test(host ?? '')
}

function plain(status: number, text: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` }
}

/** Node leaves out the body when the request was a HEAD. */
function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 && { Allow: 'GET, HEAD' }),
  })
  response.end(body)
}
