import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { State } from '../adapters/playground/wire.js'

// What the checks in this folder do with a fresh clone: install it, start it, play, stop it.

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** The first start on Node 20 compiles SQLite. Milliseconds. */
const START_PATIENCE = 15 * 60_000
const PATIENCE = 60_000

export type Environment = Readonly<Record<string, string | undefined>>

export interface RunOptions {
  readonly cwd: string
  readonly env: Environment
  readonly stdio?: 'pipe' | 'inherit'
}

/** Returns this process's environment without npm's settings, which are meant for this folder. */
export function cleanEnvironment(): Environment {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
}

/** Runs a command to its end and returns what it printed; throws that when it fails. */
export function run(command: string, args: readonly string[], options: RunOptions): string {
  const { status, signal, said } = runToEnd(command, args, options)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status ?? signal}\n${said}`)
  return said
}

/** Runs a command to its end, however it ends. */
export function runToEnd(command: string, args: readonly string[], options: RunOptions) {
  const { status, signal, stdout, stderr } = spawnSync(command, args, {
    stdio: 'pipe',
    ...options,
    encoding: 'utf8',
  })
  return { status, signal, said: [stdout, stderr].filter(Boolean).join('') }
}

/** A Node in a folder; `env` puts it first on the PATH. */
export interface InstalledNode {
  readonly version: string
  readonly env: Environment
}

/** Installs a Node into a folder; `env` also points native builds at its headers. */
export function installNode(version: string, folder: string): InstalledNode {
  const clean = cleanEnvironment()
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n')
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts=false', `node@${version}`]
  run('npm', install, { cwd: folder, env: clean })
  const header = join('include', 'node', 'node.h')
  const headers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(header),
  )
  if (!headers) throw new Error(`the package node@${version} has no headers`)
  const env = {
    ...clean,
    PATH: `${join(folder, 'node_modules', 'node', 'bin')}${delimiter}${process.env.PATH}`,
    npm_config_nodedir: join(folder, dirname(dirname(dirname(headers)))),
  }
  return { version: run('node', ['--version'], { cwd: folder, env }).trim().slice(1), env }
}

/** The program ended before it served the page. */
export class EndedEarly extends Error {
  override name = 'EndedEarly'
  constructor(
    readonly code: number | NodeJS.Signals,
    readonly said: string,
  ) {
    super(`the program ended with ${code}:\n${said}`)
  }
}

/** Ends what still runs when this script ends early. */
const running = new Set<() => void>()
process.on('exit', () => {
  for (const killAll of running) killAll()
})

export interface Started {
  readonly url: string
  /** Asks it to stop; throws unless it ends cleanly. */
  stop(): Promise<void>
}

/**
 * Starts the program, by `npm start` or another command; resolves when the page is served and the books were checked
 * once, on their own thread. Rejects with EndedEarly when it ends before that.
 */
export async function start(
  options: Omit<RunOptions, 'stdio'>,
  [command, ...args]: readonly [string, ...string[]] = ['npm', 'start'],
): Promise<Started> {
  // A process group, so that none of it outlives this script.
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const killAll = () => {
    running.delete(killAll)
    try {
      process.kill(-Number(child.pid), 'SIGKILL')
    } catch {
      // The whole group has exited.
    }
  }
  running.add(killAll)
  const address = () => /http:\/\/127\.0\.0\.1:[0-9]+\//.exec(said)?.[0]
  let code: number | NodeJS.Signals | undefined
  void ended.then((how) => (code = how))
  try {
    const url = await until(
      () => {
        if (code !== undefined) throw new EndedEarly(code, said)
        return said.includes('"the books balance"') ? address() : undefined
      },
      START_PATIENCE,
      () => `the program does not serve:\n${said}`,
    )
    return {
      url,
      async stop() {
        child.kill('SIGTERM')
        const how = await Promise.race([ended, wait(PATIENCE, 'no end', { ref: false })])
        killAll()
        if (how !== 0) throw new Error(`the program ended with ${how} after SIGTERM:\n${said}`)
      },
    }
  } catch (error) {
    killAll()
    throw error
  }
}

/** Sends a red packet of two shares in the playground and grabs both. Resolves with the number of the red packet. */
export async function play(url: string): Promise<string> {
  const html = await (await fetch(url)).text()
  const token = /name="playground-token" content="([^"]+)"/.exec(html)?.[1] ?? ''
  const headers = {
    Origin: new URL(url).origin,
    'Content-Type': 'application/json',
    'X-Playground-Token': token,
  }
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify({ id: randomUUID(), language: 'en', ...body }) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const cards = async () => {
    const { messages } = (await ask('/api/state')) as State
    return messages.flatMap((message) => (message.kind === 'card' ? [message.envelope.envelopeNo] : []))
  }
  const before = new Set(await cards())
  await ask('/api/say', { as: 'lan', text: '/redpacket 8.88 2' })
  const envelopeNo = await until(
    async () => (await cards()).find((number) => !before.has(number)),
    PATIENCE,
    () => 'no card was shown',
  )
  for (const as of ['mei', 'wei']) {
    // The data of the card's button, as src/commands/framework/actions.ts encodes it.
    const { outcome } = (await ask('/api/tap', { as, data: `1grab--e${envelopeNo}` })) as { outcome?: string }
    if (outcome !== 'grabbed') throw new Error(`${as} did not grab: ${outcome}`)
  }
  return envelopeNo
}

/** Resolves with what `look` finds; throws when it finds nothing in time. */
async function until<Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  millis: number,
  complaint: () => string,
): Promise<Found> {
  for (const end = performance.now() + millis; performance.now() < end; await wait(100)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error(complaint())
}

export function sinceSeconds(before: number): string {
  return ((performance.now() - before) / 1000).toFixed(1)
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
