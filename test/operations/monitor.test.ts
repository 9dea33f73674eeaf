import { once } from 'node:events'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError } from '../../src/config.js'
import { createMetrics } from '../../src/operations/metrics.js'
import { type Connection, type MonitorOptions, startMonitor } from '../../src/operations/monitor.js'
import { openWorld, type World } from '../support/world.js'

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

async function start(
  world: World,
  platforms: readonly Connection[] = [],
  options: Pick<MonitorOptions, 'backups' | 'standby'> = {},
) {
  const { app, engine } = world
  const monitor = await startMonitor({
    port: 0,
    app,
    metrics: createMetrics({ app, engine }),
    platforms,
    log: pino({ level: 'silent' }),
    ...options,
  })
  onTestFinished(() => monitor.close())
  return monitor
}

/** Uses node:http, because fetch doesn't allow setting the Host header. */
function ask(
  url: string,
  { method = 'GET', host }: { method?: string; host?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, ...(host !== undefined && { headers: { host } }) }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
    asked.on('error', reject).end()
  })
}

test('a program whose store answers and whose platforms are connected is healthy', async () => {
  const { url } = await start(await openWorld(), [{ name: 'discord', ready: () => true }])
  const { status, headers, body } = await ask(`${url}/healthz`)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/json')
  expect(JSON.parse(body)).toEqual({ ok: true, checks: { store: true, discord: true } })
})

test('a platform that is not connected makes the program unhealthy until it is back', async () => {
  let ready = false
  const { url } = await start(await openWorld(), [{ name: 'discord', ready: () => ready }])
  const before = await ask(`${url}/healthz`)
  expect(before.status).toBe(503)
  expect(JSON.parse(before.body)).toEqual({ ok: false, checks: { store: true, discord: false } })
  ready = true
  expect((await ask(`${url}/healthz`)).status).toBe(200)
})

test('a standby is healthy but not ready, whatever its platforms and backups say', async () => {
  let standby = true
  const platforms = [{ name: 'discord', ready: () => false }]
  const backups: Required<MonitorOptions>['backups'] = { warnings: () => ['backup_old'] }
  const { url } = await start(await openWorld(), platforms, { standby: () => standby, backups })
  const answers = async () =>
    Promise.all(
      ['/healthz', '/readyz'].map(async (path) => {
        const { status, body } = await ask(`${url}${path}`)
        return { status, body: JSON.parse(body) }
      }),
    )
  const waiting = { ok: true, checks: { store: true }, standby: true }
  expect(await answers()).toEqual([
    { status: 200, body: waiting },
    { status: 503, body: waiting },
  ])
  standby = false
  const acting = { ok: false, checks: { store: true, discord: false }, warnings: ['backup_old'] }
  expect(await answers()).toEqual([
    { status: 503, body: acting },
    { status: 503, body: acting },
  ])
})

test('a store that does not answer makes the program unhealthy, but the metrics still come', async () => {
  const world = await openWorld()
  const { url } = await start(world)
  await world.stop()
  const { status, body } = await ask(`${url}/healthz`)
  expect(status).toBe(503)
  expect(JSON.parse(body)).toEqual({ ok: false, checks: { store: false } })
  expect((await ask(`${url}/metrics`)).status).toBe(200)
})

test('trouble with backups is a warning: the program is healthy', async () => {
  const { url } = await start(await openWorld(), [], { backups: { warnings: () => ['backup_old'] } })
  const { status, body } = await ask(`${url}/healthz`)
  expect(status).toBe(200)
  expect(JSON.parse(body)).toEqual({ ok: true, checks: { store: true }, warnings: ['backup_old'] })
})

test('serves metrics as text that Prometheus reads, including those of the process', async () => {
  const { url } = await start(await openWorld())
  const { status, headers, body } = await ask(`${url}/metrics`)
  expect(status).toBe(200)
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(headers['cache-control']).toBe('no-store')
  expect(body).toMatch(/^luckymoney_queue_length 0$/m)
  expect(body).toMatch(/^process_resident_memory_bytes [1-9]/m)
})

test('answers HEAD like GET, without the body', async () => {
  const { url } = await start(await openWorld())
  for (const path of ['/healthz', '/metrics']) {
    const { status, headers, body } = await ask(`${url}${path}`, { method: 'HEAD' })
    expect(status).toBe(200)
    expect(Number(headers['content-length'])).toBeGreaterThan(0)
    expect(body).toBe('')
  }
})

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
  const { url } = await start(await openWorld())
  const { status, headers } = await ask(`${url}/metrics`, { method })
  expect(status).toBe(405)
  expect(headers.allow).toBe('GET, HEAD')
})

test.each(['/', '/metrics/', '/healthz2', '/Metrics', '/..%2fmetrics'])('there is no %s', async (path) => {
  const { url } = await start(await openWorld())
  expect((await ask(`${url}${path}`)).status).toBe(404)
})

test.each([
  'evil.example',
  'evil.example:80',
  '127.0.0.1.evil.example',
  'localhost@evil.example',
  '10.0.0.1',
])('refuses a request for the host %s, whatever it asks for', async (host) => {
  const { url } = await start(await openWorld())
  for (const path of ['/healthz', '/metrics', '/']) {
    const { status, body } = await ask(`${url}${path}`, { host })
    expect(status).toBe(403)
    expect(body).not.toContain('luckymoney_')
  }
})

test.each(['localhost', 'LOCALHOST:9000', '127.0.0.1:1', '[::1]:9464'])(
  'accepts a request for the host %s as local',
  async (host) => {
    const { url } = await start(await openWorld())
    expect((await ask(`${url}/metrics?format=text`, { host })).status).toBe(200)
  },
)

test('names a taken port, and the variable to set', async () => {
  const world = await openWorld()
  const first = await start(world)
  const { app, engine } = world
  const second = startMonitor({
    port: Number(new URL(first.url).port),
    app,
    metrics: createMetrics({ app, engine }),
    platforms: [],
    log: pino({ level: 'silent' }),
  })
  await expect(second).rejects.toThrow(ConfigError)
  await expect(second).rejects.toThrow(/^MONITOR_PORT: port [0-9]+ of 127\.0\.0\.1 is in use/)
})

test('closing frees the port, even during a request', async () => {
  const world = await openWorld()
  const { app, engine } = world
  const options = {
    app,
    metrics: createMetrics({ app, engine }),
    platforms: [],
    log: pino({ level: 'silent' }),
  }
  const monitor = await startMonitor({ ...options, port: 0 })
  const socket = connect(Number(new URL(monitor.url).port), '127.0.0.1')
  // One request and half of the next in one write: once the first is answered, the half has arrived.
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /met')
  await once(socket, 'data')
  const ended = once(socket, 'close')
  await monitor.close()
  await ended
  await expect(ask(`${monitor.url}/healthz`)).rejects.toThrow('ECONNREFUSED')
})
