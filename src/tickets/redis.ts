import { randomBytes } from 'node:crypto'
import { createClient } from '@redis/client'
import type { Admission } from '../app/envelopes/admission.js'
import type { GrabOutcome } from '../app/envelopes/grab-share.js'
import { inTime } from '../with-timeout.js'
import { type Fate, scripts, type Taken } from './scripts.js'

/** A tap in the log. */
export interface LoggedTap {
  /** Of the entry. */
  readonly id: string
  /** UTC milliseconds, by the clock of the Redis server. */
  readonly at: number
  readonly user: string
  /** Where the answer goes: the channel of a process and the number of its tap, separated by a blank. */
  readonly from: string
  /** As JSON. */
  readonly command: string
}

/** News of an envelope for all processes: a ticket was given back, or it has ended. */
export type News = 'returned' | 'ended'

export interface TicketRedisOptions {
  /** Like redis://user:password@host:6379. */
  readonly url: string
  /** Tells databases apart that share a server. */
  readonly scope: string
  /** Called with the number of one of this process's taps and its outcome; undefined when the database must be asked. */
  readonly onAnswer: (tap: number, outcome: GrabOutcome | undefined) => void
  readonly onNews: (news: News, envelopeNo: string) => void
  /** Called when the server is there, and when it isn't, with a reason that contains no secret. */
  readonly onState: (isThere: boolean, why?: string) => void
}

type Fields = { [field: string]: string }
type Entry = { id: string; message: Fields }

const GROUP = 'books'
/** Taps that are read at once. */
const PORTION = 256
/** How long a read waits for taps. Milliseconds. */
const READ_PATIENCE = 1_000
/** How often the server is asked whether it is there, and how long it may take to answer. Milliseconds. */
const BEAT_EVERY = 1_000
const SILENCE = 3_000
const CONNECT_PATIENCE = 2_000
const RECONNECT_PAUSE = 250
/** Age at which an undecided tap is taken over from its process: before the person stops waiting. Milliseconds. */
const IDLE = 2_500
/** A process that hasn't called for a day is gone. Milliseconds. */
const GONE = 24 * 3_600_000
/** How long an envelope is kept after its deadline. Milliseconds. */
const KEPT = 60_000

/**
 * The tickets on a Redis server. Every method rejects at once while the server is away. Where this
 * contradicts the database, the database is right.
 */
export class TicketRedis {
  /** Name of this process, as a consumer of the log and as the channel on which its answers arrive. */
  readonly name = `lm:${randomBytes(8).toString('hex')}`
  private client: Connection
  /** Waits for new taps. */
  private reader: Connection
  private subscribed: Connection | undefined
  private wasThere: boolean | undefined
  private readonly heart: NodeJS.Timeout
  private beating = false
  private closed = false

  constructor(private readonly options: TicketRedisOptions) {
    this.client = this.connect()
    this.reader = this.connect()
    this.heart = setInterval(() => void this.beat(), BEAT_EVERY)
  }

  close(): void {
    this.closed = true
    clearInterval(this.heart)
    this.client.destroy()
    this.reader.destroy()
  }

  get isReady(): boolean {
    return this.client.isReady && this.subscribed === this.client
  }

  /** Asks for a ticket. `number` tells this process's taps apart. */
  async take(
    envelopeNo: string,
    user: string,
    number: number,
    command: string,
  ): Promise<{ answer: Taken; at: number; id: string }> {
    const from = `${this.name} ${number}`
    const reply = await this.client.take([this.envelope(envelopeNo), this.log], [user, from, command])
    const [answer, at, id = ''] = reply as [Taken, number, string?]
    return { answer, at, id }
  }

  async load(envelopeNo: string, { left, openedAt, deadline, holders }: Admission): Promise<void> {
    const users = holders.map(userOf)
    await this.client.load([this.envelope(envelopeNo)], [left, openedAt, deadline, deadline + KEPT, ...users])
  }

  /** Forgets an envelope: the next tap loads it again. */
  async forget(envelopeNo: string): Promise<void> {
    await this.client.del(this.envelope(envelopeNo))
  }

  /** Takes a tap out of the log and tells the process that waits for it; without an outcome, that process asks the database. */
  async settle(
    envelopeNo: string,
    tap: LoggedTap,
    fate: Fate,
    outcome: GrabOutcome | undefined,
  ): Promise<void> {
    const [channel = '', number] = tap.from.split(' ')
    const answer = JSON.stringify([Number(number), outcome])
    await this.client.settle(
      [this.envelope(envelopeNo), this.log],
      [GROUP, tap.id, fate, tap.user, channel, answer, this.key('news'), envelopeNo],
    )
  }

  /** Returns the time (UTC milliseconds) before which every tap in the log is decided, and how many aren't. */
  async undecided(): Promise<{ since: number; count: number }> {
    const [since, count] = (await this.client.undecided([this.log], [])) as [number, number]
    return { since, count }
  }

