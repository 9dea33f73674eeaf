import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FakeDiscord } from './fake-discord.js'
import { type MemberRequest, membersChunk } from './member-requests.js'

const HEARTBEAT_MS = 41_250
const REMEMBERED = 4096
const GUILD_VOICE_STATES = 1 << 7

type Shard = readonly [id: number, count: number]

/** A login. It outlives its socket, so that a RESUME finds the events dispatched meanwhile. */
interface Session {
  readonly id: string
  /** Index and count of its shard. */
  readonly shard: Shard
  readonly intents: number
  seq: number
  log: { seq: number; type: string; data: string }[]
  socket: WebSocket | undefined
  /** Number of events, seen or not, that the next RESUME or IDENTIFY repeats. */
  replay: number
  /** Can't be resumed; a client that tries must log in again. */
  lost: boolean
}

/** The WebSocket side: every session receives all events of its shard's guilds. */
export class Gateway {
  identifies = 0
  resumes = 0
  /** Every request for members (opcode 8), oldest first. */
  readonly memberRequests: MemberRequest[] = []
  readonly #sessions = new Map<string, Session>()
  /** Logins wait for this while it is set. */
  #barred: Promise<void> | undefined
  readonly #server: WebSocketServer

  constructor(
    private readonly fake: FakeDiscord,
    http: Server,
  ) {
    this.#server = new WebSocketServer({ server: http, path: '/gateway' })
    this.#server.on('connection', (socket) => this.#welcome(socket))
  }

  /** Number of logged-in sockets. */
  get connected(): number {
    return [...this.#sessions.values()].filter((session) => session.socket).length
  }

  /** Sends an event to every session concerned, and keeps it for those without a socket. */
  dispatch(type: string, payload: unknown): void {
    if (this.#sessions.size === 0) return
    const data = JSON.stringify(payload)
    const guild = guildOf(type, payload)
    for (const session of this.#sessions.values())
      if (isOn(session.shard, guild) && wants(session, type)) this.#send(session, type, data)
  }

  /** Blocks logins and resumes until the returned function is called. */
  bar(): () => void {
    let open = () => {}
    this.#barred = new Promise((resolve) => {
      open = resolve
    })
    return open
  }

  /**
   * Drops all sockets, or those of one shard, without a close frame. The next RESUME or IDENTIFY of each session
   * repeats its last events.
   */
  async drop(replay: number, lost = false, shard?: number): Promise<void> {
    const returned =
      this.identifies +
      this.resumes +
      [...this.#sessions.values()].filter(
        (each) => each.socket && (shard === undefined || each.shard[0] === shard),
      ).length
    for (const session of this.#sessions.values()) {
      if (!session.socket || (shard !== undefined && session.shard[0] !== shard)) continue
      session.replay = replay
      session.lost = lost
      session.socket.terminate()
      session.socket = undefined
    }
    this.fake.changed()
    if (replay > 0)
      await this.fake.waitFor(
        () => this.identifies + this.resumes >= returned && this.#caughtUp(),
        'the client to come back',
      )
  }

  /** Closes the sockets, or that of one shard, with a code; their sessions can't be resumed. */
  closeWith(code: number, shard?: number): void {
    for (const session of this.#sessions.values()) {
      if (shard !== undefined && session.shard[0] !== shard) continue
      this.#sessions.delete(session.id)
      session.socket?.close(code)
      session.socket = undefined
    }
    this.fake.changed()
  }

  #caughtUp(): boolean {
    return [...this.#sessions.values()].every((session) => session.replay === 0)
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }

  #send(session: Session, type: string, data: string): void {
    session.seq += 1
    session.log.push({ seq: session.seq, type, data })
    if (session.log.length > 2 * REMEMBERED) session.log = session.log.slice(-REMEMBERED)
    session.socket?.send(`{"op":0,"t":"${type}","s":${session.seq},"d":${data}}`)
  }

