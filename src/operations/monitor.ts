import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { App } from '../app/app.js'
import type { Log } from '../log.js'
import { withTimeout } from '../with-timeout.js'
import { listenError } from './listen-error.js'
import type { Metrics } from './metrics.js'
import { isPagePath, type OperatorPage } from './operator-page.js'
import type { BackupWarning, ScheduledBackups } from './scheduled-backups.js'
import { close, listen, requestLimits } from './small-server.js'

/** A platform, as far as health checks are concerned. */
export interface Connection {
  readonly name: string
  /** Returns whether it is connected and could take a click now. */
  ready(): boolean
  /** Returns whether this program acts for the bot there now; it always does by default. */
  acts?(): boolean
}

export interface MonitorOptions {
  /** 0 picks any free port. */
  readonly port: number
  readonly app: Pick<App, 'ping'>
  readonly metrics: Metrics
  readonly platforms: readonly Connection[]
  /** Returns whether this program is a standby on all platforms; absent when only one can use the database. */
  readonly standby?: () => boolean
  /** Returns the leases that this program holds; absent when one is for everything. */
  readonly leases?: () => readonly string[]
  /** Absent when the program makes no backups. */
  readonly backups?: Pick<ScheduledBackups, 'warnings'>
  /** Served at the root. */
  readonly page?: OperatorPage
  readonly log: Log
}

export interface Monitor {
  /** Its URL, without a trailing slash. */
  readonly url: string
  /** Resolves when the port is free again. */
  close(): Promise<void>
}

/** Body of /healthz. */
export interface Health {
  readonly ok: boolean
  /** `store`, and each platform by its name. */
  readonly checks: Readonly<Record<string, boolean>>
  /** Present on a standby. */
  readonly standby?: true
  /** Present where several programs share the work. */
  readonly leases?: readonly string[]
  /** Absent when there is nothing to warn of. */
  readonly warnings?: readonly BackupWarning[]
}

/** /healthz tells whether to restart the program, /readyz whether it takes clicks: a standby is healthy, not ready. */
const PATHS = ['/healthz', '/readyz', '/metrics']
/** Loopback only: remote access needs a proxy that authenticates. */
const HOST = '127.0.0.1'
/** The store is unhealthy when the smallest plan takes longer. Milliseconds. */
const PATIENCE = 1000
/** A monitoring client needs only one. */
const MOST_CONNECTIONS = 100
/** Time limit for receiving a request, in milliseconds. */
const SLOWEST_REQUEST = 5_000

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Serves /healthz, /readyz, /metrics and the operator page on the loopback address. Rejects with ConfigError when the port is
 * unavailable.
 */
export async function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const { port, app, metrics, platforms, backups, page, log, standby = () => false, leases } = options
  const health = async (): Promise<Health> => {
    const held = leases && { leases: leases() }
    // On standby it is connected nowhere and makes no backups.
    if (standby()) return { ...(await check(app, [])), standby: true, ...held }
    const warnings = backups?.warnings() ?? []
    const acting = platforms.filter(({ acts }) => acts?.() ?? true)
    return { ...(await check(app, acting)), ...held, ...(warnings.length > 0 && { warnings }) }
  }
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    // A web page can point a host name of its own at this machine (DNS rebinding), but can't forge the Host
    // header.
    if (!isLoopback(request.headers.host)) return plain(403, 'Use the host name localhost or 127.0.0.1.')
    const path = request.url?.split('?')[0] ?? ''
    const isOfPage = page !== undefined && isPagePath(path)
    if (!isOfPage && !PATHS.includes(path))
      return plain(404, 'Available paths: /, /healthz, /readyz and /metrics.')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return plain(405, 'Only GET and HEAD are supported.')
    if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.text() }
    if (isOfPage) return await page.answer(path, { language: request.headers['accept-language'], health })
    const checked = await health()
    const isFine = checked.ok && !(checked.standby && path === '/readyz')
    return { status: isFine ? 200 : 503, type: 'application/json', body: `${JSON.stringify(checked)}\n` }
  }

  const server = createServer(requestLimits(SLOWEST_REQUEST), (request, response) => {
    void answerTo(request)
      .catch((error) => {
        log.error({ err: error, path: request.url }, 'the monitor could not answer')
        return plain(500, 'Something went wrong; see the log.')
      })
      .then((answer) => send(response, answer))
  })

  const where = { host: HOST, port, maxConnections: MOST_CONNECTIONS }
  const listening = await listen(server, where).catch((error) => {
    throw listenError(error, 'MONITOR', where)
  })
  // Nothing else listens for later errors, and an unhandled error would end the process.
  server.on('error', (error) => log.error({ err: error }, "the monitor's server failed"))
  metrics.watchProcess()

  return {
    url: `http://${HOST}:${listening}`,
    close: () => close(server, 0),
  }
}

/** Pings the store and asks every platform whether it is connected. */
async function check(app: MonitorOptions['app'], platforms: readonly Connection[]): Promise<Health> {
  const store = (await withTimeout(PATIENCE, app.ping())) === true
  const checks = Object.fromEntries([
    ['store', store],
    ...platforms.map((platform) => [platform.name, platform.ready()]),
  ])
  return { ok: Object.values(checks).every(Boolean), checks }
}

/** Returns whether a Host header names this machine, on any port: a tunnel may forward from another. */
function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/i.test(host ?? '')
}

function plain(status: number, text: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` }
}

/** Node drops the body of a HEAD response. */
function send(response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 && { Allow: 'GET, HEAD' }),
    ...headers,
  })
  response.end(body)
}
