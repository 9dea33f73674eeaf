import { Worker } from 'node:worker_threads'
import type { DatabaseApp } from '../app/app.js'
import type { Clock } from '../clock.js'
import { type EngineStats, StoreBusy, StoreClosed } from '../store/engine.js'
import { carry, revive } from './carried-error.js'
import type { Call, EngineOrder, FromEngine, ToEngine } from './messages.js'

export interface EngineThreadOptions extends EngineOrder {
  /** This thread's clock; shows the same time as the engine's. */
  readonly clock: Clock
  /**
   * Called once when the outcome of a commit is unknown, the file can't be trusted or the thread has died. Calls under
   * way never settle: the caller must log the error and exit.
   */
  readonly onFatal: (error: Error) => void
  /** Called when the check of a file too large to be read before use finds damage, or fails. */
  readonly onDamaged: (error: Error) => void
  /** Called with what the operator should know, in a sentence. */
  readonly onNotice?: (notice: string, level: 'info' | 'warn') => void
  /** The bundled thread; a worker can't start on TypeScript. */
  readonly thread?: URL
  /** Calls that may wait for an answer; further ones are refused with StoreBusy. */
  readonly maxWaiting?: number
}

export interface EngineThread {
  /** The app, as if it ran on this thread. */
  readonly app: DatabaseApp
  /** Warnings about a server's settings, in sentences for the operator. */
  readonly warnings: readonly string[]
  /** Calls that wait for their answer, except taps that wait for a fair start. */
  readonly queueLength: number
  /** The engine's counters as of its last answer. */
  readonly stats: EngineStats
  /** Finishes the calls under way and releases the database. */
  close(): Promise<void>
}

/** More than a second of work, as in the engine itself. */
const LONGEST_QUEUE = 20_000
/** The call that comes by the thousand in a rush. */
const TAP = 'grabShare'
/** As many taps as the engine commits without gathering. */
const GATHERED = 32
/** The engine keeps little for long, so a small young generation costs it nothing. The main thread has V8's default. */
const HEAP = { maxYoungGenerationSizeMb: 12 }

interface Waiting {
  readonly resolve: (outcome: unknown) => void
  readonly reject: (error: Error) => void
  readonly callback: (() => void) | undefined
  readonly isTap: boolean
  /** Set once the call's function was called: it waits for something other than the engine. */
  parked: boolean
}

/**
 * Opens the database on a separate thread, so that the platforms never wait for the disk, and returns the app that
 * calls it. Rejects with StoreRefused or DiskFailed when it can't be opened.
 */
export async function startEngine(options: EngineThreadOptions): Promise<EngineThread> {
  const { clock, onFatal, thread = new URL('./engine-thread.js', import.meta.url) } = options
  const { file, url, database, redisUrl, shared, ledgerKeyFile, gatherMillis, skipped, checkAtOnce } = options
  const order = {
    ...{ file, ledgerKeyFile, gatherMillis },
    ...(url !== undefined && { url }),
    ...(database && { database }),
    ...(redisUrl !== undefined && { redisUrl }),
    ...(shared && { shared }),
    ...(skipped && { skipped }),
    ...(checkAtOnce !== undefined && { checkAtOnce }),
  } satisfies EngineOrder
  const worker = new Worker(thread, { workerData: order, resourceLimits: HEAP })
  // events.once would reject on the thread's error, which has its own way to the caller.
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const calls = new Calls(worker, options.maxWaiting ?? LONGEST_QUEUE, gatherMillis)
  let names: readonly string[] = []
  let warnings: readonly string[] = []
  let closing = false
  await new Promise<void>((resolve, reject) => {
    let failed = false
    const fail = (error: Error) => {
      // Errors before the file was open leave no call in doubt.
      reject(error)
      if (names.length > 0 && !failed) onFatal(error)
      failed = true
    }
    worker.on('message', (message: FromEngine) => {
      switch (message.kind) {
        case 'ready':
          names = message.names
          warnings = message.warnings
          return resolve()
        case 'answers':
          return calls.settle(message)
        case 'closed':
          return void worker.terminate()
        case 'refused':
          return reject(revive(message.error))
        case 'fatal':
          return fail(revive(message.error))
        case 'notice':
          return options.onNotice?.(message.notice, message.level)
        case 'damaged':
          return options.onDamaged(revive(message.error))
        default:
          return message satisfies never
      }
    })
    worker.on('error', fail)
    worker.on('exit', (code) => {
      calls.end()
      if (!closing) fail(new Error(`the engine's thread ended early, with code ${code}`))
    })
  })
  return {
    app: appOf(names, calls, clock),
    warnings,
    get queueLength() {
      return calls.queueLength
    },
    get stats() {
      return calls.stats
    },
    close: async () => {
      closing = true
      calls.close()
      await exited
    },
  }
}