  /** Reads new taps, or waits a moment for some. `from`: '>' for new ones, an id for those after it that this process has read. */
  async read(from: string): Promise<LoggedTap[]> {
    const streams = { key: this.log, id: from }
    const block = from === '>' ? { BLOCK: READ_PATIENCE } : {}
    const found = await this.reader.xReadGroup(GROUP, this.name, streams, { COUNT: PORTION, ...block })
    return (found ?? []).flatMap(({ messages }) => messages.map(tapOf))
  }

  /** Takes over taps that a process was given and has left undecided, except those that are under way in this one. */
  async takeOver(isUnderWay: (id: string) => boolean): Promise<LoggedTap[]> {
    const left = await this.client.xPendingRange(this.log, GROUP, '-', '+', PORTION, { IDLE })
    const ids = left.map(({ id }) => id).filter((id) => !isUnderWay(id))
    if (ids.length === 0) return []
    const taken = await this.client.xClaim(this.log, GROUP, this.name, IDLE, ids)
    return taken.flatMap((entry) => (entry ? [tapOf(entry as Entry)] : []))
  }

  /** Creates the group of the processes that read the log, if it isn't there, and forgets those that are gone. */
  async prepare(): Promise<void> {
    await this.client.xGroupCreate(this.log, GROUP, '0', { MKSTREAM: true }).catch((error: Error) => {
      if (!error.message.startsWith('BUSYGROUP')) throw error
    })
    for (const { name, pending, idle } of await this.client.xInfoConsumers(this.log, GROUP))
      if (pending === 0 && idle > GONE) await this.client.xGroupDelConsumer(this.log, GROUP, name)
  }

  private key(name: string): string {
    // One slot of a cluster, because scripts use several keys.
    return `luckymoney:{${this.options.scope}}:${name}`
  }

  private get log(): string {
    return this.key('log')
  }

  private envelope(envelopeNo: string): string {
    return this.key(`envelope:${envelopeNo}`)
  }

  private connect(): Connection {
    const connection = connectTo(this.options.url)
    // Told once: the reader goes where the client goes.
    connection.on('error', (error) => connection === this.client && this.tell(false, codeOf(error)))
    connection.on('ready', () => connection === this.client && void this.subscribe(connection))
    connection.connect().catch(() => {})
    return connection
  }

  private async subscribe(client: Connection): Promise<void> {
    try {
      // After a reconnect, it subscribes again automatically.
      if (this.subscribed !== client) {
        await client.subscribe(this.name, (message) => {
          const [number, outcome] = JSON.parse(message) as [number, GrabOutcome | null]
          this.options.onAnswer(number, outcome ?? undefined)
        })
        await client.subscribe(this.key('news'), (message) => {
          const [news, envelopeNo = ''] = message.split(' ')
          this.options.onNews(news as News, envelopeNo)
        })
        this.subscribed = client
      }
      this.tell(true)
    } catch {
      // Away again; the next connection tries again.
    }
  }

  /** Connects anew when the server has stopped answering: what waits for it is rejected. */
  private async beat(): Promise<void> {
    if (this.beating) return
    this.beating = true
    const answers = [this.client, this.reader].map((connection) => isAlive(connection))
    const [client, reader] = await Promise.all(answers)
    this.beating = false
    if (this.closed || (client && reader)) return
    this.tell(false, 'it does not answer')
    for (const connection of [this.client, this.reader]) connection.destroy()
    this.client = this.connect()
    this.reader = this.connect()
  }

  private tell(isThere: boolean, why?: string): void {
    if (this.wasThere === isThere) return
    this.wasThere = isThere
    this.options.onState(isThere, why)
  }
}

type Connection = ReturnType<typeof connectTo>

function connectTo(url: string) {
  return createClient({
    url,
    scripts,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: CONNECT_PATIENCE, reconnectStrategy: () => RECONNECT_PAUSE },
  })
}

/** Resolves with false when a connected server takes too long to answer. */
async function isAlive(connection: Connection): Promise<boolean> {
  // A lost connection reconnects automatically.
  if (!connection.isReady) return true
  const answer = connection.ping().catch(() => 'lost')
  return (await inTime(SILENCE, answer)) !== undefined
}

/** Returns what a person is called in Redis. */
export function userOf({ platform, user }: { readonly platform: string; readonly user: string }): string {
  return `${platform}:${user}`
}

function tapOf({ id, message }: Entry): LoggedTap {
  const { at, user = '', from = '', command = '' } = message
  return { id, at: Number(at), user, from, command }
}

/** Returns the code of an error; an answer of the server begins with it. */
function codeOf(error: unknown): string {
  const { code, name, message } = error as { code?: unknown; name: string; message: string }
  return typeof code === 'string' ? code : (/^[A-Z]{3,}\b/.exec(message)?.[0] ?? name)
}
