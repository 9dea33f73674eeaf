import { createHash, randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Log } from '../log.js'
import type { Drawing, MadeCover, Picture } from './drawing.js'
import type { Drawn, FromArtist, ToArtist } from './messages.js'
import { PictureCache } from './picture-cache.js'

export interface PicturesOptions {
  readonly log: Log
  /** The bundled thread; a worker can't start on TypeScript. */
  readonly thread?: URL
  /** Time that a picture may take until it is done without. Milliseconds. */
  readonly patienceMs?: number
  /** Pictures that may wait to be drawn. */
  readonly maxWaiting?: number
  readonly maxCacheBytes?: number
  /** Milliseconds; the usual values otherwise. */
  readonly stuckMs?: number
  readonly restartMs?: number
}

const PATIENCE_MS = 100
const MAX_WAITING = 16
/** About thirty covers. */
const MAX_CACHE_BYTES = 2 * 1024 * 1024
/** A drawing that takes longer is stuck, and its thread is replaced. */
const STUCK_MS = 10_000
/** Pause before a thread that failed is started again. */
const RESTART_MS = 60_000
/** Longer than until a drawing counts as stuck, and those before it. */
const COVER_PATIENCE_MS = 25_000
/** Enough for the drawings; they are made outside of the heap. */
const HEAP = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 2 }
/** The thread needs nothing of the environment, and reading all fonts of the machine would cost memory for nothing. */
const ENVIRONMENT = { DISABLE_SYSTEM_FONTS_LOAD: '1' }

type Waiting = (drawn: Drawn | undefined) => void

interface Job {
  readonly key: string
  readonly order: ToArtist
  /** People who wait for it; none are left when all have lost their patience. */
  readonly waiting: Set<Waiting>
  /** Drawn although no one waits, once nothing else is to be drawn. */
  readonly ahead: boolean
}

/**
 * Draws pictures on a thread of their own, one after the other, and keeps the latest. No caller waits for long: a picture
 * that is late or can't be drawn is done without.
 */
export class Pictures {
  private readonly cache: PictureCache
  private readonly jobs = new Map<string, Job>()
  private readonly patienceMs: number
  private readonly maxWaiting: number
  private worker: Worker | undefined
  private isReady = false
  private current: Job | undefined
  private stuck: NodeJS.Timeout | undefined
  private failedAt = Number.NEGATIVE_INFINITY
  private closed = false

  constructor(private readonly options: PicturesOptions) {
    this.cache = new PictureCache(options.maxCacheBytes ?? MAX_CACHE_BYTES)
    this.patienceMs = options.patienceMs ?? PATIENCE_MS
    this.maxWaiting = options.maxWaiting ?? MAX_WAITING
  }

  /**
   * Draws a picture; resolves with undefined when that takes longer than `patienceMs` or can't be done. Never rejects.
   */
  async draw(drawing: Drawing, patienceMs = this.patienceMs): Promise<Picture | undefined> {
    const key = keyOf(drawing)
    const kept = this.cache.get(key)
    if (kept) return kept
    const drawn = await this.wait(this.jobFor(key, { kind: 'draw', drawing }, false), patienceMs)
    return drawn?.kind === 'drawn' ? pictureOf(key, drawn.bytes) : undefined
  }

  /** Makes a cover of a file that someone sent. Resolves with undefined when nothing can be drawn now; never rejects. */
  async makeCover(file: Uint8Array): Promise<MadeCover | undefined> {
    const job = this.jobFor(`file:${randomUUID()}`, { kind: 'make_cover', file }, false)
    const drawn = await this.wait(job, COVER_PATIENCE_MS)
    if (drawn?.kind === 'drawn') return { kind: 'made', bytes: drawn.bytes }
    return drawn?.kind === 'unfit' ? drawn : undefined
  }

  /** Returns a picture that was drawn before. */
  kept(drawing: Drawing): Picture | undefined {
    return this.cache.get(keyOf(drawing))
  }

  /** Draws a picture that will be wanted, once nothing else is to be drawn. */
  prepare(drawing: Drawing): void {
    const key = keyOf(drawing)
    if (this.cache.get(key) || !this.jobFor(key, { kind: 'draw', drawing }, true)) return
    this.next()
  }

