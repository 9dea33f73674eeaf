import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Outcome, Request } from './request.js'

export interface OpenOrder {
  readonly file: string
  readonly keyFile: string
  /** Seed of its randomness; must differ from every other opening of the same file. */
  readonly seed: number
  /** Answers within the transaction, which is wrong: to check that this is noticed. */
  readonly early?: boolean
  /** Time budget of a batch in milliseconds, as in the engine's options. */
  readonly maxMillis?: number
  /** Statements that changed rows, after which a thread copies the log; without it, only the engine does. */
  readonly checkpointWrites?: number
  /** Set directly on the database once it is open. */
  readonly pragmas?: readonly string[]
}

/** `now` is UTC milliseconds, and stays until another order changes it. */
export type Order<Open = OpenOrder> =
  | { open: Open; now: number }
  | { ask: readonly Request[]; now: number }
  | { close: true }

export type Line =
  | { ready: true }
  | { opened: true }
  | { told: string; outcome: Outcome }
  | { failed: string; why: string }
  /** A tap that counts as made at `at` (UTC milliseconds) was decided; another process may have taken it. */
  | { decided: string; kind: string; at: number }
  | { closed: true }

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Its output on stderr. */
  readonly said: string
}

const CORE = 'dist/torture-core.js'

/** The parent's end of a core in its own process. */
export class Leash<Open = OpenOrder> {
  /** Resolves once it has exited and all its output was read. */
  readonly ended: Promise<Ending>
  /** Requests without an answer or failure so far, by key. */
  readonly inDoubt = new Map<string, Request>()
  /** Requests that it reported as not done, by key. */
  readonly failed = new Map<string, string>()
  private readonly requests = new Map<string, Request>()
  /** Called for every answer, including a second one under the same key. */
  onTold: (request: Request, outcome: Outcome) => void = () => undefined
  /** Called for every request that was reported as not done. */
  onFailed: (request: Request, why: string) => void = () => undefined
  /** Called for every tap that it decided. */
  onDecided: (key: string, kind: string, at: number) => void = () => undefined
  private readonly child: ChildProcess
  private said = ''
  private answers = 0
  private asked = 0
  private readonly heard = new Set<string>()
  private waiting: (() => void)[] = []
  /** Whether it has exited. */
  gone = false

  /** `limit` is a line of shell that runs before the core in the same process, such as `ulimit -f 8`. */
  constructor(environment: NodeJS.ProcessEnv = {}, limit?: string, core = CORE) {
    const program = limit ? 'bash' : process.execPath
    const args = limit ? ['-c', `${limit}; exec "$0" "$1"`, process.execPath, core] : [core]
    this.child = spawn(program, args, {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.child.stderr?.on('data', (text) => (this.said += text))
    // A core that has just died reads nothing; its exit code says everything.
    this.child.stdin?.on('error', () => undefined)
    const lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream })
    lines.on('line', (text) => this.hear(text))
    this.ended = Promise.all([once(this.child, 'close'), once(lines, 'close')]).then(([[code, signal]]) => {
      this.gone = true
      this.wake()
      return { code, signal, said: this.said }
    })
  }

  /** Resolves when it is loaded, or has exited. */
  ready(): Promise<void> {
    return this.until(() => this.heard.has('ready'))
  }

  /** Opens the store; resolves with whether it did, or false when it has exited. */
  async open(open: Open, now: number): Promise<boolean> {
    this.heard.delete('opened')
    this.give({ open, now })
    await this.until(() => this.heard.has('opened'))
    return this.heard.has('opened')
  }

  /** Sends all these requests at once; they arrive in the same turn. */
  ask(ask: readonly Request[], now: number): void {
    for (const request of ask) {
      this.requests.set(request.key, request)
      this.inDoubt.set(request.key, request)
    }
    this.give({ ask, now })
    this.asked += ask.length
    this.wake()
  }

  /** Resolves once it has been asked so many more requests, or has exited. */
  async underWay(requests: number): Promise<void> {
    const enough = this.asked + requests
    await this.until(() => this.asked >= enough)
  }

  /** Resolves when nothing is in doubt, or it has exited. */
  answered(): Promise<void> {
    return this.until(() => this.inDoubt.size === 0)
  }

  /** Resolves with its next answer, or when it has exited. */
  async next(): Promise<void> {
    const before = this.answers
    await this.until(() => this.answers > before)
  }

  /** Closes the store like a stopping program; resolves with whether it did. */
  async close(): Promise<boolean> {
    this.heard.delete('closed')
    this.give({ close: true })
    await this.until(() => this.heard.has('closed'))
    return this.heard.has('closed')
  }

  /** Lets it exit; resolves when it has. */
  async release(): Promise<Ending> {
    this.child.stdin?.end()
    return await this.ended
  }

  /** Kills it at once. */
  async kill(): Promise<Ending> {
    this.child.kill('SIGKILL')
    return await this.ended
  }

  private give(order: Order<Open>): void {
    this.child.stdin?.write(`${JSON.stringify(order)}\n`)
  }

  private hear(text: string): void {
    // The last line of a killed process may be cut short.
    if (!text.endsWith('}')) return
    const line = JSON.parse(text) as Line
    if ('told' in line) {
      const request = this.requests.get(line.told)
      this.inDoubt.delete(line.told)
      this.answers++
      if (request) this.onTold(request, line.outcome)
    } else if ('failed' in line) {
      const request = this.requests.get(line.failed)
      this.inDoubt.delete(line.failed)
      this.failed.set(line.failed, line.why)
      if (request) this.onFailed(request, line.why)
    } else if ('decided' in line) {
      this.onDecided(line.decided, line.kind, line.at)
    } else {
      for (const word of Object.keys(line)) this.heard.add(word)
    }
    this.wake()
  }

  private wake(): void {
    for (const look of this.waiting.splice(0)) look()
  }

  private async until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.gone) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }
}
