import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Log } from '../log.js'
import type { Drawing, Picture } from './drawing.js'
import type { FromArtist, ToArtist } from './messages.js'
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
}

const PATIENCE_MS = 100
const MAX_WAITING = 16
/** About thirty covers. */
const MAX_CACHE_BYTES = 2 * 1024 * 1024
/** A drawing that takes longer is stuck, and its thread is replaced. */
const STUCK_MS = 10_000
/** Pause before a thread that failed is started again. */
const RESTART_MS = 60_000
/** Enough for the drawings; they are made outside of the heap. */
const HEAP = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 2 }

interface Job {
  readonly key: string
  readonly drawing: Drawing
  /** People who wait for it; none are left when all have lost their patience. */
  waiting: Set<(picture: Picture | undefined) => void>
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
    const job = this.jobFor(key, drawing, false)
    if (!job) return undefined
    return await new Promise((resolve) => {
      const done = (picture?: Picture) => {
        clearTimeout(timer)
        job.waiting.delete(done)
        resolve(picture)
      }
      const timer = setTimeout(done, patienceMs)
      job.waiting.add(done)
      this.next()
    })
  }

  /** Returns a picture that was drawn before. */
  kept(drawing: Drawing): Picture | undefined {
    return this.cache.get(keyOf(drawing))
  }

  /** Draws a picture that will be wanted, once nothing else is to be drawn. */
  prepare(drawing: Drawing): void {
    const key = keyOf(drawing)
    if (this.cache.get(key) || !this.jobFor(key, drawing, true)) return
    this.next()
  }

  async close(): Promise<void> {
    this.closed = true
    this.giveUp()
    await this.worker?.terminate()
  }

  private jobFor(key: string, drawing: Drawing, ahead: boolean): Job | undefined {
    const known = this.current?.key === key ? this.current : this.jobs.get(key)
    if (known) return known
    const waiting = [...this.jobs.values()].filter((job) => job.ahead === ahead).length
    if (this.closed || waiting >= this.maxWaiting) return undefined
    const job = { key, drawing, waiting: new Set<(picture?: Picture) => void>(), ahead }
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
    this.stuck = setTimeout(() => this.failed(new Error('a drawing is stuck')), STUCK_MS)
    this.stuck.unref()
    this.worker.postMessage({ drawing: job.drawing } satisfies ToArtist)
  }

  private start(): void {
    if (performance.now() - this.failedAt < RESTART_MS) {
      this.giveUp()
      return
    }
    const { thread = new URL('./pictures-thread.js', import.meta.url) } = this.options
    const worker = new Worker(thread, { resourceLimits: HEAP })
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
        this.options.log.warn(
          { why: message.why, drawing: job?.drawing.kind },
          'a picture could not be drawn',
        )
      if (job) settle(job, message.kind === 'drawn' ? this.keep(job.key, message.bytes) : undefined)
    }
    this.next()
  }

  private keep(key: string, bytes: Uint8Array): Picture {
    const picture: Picture = { key, mediaType: 'image/jpeg', bytes }
    this.cache.add(picture)
    return picture
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

function settle({ waiting }: Job, picture: Picture | undefined): void {
  for (const done of [...waiting]) done(picture)
}

function keyOf(drawing: Drawing): string {
  return createHash('sha256').update(JSON.stringify(drawing)).digest('hex')
}