  async close(): Promise<void> {
    this.closed = true
    this.giveUp()
    await this.worker?.terminate()
  }

  /** Waits for a job, which comes before those that no one waits for. */
  private async wait(job: Job | undefined, patienceMs: number): Promise<Drawn | undefined> {
    if (!job) return undefined
    return await new Promise((resolve) => {
      const done = (drawn?: Drawn) => {
        clearTimeout(timer)
        job.waiting.delete(done)
        resolve(drawn)
      }
      const timer = setTimeout(done, patienceMs)
      job.waiting.add(done)
      this.next()
    })
  }

  private jobFor(key: string, order: ToArtist, ahead: boolean): Job | undefined {
    const known = this.current?.key === key ? this.current : this.jobs.get(key)
    if (known) return known
    const waiting = [...this.jobs.values()].filter((job) => job.ahead === ahead).length
    if (this.closed || waiting >= this.maxWaiting) return undefined
    const job = { key, order, waiting: new Set<Waiting>(), ahead }
    this.jobs.set(key, job)
    return job
  }

  /** Gives the thread the next picture that someone waits for, or one that is drawn ahead. */
  private next(): void {
    if (this.closed || this.current || this.jobs.size === 0) return
    if (!this.worker) this.start()
    if (!this.worker || !this.isReady) return
    for (const [key, { waiting, ahead }] of this.jobs) if (waiting.size === 0 && !ahead) this.jobs.delete(key)
    const jobs = [...this.jobs.values()]
    const job = jobs.find(({ waiting }) => waiting.size > 0) ?? jobs[0]
    if (!job) return
    this.jobs.delete(job.key)
    this.current = job
    const { stuckMs = STUCK_MS } = this.options
    this.stuck = setTimeout(() => this.failed(new Error('a drawing is stuck')), stuckMs)
    this.stuck.unref()
    this.worker.postMessage(job.order)
  }

  private start(): void {
    if (performance.now() - this.failedAt < (this.options.restartMs ?? RESTART_MS)) {
      this.giveUp()
      return
    }
    const { thread = new URL('./pictures-thread.js', import.meta.url) } = this.options
    const worker = new Worker(thread, { resourceLimits: HEAP, env: ENVIRONMENT })
    worker.unref()
    worker.on('message', (message: FromArtist) => worker === this.worker && this.heard(message))
    worker.on('error', (error) => worker === this.worker && this.failed(error))
    worker.on('exit', () => worker === this.worker && this.failed(new Error('the thread ended')))
    this.worker = worker
  }

  private heard(message: FromArtist): void {
    if (message.kind === 'ready') this.isReady = true
    else {
      clearTimeout(this.stuck)
      const job = this.current
      this.current = undefined
      if (message.kind === 'failed')
        this.options.log.warn({ why: message.why, order: orderOf(job) }, 'a picture could not be drawn')
      if (message.kind === 'drawn' && job?.order.kind === 'draw')
        this.cache.add(pictureOf(job.key, message.bytes))
      if (job) settle(job, message)
    }
    this.next()
  }

  /** The thread can't be used any more: cards go out as text until another one starts. */
  private failed(error: Error): void {
    const { worker } = this
    this.worker = undefined
    this.isReady = false
    if (this.closed) return
    this.failedAt = performance.now()
    this.options.log.warn({ err: error }, 'pictures cannot be drawn for now; everything goes out as text')
    void worker?.terminate()
    this.giveUp()
  }

  private giveUp(): void {
    clearTimeout(this.stuck)
    for (const job of [this.current, ...this.jobs.values()]) if (job) settle(job, undefined)
    this.current = undefined
    this.jobs.clear()
  }
}

function settle({ waiting }: Job, drawn: Drawn | undefined): void {
  for (const done of [...waiting]) done(drawn)
}

function orderOf(job: Job | undefined): string | undefined {
  return job?.order.kind === 'draw' ? job.order.drawing.kind : job?.order.kind
}

function pictureOf(key: string, bytes: Uint8Array): Picture {
  return { key, mediaType: 'image/jpeg', bytes }
}

/** An own cover is known by its digest. */
function keyOf(drawing: Drawing): string {
  const text = JSON.stringify(drawing, (_, value) => (value instanceof Uint8Array ? undefined : value))
  return createHash('sha256').update(text).digest('hex')
}
