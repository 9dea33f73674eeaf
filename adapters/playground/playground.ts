import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { App } from '../../src/app/app.js'
import type { Platform } from '../../src/chat/platform.js'
import type { AdjustableClock } from '../../src/clock.js'
import type { Entry } from '../../src/commands/define.js'
import { ENTRIES } from '../../src/commands/registry.js'
import type { Community } from '../../src/core/community.js'
import type { Log } from '../../src/log.js'
import { limitConnections } from '../../src/operations/limit-connections.js'
import { ACTORS, LOBBY, LOBBY_LIFETIMES, personOf } from './actors.js'
import { Chat } from './chat.js'
import { Feed } from './feed.js'
import { Hub } from './hub.js'
import { buildPage } from './page.js'
import { playgroundPlatform } from './platform.js'
import { newToken } from './security.js'
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
  /** Folder of the page's sources. */
  readonly pageFolder: string
  /** Whether the page may put the clock forward, which affects the whole program. Default true. */
  readonly maySkip?: boolean
  /** All commands of the program by default. */
  readonly entries?: readonly Entry[]
}

export interface Playground {
  /** For the updater. */
  readonly platform: Platform
  /** Founds the lobby if needed and starts serving. Rejects when the page can't be built or the port is unavailable. */
  listen(): Promise<{ url: string }>
  /** Ends all streams, finishes the requests in progress and writes the chat to disk. */
  close(): Promise<void>
}

const CURRENCY = { name: 'Lucky Coin 幸运币', symbol: '🪙', scale: 2 } as const
/** Starting balance of everyone, in minor units. */
const POCKET_MONEY = 50_000
/** Deadline for a request to arrive. Milliseconds. */
const REQUEST_TIMEOUT = 5_000
const CLOSE_PATIENCE = 2_000
/** A hundred pages with a stream each, plus their requests. */
const MOST_CONNECTIONS = 500

/** A group chat on this machine, with people to act as, that needs no token and no network. */
export function createPlayground(options: PlaygroundOptions): Playground {
  const { app, clock, log, host } = options
  const now = () => clock.now()
  const hub = new Hub()
  const chat = new Chat(options.chatFile, log, (message) => hub.publish({ type: 'message', message }))
  let feed: Feed | undefined
  let server: ReturnType<typeof createAdaptorServer> | undefined
  let opening: Promise<{ url: string }> | undefined

  async function open(): Promise<{ url: string }> {
    const token = newToken()
    const page = await buildPage(token, options.pageFolder)
    const community = await openLobby(app)
    const following = new Feed(app, hub, log, community)
    feed = following
    await following.start()
    let port = options.port
    const routes = createServer({
      app,
      clock,
      maySkip: options.maySkip ?? true,
      log,
      chat,
      hub,
      feed: following,
      page,
      token,
      community: community.name,
      entries: options.entries ?? ENTRIES,
      port: () => port,
    })
    const listening = createAdaptorServer({
      fetch: routes.fetch,
      serverOptions: {
        requestTimeout: REQUEST_TIMEOUT,
        headersTimeout: REQUEST_TIMEOUT,
        connectionsCheckingInterval: 1_000,
      },
    })
    server = listening
    limitConnections(listening as Server, MOST_CONNECTIONS)
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject)
      listening.listen(options.port, host, () => {
        listening.off('error', reject)
        resolve()
      })
    })
    port = (listening.address() as AddressInfo).port
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
      const closing = server
      if (closing?.listening) {
        await new Promise<void>((resolve) => {
          const impatient = setTimeout(
            () => 'closeAllConnections' in closing && closing.closeAllConnections(),
            CLOSE_PATIENCE,
          )
          closing.close(() => {
            clearTimeout(impatient)
            resolve()
          })
          if ('closeIdleConnections' in closing) closing.closeIdleConnections()
        })
      }
      await feed?.stop()
      chat.close()
    },
  }
}

/** Returns the lobby's community with all its members. Gives starting money, once, to those who have never had any. */
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
      key: `playground:welcome:${actor.user}`,
      place: LOBBY,
      by: personOf(admin),
      platformAdmin: true,
      to: by,
      amount: POCKET_MONEY,
      reason: 'Pocket money 零花钱',
    })
  }
  return founded.community
}
