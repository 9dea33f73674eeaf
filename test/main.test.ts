import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from './support/temporary-folder.js'

/** Starts the real program in a process and folder of its own. */
function start(folder: string, environment: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, ['dist/main.js'], {
    env: {
      PATH: process.env.PATH ?? '',
      DATABASE_FILE: join(folder, 'luckymoney.db'),
      LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
      PLAYGROUND_PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text))
  const url = new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /http:\/\/[^ ]+/.exec(output)
      if (found) resolve(found[0])
    }
    child.stdout?.on('data', look)
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)))
  })
  // Most tests need only one of the two.
  url.catch(() => undefined)
  return { child, url, ended, output: () => output }
}

function folder(): string {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  return folder
}

test('starts with no configuration, serves the page, keeps a second program off its file, starts again after a kill, and exits cleanly on SIGTERM', async () => {
  const shared = folder()
  const first = start(shared)
  const answer = await fetch(await first.url)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Luckymoney')
  const second = start(shared)
  expect(await second.ended).toBe(78)
  expect(second.output()).toMatch(/^luckymoney: Another Luckymoney process is using .* DATABASE_FILE\.\n$/)
  expect((await fetch(await first.url)).status).toBe(200)
  first.child.kill('SIGKILL')
  await first.ended
  const third = start(shared)
  expect((await fetch(await third.url)).status).toBe(200)
  third.child.kill('SIGTERM')
  expect(await third.ended).toBe(0)
  for (const each of [first, third]) expect(each.output()).not.toMatch(/error|fatal/i)
})

test('names a wrong variable, and opens nothing', async () => {
  const program = start(folder(), { PLAYGROUND_PORT: 'eighty', LOG_LEVEL: 'loud' })
  expect(await program.ended).toBe(78)
  expect(program.output()).toContain('PLAYGROUND_PORT')
  expect(program.output()).toContain('LOG_LEVEL')
  expect(program.output().trim().split('\n')).toHaveLength(1)
})

/** Takes a port on which a fake program answers every request like Telegram's getMe. */
async function takenPort(): Promise<number> {
  const result = { id: 7, is_bot: true, first_name: 'Bot', username: 'bot' }
  const other = createServer((_, response) => response.end(JSON.stringify({ ok: true, result })))
  other.listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  return (other.address() as AddressInfo).port
}

test.each([
  ['PLAYGROUND_PORT', {}],
  [
    'TELEGRAM_WEBHOOK_PORT',
    { TELEGRAM_TOKEN: `7:${'T'.repeat(35)}`, TELEGRAM_WEBHOOK_URL: 'https://bot.example.org/' },
  ],
] as const)('names the variable of a taken port, %s', async (name, settings) => {
  const port = await takenPort()
  const environment = { ...settings, TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`, [name]: String(port) }
  const there = folder()
  const program = start(there, environment)
  expect(await program.ended).toBe(78)
  expect(existsSync(join(there, 'luckymoney.db.lock'))).toBe(false)
  const says = program.output().replace(/^\{.*\n/gm, '')
  expect(says).toBe(`luckymoney: ${name}: port ${port} of 127.0.0.1 is in use. Choose another.\n`)
})

test('writes the log to a file, up to the last line before it ends with an error; a misspelt variable is named without its value', async () => {
  const there = folder()
  const port = await takenPort()
  const secret = 'nobody-may-read-this'
  const misspelt = { DISCORD_TOKEM: secret, PLAYGROUND_PROT: secret }
  const settings = { LOG_FILE: join(there, 'logs', 'bot.log'), LOG_FORMAT: 'pretty', ...misspelt }
  const program = start(there, { ...settings, MONITOR_PORT: String(port) })
  expect(await program.ended).toBe(78)
  expect(program.output()).toBe(
    `luckymoney: MONITOR_PORT: port ${port} of 127.0.0.1 is in use. Choose another.\n`,
  )
  const log = readFileSync(join(there, 'logs', 'bot.1.log'), 'utf8')
  expect(log).toMatch(/^\[\d{4}-.*\] WARN: unknown variables; see \.env\.example\n/)
  for (const name of Object.keys(misspelt)) expect(log).toContain(name)
  expect(log).not.toContain(secret)
})

test('names a log file that cannot be written, and opens nothing', async () => {
  const there = folder()
  writeFileSync(join(there, 'taken'), '')
  const program = start(there, { LOG_FILE: join(there, 'taken', 'bot.log') })
  expect(await program.ended).toBe(78)
  expect(program.output()).toMatch(/^luckymoney: LOG_FILE: cannot be written \(E\w+: .*\)\.\n$/)
  expect(readdirSync(there)).toEqual(['taken'])
})

test('with a folder for backups makes one on a thread at the first start, and shows its age and the page', async () => {
  const there = folder()
  const copies = join(there, 'copies')
  const program = start(there, { BACKUP_FOLDER: copies, MONITOR_PORT: '0' })
  const monitor = () => /"url":"([^"]+)","msg":"health and metrics"/.exec(program.output())?.[1]
  await expect.poll(() => program.output().includes('made a backup') && monitor() !== undefined).toBe(true)
  expect(readdirSync(copies)).toEqual([
    expect.stringMatching(/^luckymoney-[0-9a-f]{8}-\d{4}-\d\d-\d\dT\d{6}Z\.db$/),
  ])
  const report = async () => await (await fetch(`${monitor()}/report.json`)).json()
  // The overview may take longer than a report waits for it.
  await expect.poll(report).toMatchObject({ backup: { age: expect.any(Number) }, overview: { count: 1 } })
  const metrics = await fetch(`${monitor()}/metrics`)
  expect(await metrics.text()).toMatch(/^luckymoney_backup_age_seconds [0-9.]+$/m)
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
})

test("--version prints the package's version, and opens nothing", async () => {
  const there = folder()
  const child = spawn(process.execPath, ['dist/main.js', '--version'], {
    env: { DATABASE_FILE: join(there, 'new.db') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said, [code]] = await Promise.all([child.stdout.toArray(), once(child, 'exit')])
  expect(String(Buffer.concat(said))).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`)
  expect(code).toBe(0)
  expect(readdirSync(there)).toEqual([])
})

test.each([
  ['of its folder, because a file has that name', 'taken', 'taken/luckymoney.db'],
  ['of the lock file, because a folder has that name', 'at/luckymoney.db.lock/in', 'at/luckymoney.db'],
])('reports a disk that refuses the creation %s in one line', async (_, inTheWay, file) => {
  const there = folder()
  mkdirSync(dirname(join(there, inTheWay)), { recursive: true })
  writeFileSync(join(there, inTheWay), '')
  const program = start(there, { DATABASE_FILE: join(there, file) })
  expect(await program.ended).toBe(74)
  expect(program.output()).toMatch(/^luckymoney: .*luckymoney\.db cannot be opened \(\w+: .*start again\.\n$/)
})
