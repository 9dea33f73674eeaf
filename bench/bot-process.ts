import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface BotOptions {
  /** The bundle beside this one that is the bot's program. */
  readonly program: string
  readonly nodeOptions: readonly string[]
  readonly environment: Record<string, string>
  readonly folder: string
}

/** A bot in a process of its own. */
export class BotProcess {
  private readonly child: ChildProcess

  constructor(private readonly options: BotOptions) {
    const { program, nodeOptions, environment, folder } = options
    const beside = (name: string) => new URL(`./${name}.js`, import.meta.url)
    this.child = fork(fileURLToPath(beside(program)), {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      execArgv: [...nodeOptions, '--import', beside('bench-probe').href],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  }

  /** Throws when the program has ended. */
  mustRun(): void {
    const { exitCode, signalCode } = this.child
    if (exitCode !== null || signalCode !== null)
      throw new Error(`${this.options.program} ended with ${exitCode ?? signalCode}`)
  }

  /** Processor time that it has taken so far, microseconds. */
  async cpu(): Promise<number> {
    const { user, system } = (await this.ask('cpu')) as NodeJS.CpuUsage
    return user + system
  }

  /** Memory that it holds now (RSS), bytes. */
  async memory(): Promise<number> {
    return (await this.ask('memory')) as number
  }

  /** What is left of its heap when all garbage is collected, bytes. It needs the option `--expose-gc`. */
  async heap(): Promise<number> {
    return (await this.ask('heap')) as number
  }

  private async ask(what: 'cpu' | 'memory' | 'heap'): Promise<unknown> {
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
