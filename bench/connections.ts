import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../test/support/free-port.js'
import { measureOptions } from '../test/support/measure-options.js'
import { hold, timeOf } from '../test/support/raw-http.js'
import { startFakeTelegram } from '../test/support/telegram/fake-telegram.js'

/**
 * Opens ten thousand connections to each port of the program as `npm start` runs it: silent ones, slow ones, and event
 * streams. Meanwhile, and after each thousand, a legitimate client must get an answer within a second; afterwards the
 * memory must come back down. The last line is JSON; the exit code is 1 when an answer took longer.
 */
const { values } = measureOptions({ options: { connections: { type: 'string', default: '10000' } } })
const WANTED = Number(values.connections)
const WAVES = 10
const SLOWEST = 1_000
/** Time for slow requests to be dropped and garbage to be collected. Milliseconds. */
const AFTERWARDS = 15_000

// Each connection is a file descriptor in this process; the program has its own. Node has raised its limit already.
const limit = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }))
const connections = Number.isNaN(limit) ? WANTED : Math.min(WANTED, limit - 200)

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const fake = await startFakeTelegram()
const group = fake.addGroup('Tea House')
const lan = group.addMember('Lan')
const hookPort = await freePort()
fake.webhook.origin = `http://127.0.0.1:${hookPort}`
const child = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
  env: {
    PATH: process.env.PATH,
    DATABASE_FILE: join(folder, 'luckymoney.db'),
    LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
    PLAYGROUND: '1',
    PLAYGROUND_PORT: '0',
    MONITOR_PORT: '0',
    TELEGRAM_TOKEN: fake.token,
    TELEGRAM_API_ROOT: fake.apiRoot,
    TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/telegram/updates',
    TELEGRAM_WEBHOOK_PORT: String(hookPort),
  },
  stdio: ['ignore', 'pipe', 'pipe'],
})
let said = ''
for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
const ended = once(child, 'exit')
const memory = () => {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}
await fake.waitFor(() => said.includes('Telegram is connected'), 'the program')
const page = new URL(/Open (http:\S+)/.exec(said)?.[1] ?? '')
const monitor = new URL(/"url":"(http:[^"]+)"/.exec(said)?.[1] ?? '')
const token = /name="playground-token" content="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? ''

let updates = 0
interface Target {
  readonly port: number
  /** Returns the bytes that each flooding connection sends, by its number. */
  readonly flood: (index: number) => string
  readonly ask: () => Promise<unknown>
}

const TARGETS: Record<string, Target> = {
  playground: {
    port: Number(page.port),
    flood: (index) =>
      [
        '',
        `GET / HTTP/1.1\r\nHost: ${page.host}\r\nX-Slow: `,
        `GET /api/events?token=${token} HTTP/1.1\r\nHost: ${page.host}\r\n\r\n`,
        `POST /api/say HTTP/1.1\r\nHost: ${page.host}\r\nOrigin: ${page.origin}\r\nX-Playground-Token: ${token}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{`,
      ][index % 4] as string,
    ask: async () => mustBe(200, (await fetch(page)).status),
  },
  webhook: {
    port: hookPort,
    flood: (index) => ['', 'POST /telegram/updates HTTP/1.1\r\nHost: x\r\nX-Slow: '][index % 2] as string,
    ask: async () => {
      const before = group.botMessages.length
      lan.command(group, updates++ % 2 === 0 ? '/help' : '/wallet')
      await fake.waitFor(() => group.botMessages.length > before || fake.updates.pending === 0, 'the update')
    },
  },
  monitor: {
    port: Number(monitor.port),
    flood: (index) => ['', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: '][index % 2] as string,
    ask: async () => mustBe(200, (await fetch(new URL('/healthz', monitor))).status),
  },
}

function mustBe(wanted: number, status: number): void {
  if (status !== wanted) throw new Error(`answered ${status}`)
}

const figures: Record<string, unknown> = { connections }
let slow = false
try {
  // A second flood reuses what the first left in the heap: only what grows every time is a leak.
  for (const name of [...Object.keys(TARGETS), ...Object.keys(TARGETS)]) {
    const { port, flood, ask } = TARGETS[name] as Target
    const again = figures[name] !== undefined
    const before = memory()
    let slowest = await timeOf(ask)
    let peak = before
    const waves = []
    for (let wave = 0; wave < WAVES; wave++) {
      waves.push(await hold(port, Math.floor(connections / WAVES), flood))
      slowest = Math.max(slowest, await timeOf(ask))
      peak = Math.max(peak, memory())
    }
    const open = waves.reduce((sum, each) => sum + each.open(), 0)
    for (const each of waves) await each.letGo()
    await wait(AFTERWARDS)
    slowest = Math.max(slowest, await timeOf(ask))
    slow ||= slowest > SLOWEST
    const figure = {
      slowest_ms: Math.round(slowest),
      open_at_the_end: open,
      before_mb: before,
      peak_mb: peak,
      after_mb: memory(),
    }
    figures[again ? `${name}_again` : name] = figure
    process.stderr.write(`${name}: ${JSON.stringify(figure)}\n`)
  }
  child.kill('SIGTERM')
  const [code] = await ended
  process.stdout.write(`${JSON.stringify({ ...figures, exit_code: code })}\n`)
  process.exitCode = slow || code !== 0 ? 1 : 0
} finally {
  child.kill('SIGKILL')
  await fake.close()
  rmSync(folder, { recursive: true, force: true })
}
