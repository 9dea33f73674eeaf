import { setTimeout as pause } from 'node:timers/promises'
import { Leash } from '../leash.js'
import type { Control } from './controls.js'
import type { Link } from './servers.js'
import { startTearingProxy, type TearingProxy } from './tearing-proxy.js'

export interface ProgramOrder {
  /** Of its databases: one, or several among which it spreads the chats. */
  readonly urls: readonly string[]
  readonly redisUrl?: string | undefined
  readonly keyFile: string
  /** Seed of its randomness; must differ from every other opening of the same database. */
  readonly seed: number
  /** How far its machine's clock is ahead, or behind. Milliseconds. */
  readonly skew: number
  readonly control?: Control | undefined
}

export type ProgramLeash = Leash<ProgramOrder>

/** A server as one program reaches it. */
export interface ProgramLink extends Link {
  readonly proxy: TearingProxy
}

export interface ProgramOptions extends Omit<ProgramOrder, 'seed' | 'urls' | 'redisUrl'> {
  readonly servers: readonly Link[]
  readonly nextSeed: () => number
  /** Called when a process has opened the database. */
  readonly onOpen: (leash: ProgramLeash) => void
  /** Called when a process has ended, with what it said unless it was killed or gave up as it should. */
  readonly onEnd: (leash: ProgramLeash, wrong: string | undefined) => void
}

const PROGRAM = 'dist/torture-program.js'
/** As in src/main.ts. */
const EXIT_IO = 74
const RESTART_PAUSE = 100

/** One of the programs: one process after the other, restarted as by a supervisor, behind a proxy for each server. */
export class TorturedProgram {
  /** Times that it exited because it could not reach the database. */
  gaveUp = 0
  private leash = newLeash()
  /** Loaded already. */
  private spare = newLeash()
  private isOpen = false
  private stopping = false
  private waiting: (() => void)[] = []
  private readonly running: Promise<void>

  private constructor(
    private readonly options: ProgramOptions,
    readonly links: readonly ProgramLink[],
  ) {
    this.running = this.run()
  }

  static async start(options: ProgramOptions): Promise<TorturedProgram> {
    const links = options.servers.map(async (link) => ({ ...link, proxy: await startTearingProxy(link.url) }))
    return new TorturedProgram(options, await Promise.all(links))
  }

  /** The process that has the database open, if any. */
  get opened(): ProgramLeash | undefined {
    return this.isOpen && !this.leash.gone ? this.leash : undefined
  }

  /** Resolves with the process that has the database open. */
  async open(): Promise<ProgramLeash> {
    while (!this.opened) await new Promise<void>((resolve) => this.waiting.push(resolve))
    return this.opened
  }

  /** Resolves with the next answer; sooner when its process ends. */
  async answer(): Promise<void> {
    await (await this.open()).next()
  }

  /** Resolves once its process has been asked so many more requests; sooner when it ends. */
  async underWay(requests: number): Promise<void> {
    await (await this.open()).underWay(requests)
  }

  /** Cuts no connection any more. */
  calm(): void {
    for (const { proxy } of this.links) proxy.calm()
  }

  /** Kills the process, and starts the next one. Resolves with whether there was one. */
  async kill(): Promise<boolean> {
    return (await this.leash.kill()).signal === 'SIGKILL'
  }

  /** Closes the store like a stopping program, or kills it; resolves with whether it was closed. */
  async stop({ atOnce }: { readonly atOnce: boolean }): Promise<boolean> {
    this.stopping = true
    const closed = (!atOnce && (await this.opened?.close())) || false
    await (closed ? this.leash.release() : this.leash.kill())
    await this.running
    await Promise.all([this.leash.release(), this.spare.release()])
    await Promise.all(this.links.map(({ proxy }) => proxy.close()))
    return closed
  }

  /** Returns the addresses of servers through their proxies. */
  private through(name: Link['server']['name']): string[] {
    return this.links.filter(({ server }) => server.name === name).map(({ proxy }) => proxy.url)
  }

  private async run(): Promise<void> {
    const { nextSeed, onOpen, onEnd, keyFile, skew, control } = this.options
    while (!this.stopping) {
      const { leash } = this
      await leash.ready()
      const [redisUrl] = this.through('redis')
      const order = { urls: this.through('mariadb'), redisUrl, keyFile, seed: nextSeed(), skew, control }
      if (await leash.open(order, 0)) {
        this.isOpen = true
        for (const look of this.waiting.splice(0)) look()
        onOpen(leash)
      }
      const { code, signal, said } = await leash.ended
      this.isOpen = false
      // What was to be cut in its work must not be the start of the next one.
      this.calm()
      if (this.stopping) return
      const gaveUp = code === EXIT_IO
      onEnd(leash, gaveUp || signal === 'SIGKILL' ? undefined : `ended with ${code}: ${said}`)
      if (gaveUp) {
        this.gaveUp++
        await pause(RESTART_PAUSE)
      }
      this.leash = this.spare
      this.spare = newLeash()
    }
  }
}

function newLeash(): ProgramLeash {
  return new Leash({}, undefined, PROGRAM)
}
