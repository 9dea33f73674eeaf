import { setTimeout as pause } from 'node:timers/promises'
import type { DatabaseApp } from '../app/app.js'
import { StoreBusy } from '../store/engine.js'
import { StoreRefused } from '../store/refused.js'
import type { EngineThread } from '../thread/start-engine.js'
import { withTimeout } from '../with-timeout.js'

export interface DatabaseOptions {
  /** Its number, counted from 1 in the order of DATABASE_URL. */
  readonly no: number
  /** True if the program can't run without it. */
  readonly required?: boolean
  readonly open: () => Promise<EngineThread>
  /** Called after each opening, before anything else uses it. */
  readonly onOpen: (engine: EngineThread) => Promise<void>
  /** Called with a sentence for the operator. */
  readonly onNotice: (notice: string, level: 'info' | 'warn') => void
}

/** A database that takes longer to answer counts as down. Milliseconds. */
const PATIENCE = 1_000
/** Pause before a database that couldn't be opened is tried again. Milliseconds. */
const RETRY_EVERY = 5_000

/**
 * One of several databases, with its engine. If it is down when the program starts, its calls are refused as busy until it
 * can be opened, and the other databases go on.
 */
export class Database {
  /** The app of its engine, or one that refuses everything. Never changes. */
  readonly app: DatabaseApp
  private engine: EngineThread | undefined
  private readonly listeners = new Set<() => void>()
  private readonly closing = new AbortController()
  private opening: Promise<void> | undefined

  /** `like`: an app with the same functions. */
  constructor(
    private readonly options: DatabaseOptions,
    like: DatabaseApp,
  ) {
    this.app = {
      ...forwarding(like, () => this.engine?.app ?? this.refuse()),
      now: like.now,
      onCommit: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
    }
  }

  get no(): number {
    return this.options.no
  }

  get isOpen(): boolean {
    return this.engine !== undefined
  }

  /** Resolves with whether the database answers now. */
  async answers(): Promise<boolean> {
    return (await withTimeout(PATIENCE, this.app.ping())) ?? false
  }

  get queueLength(): number {
    return this.engine?.queueLength ?? 0
  }

  get stats(): EngineThread['stats'] | undefined {
    return this.engine?.stats
  }

  get warnings(): readonly string[] {
    return (this.engine?.warnings ?? []).map((warning) => `database ${this.no}: ${warning}`)
  }

  /** Opens the database, or keeps trying in the background. Rejects with StoreRefused when trying again can't help. */
  async open(): Promise<void> {
    try {
      await this.openNow()
    } catch (error) {
      if (error instanceof StoreRefused || this.options.required) throw error
      this.options.onNotice(
        `database ${this.no} is down, commands in its chats are refused: ${messageOf(error)}`,
        'warn',
      )
      this.opening = this.openLater()
    }
  }

  async close(): Promise<void> {
    this.closing.abort()
    await this.opening
    await this.engine?.close()
  }

  private async openNow(isLate = false): Promise<void> {
    const engine = await this.options.open()
    try {
      await this.options.onOpen(engine)
      // Refunds that fell due meanwhile aren't late.
      if (isLate) await engine.app.refunding({ since: engine.app.now(), held: false })
    } catch (error) {
      await engine.close()
      throw error
    }
    engine.app.onCommit(() => {
      for (const listener of this.listeners) listener()
    })
    this.engine = engine
  }

  private async openLater(): Promise<void> {
    const { signal } = this.closing
    let said: string | undefined
    while (!signal.aborted) {
      await pause(RETRY_EVERY, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      try {
        await this.openNow(true)
        this.options.onNotice(`database ${this.no} is back`, 'info')
        return
      } catch (error) {
        if (!(error instanceof StoreRefused) || error.message === said) continue
        said = error.message
        this.options.onNotice(`database ${this.no}: ${said}`, 'warn')
      }
    }
  }

  private refuse(): never {
    throw new StoreBusy(`database ${this.no} is down`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

type Functions = Record<string, (...args: unknown[]) => unknown>

/** Returns an app whose functions call those of the app that `current` returns, and reject with what `current` throws. */
function forwarding(like: DatabaseApp, current: () => DatabaseApp): DatabaseApp {
  const forward =
    (pick: (app: DatabaseApp) => Functions) =>
    (name: string): [string, unknown] => [
      name,
      async (...args: unknown[]) => (pick(current())[name] as Functions[string])(...args),
    ]
  const part = (name: string, members: object) =>
    Object.fromEntries(
      Object.keys(members).map(forward((app) => app[name as keyof DatabaseApp] as unknown as Functions)),
    )
  return Object.fromEntries(
    Object.entries(like).map(([name, member]) =>
      typeof member === 'function'
        ? forward((app) => app as unknown as Functions)(name)
        : [name, part(name, member)],
    ),
  ) as unknown as DatabaseApp
}
