import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { App } from '../../src/app/app.js'
import type { Platform } from '../../src/chat/platform.js'
import type { ReplyPictures } from '../../src/chat/reply-pictures.js'
import type { AdjustableClock } from '../../src/clock.js'
import type { Entry } from '../../src/commands/framework/define.js'
import type { Community } from '../../src/core/community.js'
import type { Log } from '../../src/log.js'
import { BooksWatch } from '../../src/operations/books-watch.js'
import { close, listen, requestLimits } from '../../src/operations/small-server.js'
import { ACTORS, LOBBY, LOBBY_LIFETIMES, personOf } from './actors.js'
import { Chat } from './chat.js'
import { Feed } from './feed.js'
import { Hub } from './hub.js'
import { readPage } from './page.js'
import { playgroundPlatform } from './platform.js'
import { createServer } from './server.js'

export interface PlaygroundOptions {
  readonly app: App
  readonly clock: AdjustableClock
  readonly log: Log
  /** A loopback address. */
  readonly host: string
  /** 0 picks any free port. */
  readonly port: number
  /** File for the chat's messages. */
  readonly chatFile: string
  /** Folder of the bundled page. */
  readonly pageFolder: string
  /** True if the page may put the clock forward, which affects the whole program. Default true. */
  readonly maySkip?: boolean
  /** True if a newcomer's page plays the other members and gives a tour. Default false. */
  readonly lively?: boolean
  /** All commands of the program by default. */
  readonly entries?: readonly Entry[]
  /** Draws the pictures of replies; without it, replies are text. */
  readonly pictures?: ReplyPictures
}

export interface Playground {
  /** For the updater. */
  readonly platform: Platform
  /** Founds the lobby if needed and starts serving. Rejects when the page can't be read or the port is unavailable. */
  listen(): Promise<{ url: string }>
  /** Ends all streams, finishes the requests in progress and writes the chat to disk. */
  close(): Promise<void>
}

const CURRENCY = { name: 'Lucky Coin 幸运币', symbol: '🪙', scale: 2 } as const
/** First money of each, in minor units. */
const POCKET_MONEY = 50_000
/** Longest time that a request may take to arrive, and to be answered at the end. Milliseconds. */
const REQUEST_TIMEOUT = 5_000
const CLOSE_PATIENCE = 2_000
/** A hundred pages with a stream each, plus their requests. */
const MAX_CONNECTIONS = 500

/** A group chat on this machine, with people to act as, that needs no token and no network. */
export function createPlayground(options: PlaygroundOptions): Playground {
  const { app, clock, log, host } = options
  const now = () => clock.now()
  const hub = new Hub()
  const chat = new Chat(options.chatFile, log, (message) => hub.publish({ type: 'message', message }))
  const watch = new BooksWatch({ app, log, onReport: (report) => feed?.reconciled(report) })
  let feed: Feed | undefined
  let server: Server | undefined
  let opening: Promise<{ url: string }> | undefined

  async function open(): Promise<{ url: string }> {
    const token = randomBytes(24).toString('base64url')
    const page = await readPage(token, options.pageFolder)
    const community = await openLobby(app)
    feed = new Feed({ app, hub, log, community, onMoved: () => watch.moved() })
    await feed.start()
    const { fetch } = createServer({
      ...{ ...options, chat, hub, feed, watch, page, token, community: community.name },
    })
    const serverOptions = requestLimits(REQUEST_TIMEOUT)
    server = createAdaptorServer({ fetch, serverOptions }) as Server
    const port = await listen(server, { host, port: options.port, maxConnections: MAX_CONNECTIONS })
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/` }
  }

  return {
    platform: playgroundPlatform(chat, now),

    listen() {
      opening = open()
      return opening
    },

    async close() {
      await opening?.catch(() => {})
      hub.close()
      if (server?.listening) await close(server, CLOSE_PATIENCE)
      await feed?.stop()
      watch.stop()
      chat.close()
    },
  }
}

/** Founds the lobby with everyone in it. Those who never had any money get some to begin with, once. */
async function openLobby(app: App): Promise<Community> {
  const founded = await app.foundCommunity({
    place: LOBBY,
    name: 'Luckymoney',
    currency: CURRENCY,
    rules: LOBBY_LIFETIMES,
  })
  if (founded.kind === 'bad_currency') throw new Error('the playground has no valid currency')
  const admin = ACTORS.find((actor) => actor.admin) ?? ACTORS[0]
  for (const actor of ACTORS) {
    const by = personOf(actor)
    const statement = await app.statement({ place: LOBBY, by, limit: 1 })
    // Answers to keys are forgotten after two weeks; entries stay.
    if (statement.kind !== 'statement' || statement.lines.length > 0 || !admin) continue
    await app.topUp({
      ...{ key: `playground:welcome:${actor.user}`, place: LOBBY, by: personOf(admin), platformAdmin: true },
      ...{ to: by, amount: POCKET_MONEY, reason: 'Pocket money 零花钱' },
    })
  }
  return founded.community
}
