import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, constants, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Linux counts CPU time in hundredths of a second for programs. */
const MICROS_A_TICK = 10_000
/** How long a server may take to stop before it is killed. Milliseconds. */
const PATIENCE = 20_000
/** Lines of a server's output that are kept to explain why it didn't start. */
const KEPT_LINES = 20

/** A database server that runs for one measurement. */
export interface Server {
  /** CPU time of the server and its child processes so far, in microseconds; undefined where it can't be read. */
  cpu(): number | undefined
  stop(): Promise<void>
  /** Ends it without warning. */
  kill(): Promise<void>
}

export interface ServerOrder {
  readonly file: string
  readonly args: readonly string[]
  readonly folder: string
  /** Appears in the output once the server accepts connections. */
  readonly ready: RegExp
  /** Asks the server to stop without waiting for its clients, or kills it. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'
  /** Further variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Programs that still run, for an end by Ctrl-C. */
const running = new Set<Program>()

/** Stops all servers. */
export async function stopServers(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop()))
}

/** Stops all servers when this process is told to end, and ends it. `onSignal` is called first. */
export function stopServersOnSignals(onSignal = () => {}): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => {
      onSignal()
      void stopServers().finally(() => process.exit(code))
    })
}

/** Looks a program up on PATH and where Debian puts servers. */
export function findProgram(name: string): string | undefined {
  const versions = '/usr/lib/postgresql'
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...['/usr/sbin', '/usr/local/sbin', '/usr/libexec'],
    ...namesIn(versions)
      .reverse()
      .map((version) => join(versions, version, 'bin')),
  ]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** Returns why servers can't run as another user than root, which most of them refuse. */
export function missingUser(): string | undefined {
  return isRoot() && !nobody() ? 'it refuses to run as root, and there is no user “nobody”' : undefined
}

/** Creates a folder that belongs to the user who runs the servers. */
export function serverFolder(folder: string): string {
  mkdirSync(folder, { mode: 0o700 })
  const user = serverUser()
  if (user) chownSync(folder, user.uid, user.gid)
  return folder
}

/** Runs a program that prepares a server's folder, to its end. */
export async function runToEnd(file: string, args: readonly string[], folder: string): Promise<void> {
  const program = new Program(file, args, folder)
  await program.gone
  if (program.code !== 0) throw new Error(`${file} ended with ${program.code}:\n${program.said}`)
}

/** Starts a server and resolves when it accepts connections. */
export async function startServer(order: ServerOrder): Promise<Server> {
  const program = new Program(order.file, order.args, order.folder, order.stopSignal, order.environment)
  await program.says(order.ready)
  return {
    cpu: () => cpuOf(program.pid),
    stop: () => program.stop(),
    kill: async () => {
      program.kill('SIGKILL')
      await program.gone
    },
  }
}

/** A program with its own process group, so that Ctrl-C reaches it only through `stop`. */
class Program {
  readonly gone: Promise<void>
  private readonly child: ChildProcess
  private lines: string[] = []
  private onSaid: () => void = () => {}

  constructor(
    private readonly file: string,
    args: readonly string[],
    folder: string,
    private readonly stopSignal: NodeJS.Signals = 'SIGTERM',
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.child = spawn(file, args, {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LC_ALL: 'C', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...serverUser(),
    })
    running.add(this)
    this.gone = once(this.child, 'close').then(() => void running.delete(this))
    const listen = (chunk: Buffer) => {
      this.lines = `${this.lines.join('\n')}${chunk}`.split('\n').slice(-KEPT_LINES)
      this.onSaid()
    }
    this.child.stdout?.on('data', listen)
    this.child.stderr?.on('data', listen)
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  get code(): number | null {
    return this.child.exitCode
  }

  /** The end of its output. */
  get said(): string {
    return this.lines.join('\n')
  }

  /** Resolves once its output matches. */
  async says(expected: RegExp): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.onSaid = () => expected.test(this.said) && resolve()
      this.gone.then(() => reject(new Error(`${this.file} ended before it was ready:\n${this.said}`)), reject)
    })
  }

  async stop(): Promise<void> {
    this.kill(this.stopSignal)
    const timer = setTimeout(() => this.kill('SIGKILL'), PATIENCE)
    await this.gone
    clearTimeout(timer)
  }

  kill(signal: NodeJS.Signals): void {
    if (!running.has(this) || this.pid === undefined) return
    try {
      process.kill(-this.pid, signal)
    } catch {
      // It has just ended.
    }
  }
}

// An uncaught error leaves no time to stop anything in order.
process.once('exit', () => {
  for (const program of running) program.kill('SIGKILL')
})

function cpuOf(root: number | undefined): number | undefined {
  let ticks: number | undefined
  for (const name of namesIn('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(name)
    if (!stat) continue
    const isRoot = name === String(root)
    if (!isRoot && stat.parent !== root) continue
    ticks = (ticks ?? 0) + stat.own + (isRoot ? stat.ofEnded : 0)
  }
  return ticks === undefined ? undefined : ticks * MICROS_A_TICK
}

interface Stat {
  readonly parent: number
  /** CPU time in ticks: of the process, and of its children that have ended. */
  readonly own: number
  readonly ofEnded: number
}

/** Reads /proc/PID/stat; undefined when the process has just ended. */
function statOf(pid: string): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before may contain spaces. `man 5 proc` counts the fields from 1; the one behind the name is the third.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const field = (number: number) => Number(fields[number - 3])
    return { parent: field(4), own: field(14) + field(15), ofEnded: field(16) + field(17) }
  } catch {
    return undefined
  }
}

function serverUser(): { uid: number; gid: number } | undefined {
  return isRoot() ? nobody() : undefined
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function nobody(): { uid: number; gid: number } | undefined {
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
