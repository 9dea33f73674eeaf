import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoopDelays } from './loop-delays.js'

export interface BotOptions {
  /** Bundle of the bot's program, beside this one. */
  readonly program: string
  readonly nodeOptions: readonly string[]
  readonly environment: Record<string, string>
  readonly folder: string
  /** File descriptor for its output; the bench's own by default. */
  readonly output?: number
}

/** A bot in a process of its own. */
export class BotProcess {
  private readonly child: ChildProcess

  constructor(private readonly options: BotOptions) {
    const { program, nodeOptions, environment, folder, output = 'inherit' } = options
    const beside = (name: string) => new URL(`./${name}.js`, import.meta.url)
    this.child = fork(fileURLToPath(beside(program)), {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      execArgv: [...nodeOptions, '--import', beside('bench-probe').href],
      stdio: ['ignore', output, output, 'ipc'],
    })
  }

  /** Throws when the program has exited. */
  mustRun(): void {
    const { exitCode, signalCode } = this.child
    if (exitCode !== null || signalCode !== null)
      throw new Error(`${this.options.program} ended with ${exitCode ?? signalCode}`)
  }

  /** Returns the CPU time used so far, in microseconds. */
  async cpu(): Promise<number> {
    const { user, system } = (await this.ask('cpu')) as NodeJS.CpuUsage
    return user + system
  }

  /** Returns the resident memory (RSS), in bytes. */
  async memory(): Promise<number> {
    return (await this.ask('memory')) as number
  }

  /** Returns the heap in use after a full garbage collection, in bytes. Needs `--expose-gc`. */
  async heap(): Promise<number> {
    return (await this.ask('heap')) as number
  }

  /** Returns how long the program's event loops were blocked since the last question. */
  async loops(): Promise<{ readonly main: LoopDelays; readonly engine: LoopDelays }> {
    return (await this.ask('loops')) as { main: LoopDelays; engine: LoopDelays }
  }

  private async ask(what: 'cpu' | 'memory' | 'heap' | 'loops'): Promise<unknown> {
    const answer = once(this.child, 'message')
    this.child.send(what)
    const [answered] = await answer
    return answered
  }

  /** Asks it to stop and resolves with its exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit')
      this.child.kill('SIGTERM')
      await gone
    }
    return this.child.exitCode
  }
}
