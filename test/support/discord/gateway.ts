import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FakeDiscord } from './fake-discord.js'

const HEARTBEAT_MS = 41_250
const REMEMBERED = 4096

/** A login. It outlives its socket, so that a RESUME finds what was dispatched meanwhile. */
interface Session {
  readonly id: string
  seq: number
  log: { seq: number; type: string; data: string }[]
  socket: WebSocket | undefined
  /** How many events, seen or not, the next RESUME or IDENTIFY brings again. */
  replay: number
  /** It cannot be resumed; a client that tries is told to log in anew. */
  lost: boolean
}

/** The WebSocket side: every logged-in session receives every event. */
export class Gateway {
  identifies = 0
  resumes = 0
  readonly #sessions = new Map<string, Session>()
  readonly #server: WebSocketServer

  constructor(
    private readonly fake: FakeDiscord,
    http: Server,
  ) {
    this.#server = new WebSocketServer({ server: http, path: '/gateway' })
    this.#server.on('connection', (socket) => this.#welcome(socket))
  }

  /** How many sockets are logged in now. */
  get connected(): number {
    return [...this.#sessions.values()].filter((session) => session.socket).length
  }

  /** Sends an event to every session, and keeps it for those whose socket is gone. */
  dispatch(type: string, payload: unknown): void {
    if (this.#sessions.size === 0) return
    const data = JSON.stringify(payload)
    for (const session of this.#sessions.values()) this.#send(session, type, data)
  }

  /** Drops all sockets without a word. The next RESUME or IDENTIFY of each session brings its last events again. */
  async drop(replay: number, lost = false): Promise<void> {
    const returned = this.identifies + this.resumes + this.connected
    for (const session of this.#sessions.values()) {
      if (!session.socket) continue
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
    socket.on('message', (text) => {
      const { op, d } = JSON.parse(String(text)) as { op: number; d: Record<string, unknown> | null }
      if (op === 1) socket.send('{"op":11}')
      else if (op === 2 || op === 6) {
        if (session) return socket.close(4005)
        if (d?.token !== this.fake.token) return socket.close(4004)
        session = op === 2 ? this.#identify(socket) : this.#resume(socket, d)
        this.fake.changed()
      } else if (!session) socket.close(4003)
    })
    socket.on('close', (code) => {
      if (session?.socket !== socket) return
      session.socket = undefined
      // Who says goodbye in order cannot resume; who is cut off can.
      if (code === 1000 || code === 1001) this.#sessions.delete(session.id)
      this.fake.changed()
    })
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: HEARTBEAT_MS } }))
  }

  #identify(socket: WebSocket): Session {
    const { fake } = this
    const again = this.#abandoned()
    const session: Session = { id: randomUUID(), seq: 1, log: [], socket, replay: 0, lost: false }
    const guilds = fake.guilds.filter((guild) => guild.hasBot)
    this.#sessions.set(session.id, session)
    this.identifies += 1
    const ready = {
      v: 10,
      user: { ...fake.bot.api, verified: true, mfa_enabled: true, email: null, flags: 0 },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: fake.gatewayUrl,
      shard: [0, 1],
      application: { id: fake.applicationId, flags: 0 },
      private_channels: [],
      relationships: [],
      presences: [],
    }
    socket.send(JSON.stringify({ op: 0, t: 'READY', s: 1, d: ready }))
    for (const guild of guilds) this.#send(session, 'GUILD_CREATE', JSON.stringify(guild.api))
    for (const { type, data } of again) this.#send(session, type, data)
    return session
  }

  /** The events that sessions without a socket were to see again; a client that identifies gets them anew. */
  #abandoned(): { type: string; data: string }[] {
    const lost = [...this.#sessions.values()].filter((session) => !session.socket && session.replay > 0)
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