  #welcome(socket: WebSocket): void {
    let session: Session | undefined
    socket.on('error', () => socket.terminate())
    socket.on('message', async (text) => {
      const { op, d } = JSON.parse(String(text)) as { op: number; d: Record<string, unknown> | null }
      if (op === 1) socket.send('{"op":11}')
      else if (op === 2 || op === 6) {
        if (session) return socket.close(4005)
        if (d?.token !== this.fake.token) return socket.close(4004)
        await this.#barred
        if (socket.readyState !== socket.OPEN) return
        if (op === 6) session = this.#resume(socket, d)
        else {
          const shard = (d.shard ?? [0, 1]) as Shard
          if (!(shard[0] < shard[1])) return socket.close(4010)
          if (shard[1] < this.fake.shards) return socket.close(4011)
          session = this.#identify(socket, shard, Number(d.intents))
        }
        this.fake.changed()
      } else if (!session) socket.close(4003)
      else if (op === 8) this.#answerMembers(session, (d ?? {}) as MemberRequest)
    })
    socket.on('close', (code) => {
      if (session?.socket !== socket) return
      session.socket = undefined
      // A clean close ends the session; a cut connection can be resumed.
      if (code === 1000 || code === 1001) this.#sessions.delete(session.id)
      this.fake.changed()
    })
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: HEARTBEAT_MS } }))
  }

  #answerMembers(session: Session, request: MemberRequest): void {
    this.memberRequests.push(request)
    const chunk = membersChunk(this.fake, request)
    if (chunk && this.fake.answersMemberRequests)
      this.#send(session, 'GUILD_MEMBERS_CHUNK', JSON.stringify(chunk))
    this.fake.changed()
  }

  #identify(socket: WebSocket, shard: Shard, intents: number): Session {
    const { fake } = this
    const again = this.#abandoned(shard)
    const session: Session = {
      ...{ id: randomUUID(), shard, intents },
      ...{ seq: 1, log: [], socket, replay: 0, lost: false },
    }
    const guilds = fake.guilds.filter((guild) => guild.hasBot && isOn(shard, guild.id))
    this.#sessions.set(session.id, session)
    this.identifies += 1
    const ready = {
      v: 10,
      user: { ...fake.bot.api, verified: true, mfa_enabled: true, email: null, flags: 0 },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: fake.gatewayUrl,
      shard,
      application: { id: fake.applicationId, flags: 0 },
      private_channels: [],
      relationships: [],
      presences: [],
    }
    socket.send(JSON.stringify({ op: 0, t: 'READY', s: 1, d: ready }))
    for (const guild of guilds) {
      const voice = hearsVoice(intents) ? {} : { voice_states: [] }
      this.#send(session, 'GUILD_CREATE', JSON.stringify({ ...guild.api, ...voice }))
    }
    for (const { type, data } of again) this.#send(session, type, data)
    return session
  }

  /** Returns the events that sessions without a socket still had to see; a client that identifies gets them again. */
  #abandoned(shard: Shard): { type: string; data: string }[] {
    const lost = [...this.#sessions.values()].filter(
      (session) => !session.socket && session.replay > 0 && session.shard[0] === shard[0],
    )
    for (const session of lost) this.#sessions.delete(session.id)
    return lost.flatMap((session) => session.log.slice(-session.replay))
  }

  #resume(socket: WebSocket, d: Record<string, unknown>): Session | undefined {
    const session = this.#sessions.get(String(d.session_id))
    if (!session || session.lost) {
      socket.send('{"op":9,"d":false}')
      return undefined
    }
    session.socket = socket
    this.resumes += 1
    const from = Math.min(Number(d.seq), session.seq - session.replay)
    session.replay = 0
    for (const { seq, type, data } of session.log)
      if (seq > from) socket.send(`{"op":0,"t":"${type}","s":${seq},"d":${data}}`)
    session.seq += 1
    socket.send(`{"op":0,"t":"RESUMED","s":${session.seq},"d":{"_trace":[]}}`)
    return session
  }
}

function hearsVoice(intents: number): boolean {
  return (intents & GUILD_VOICE_STATES) !== 0
}

/** Returns whether a session asked for such events. */
function wants({ intents }: Session, type: string): boolean {
  return type !== 'VOICE_STATE_UPDATE' || hearsVoice(intents)
}

/** Returns the guild of an event; undefined for private events. */
function guildOf(type: string, payload: unknown): string | undefined {
  const { id, guild_id } = payload as { id?: string; guild_id?: string }
  return type === 'GUILD_CREATE' || type === 'GUILD_DELETE' ? id : guild_id
}

/** Returns whether a guild is on a shard. Events without a guild are on the first. */
function isOn([id, count]: Shard, guild: string | undefined): boolean {
  return id === (guild === undefined ? 0 : shardOf(guild, count))
}

/** Returns the shard of a guild, out of `count`. */
export function shardOf(guild: string, count: number): number {
  return Number((BigInt(guild) >> 22n) % BigInt(count))
}