/**
 * The calls under way. Those of one turn travel in one message. In a rush, taps gather for one here as the engine gathers
 * plans for a commit: each message wakes the other thread, which costs as much as two taps that are already there.
 */
class Calls {
  stats: EngineStats = { commits: 0, plans: 0, commitMillis: 0, writes: 0, statements: 0 }
  queueLength = 0
  private last = 0
  private readonly waiting = new Map<number, Waiting>()
  private outgoing: Call[] = []
  private sending = false
  /** Set while taps gather. */
  private gathering: NodeJS.Timeout | undefined
  /** End of the gathering period, on the monotonic clock. */
  private gatherUntil = 0
  private readonly listeners = new Set<() => void>()
  private closed = false

  constructor(
    private readonly worker: Worker,
    private readonly maxWaiting: number,
    private readonly gatherMillis: number,
  ) {}

  readonly call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (this.closed) return reject(new StoreClosed('the store is not open'))
      if (this.queueLength >= this.maxWaiting) return reject(new StoreBusy('the queue of calls is full'))
      const at = args.findIndex((arg) => typeof arg === 'function')
      const id = ++this.last
      this.waiting.set(id, {
        resolve,
        reject,
        callback: args[at] as () => void,
        isTap: name === TAP,
        parked: false,
      })
      this.queueLength++
      this.outgoing.push(
        at < 0 ? { id, name, args } : { id, name, args: args.with(at, undefined), callback: at },
      )
      this.schedule(name)
    })

  onCommit(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  settle({ answers, committed, stats }: Extract<FromEngine, { kind: 'answers' }>): void {
    this.stats = stats
    for (const answer of answers) {
      const call = this.waiting.get(answer.id)
      if (!call) continue
      // Not after other answers: they come all the time, and a lone tap would wait for nothing.
      if (call.isTap) this.gatherUntil = performance.now() + this.gatherMillis
      if (!call.parked) this.queueLength--
      if (answer.ok === 'called') {
        call.parked = true
        call.callback?.()
        continue
      }
      this.waiting.delete(answer.id)
      if (answer.ok) call.resolve(answer.outcome)
      else call.reject(revive(answer.error))
    }
    if (committed) for (const listener of this.listeners) listener()
  }

  /** Lets the calls under way finish, and refuses further ones. */
  close(): void {
    this.send()
    this.closed = true
    this.worker.postMessage({ kind: 'close' } satisfies ToEngine)
  }

  /** The thread is gone and answers nothing more. */
  end(): void {
    this.closed = true
  }

  /** Sends what is outgoing after this turn, or later if it is only taps that should gather. */
  private schedule(name: string): void {
    if (this.sending) return
    const wait = name === TAP && this.outgoing.length < GATHERED ? this.gatherUntil - performance.now() : 0
    if (wait > 0) {
      this.gathering ??= setTimeout(() => this.send(), wait)
      return
    }
    this.sending = true
    setImmediate(() => this.send())
  }

  private send(): void {
    clearTimeout(this.gathering)
    this.gathering = undefined
    this.sending = false
    const calls = this.outgoing
    if (calls.length === 0) return
    this.outgoing = []
    try {
      this.worker.postMessage({ kind: 'calls', calls } satisfies ToEngine)
    } catch (error) {
      // One of them holds something that can't be copied: only that one fails.
      for (const call of calls) this.sendAlone(call, error)
    }
  }

  private sendAlone(call: Call, error: unknown): void {
    try {
      this.worker.postMessage({ kind: 'calls', calls: [call] } satisfies ToEngine)
    } catch {
      this.settle({
        kind: 'answers',
        answers: [{ id: call.id, ok: false, error: carry(error) }],
        committed: false,
        stats: this.stats,
      })
    }
  }
}

/** Returns an app whose functions are calls to the engine's thread. */
function appOf(names: readonly string[], calls: Calls, clock: Clock): DatabaseApp {
  const app: Record<string, unknown> = {}
  for (const name of names) {
    const [part, member] = name.split('.') as [string, string | undefined]
    const call = (...args: unknown[]) => calls.call(name, args)
    if (member === undefined) app[part] = call
    else app[part] = { ...(app[part] as object | undefined), [member]: call }
  }
  return {
    ...(app as unknown as DatabaseApp),
    onCommit: (listener) => calls.onCommit(listener),
    now: () => clock.now(),
  }
}
