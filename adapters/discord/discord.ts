import { setTimeout as pause } from 'node:timers/promises'
import { Client, DiscordAPIError, Events, REST, RESTEvents, Routes, Status } from 'discord.js'
import type { App } from '../../src/app/app.js'
import type { Log } from '../../src/log.js'
import { LoginRefused, type Platform } from '../../src/messaging/platform.js'
import { proveSeldom } from '../../src/messaging/prove-seldom.js'
import { Turnstile } from '../../src/messaging/turnstile.js'
import { clientOptions } from './client-options.js'
import type { Desk } from './desk.js'
import { Drafts } from './drafts.js'
import { keepLimitsInTime } from './limits-in-time.js'
import { onInteraction } from './on-interaction.js'
import { DISCORD, discordPlatform } from './platform.js'
import { Receipts } from './receipts.js'
import { registerCommands } from './register.js'
import { teller } from './tell.js'
import { answerWhileStopping } from './while-stopping.js'

export interface DiscordOptions {
  readonly app: App
  readonly token: string
  /** The address of Discord's API without its version; only tests have another. */
  readonly apiRoot?: string
  readonly log: Log
  /** Called with the code of every error of the platform. */
  readonly onError?: (code: string) => void
}

export interface Discord {
  readonly platform: Platform
  /**
   * Registers the commands and logs in, trying again for as long as Discord cannot be reached. Rejects with
   * LoginRefused when Discord does not know the token.
   */
  start(): Promise<void>
  /** Whether every shard of the gateway is connected at this moment. */
  ready(): boolean
  /**
   * Does nothing more for anybody, says so to whoever still asks, and resolves when everything that was under way
   * is answered.
   */
  stop(): Promise<void>
}

/** Between two tries to log in. Milliseconds. */
const LONGEST_WAIT = 60_000

/** Discord as a platform: commands and buttons become calls of the app, and cards become messages. */
export function createDiscord({ app, token, apiRoot, log, onError = () => {} }: DiscordOptions): Discord {
  const options = clientOptions(apiRoot)
  // The client's own is of no use once the client is destroyed, and cards must be edited also in between.
  const rest = new REST(options.rest).setToken(token)
  let client: Client | undefined
  const receipts = new Receipts()
  const underWay = new Set<Promise<void>>()
  const end = new AbortController()
  const limitsInTime = keepLimitsInTime(() => (client ? [rest, client.rest] : [rest]))
  let stopping = false

  const turnstile = new Turnstile()
  const drafts = new Drafts()
  const desk: Desk = { app, log, onError, receipts, turnstile, drafts, enter, prove: proveSeldom(app) }
  rest.on(RESTEvents.RateLimited, ({ route, retryAfter, global }) =>
    log.info({ route, retryAfter, global }, 'Discord asks for patience'),
  )
  rest.on(RESTEvents.InvalidRequestWarning, ({ count }) =>
    log.warn({ count }, 'Discord refused many requests; ten thousand in ten minutes ban this address'),
  )

  function listen(client: Client): void {
    client.on(Events.InteractionCreate, (interaction) => {
      const work = stopping ? answerWhileStopping(interaction, desk) : onInteraction(interaction, desk)
      const handled = work.finally(() => underWay.delete(handled))
      underWay.add(handled)
    })
    client.on(Events.Error, (error) => log.error({ err: error }, 'discord.js reports an error'))
    client.on(Events.ShardDisconnect, (event, shard) => log.warn({ shard, code: event.code }, 'disconnected'))
    client.on(Events.ShardResume, (shard) => log.info({ shard }, 'connected again'))
    client.on(Events.GuildDelete, (guild) => log.info({ guild: guild.id }, 'the bot left a server'))
    // A session that Discord ended for good: the client has been destroyed.
    client.on(Events.Invalidated, () => {
      log.warn('Discord ended the session')
      start().catch((error) => log.fatal({ err: error }, 'Discord refuses the token now'))
    })
  }

  async function enter(channel: string, guild: string, guildName: string) {
    const place = { platform: DISCORD, chat: channel }
    const { community } = await app.enterChat({
      place,
      within: { platform: DISCORD, chat: guild },
      name: guildName,
    })
    return community
  }

  async function connect(): Promise<void> {
    const application = await whoAmI(rest)
    const changed = await registerCommands(rest, application.id)
    if (changed) log.info('the commands were registered')
    // A client whose login failed cannot log in again.
    const fresh = new Client(options)
    listen(fresh)
    const ready = new Promise<void>((resolve) => fresh.once(Events.ClientReady, () => resolve()))
    // Known before it is logged in, so that a stop in between reaches it.
    client = fresh
    await fresh.login(token)
    await ready
    log.info({ servers: fresh.guilds.cache.size, shards: fresh.ws.shards.size }, 'Discord is connected')
  }

  /** The client only reconnects once it was connected; before that it gives up at the first failure. */
  async function start(): Promise<void> {
    for (let attempt = 0; !stopping; attempt++) {
      try {
        return await connect()
      } catch (error) {
        if (stopping) return
        if (error instanceof LoginRefused) throw error
        const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** attempt)
        const why = error instanceof Error ? error.message : String(error)
        log.warn({ why, againInSeconds: wait / 1000 }, 'Discord cannot be reached')
        await pause(wait, undefined, { signal: end.signal }).catch(() => undefined)
      }
    }
  }

  return {
    platform: discordPlatform({ rest, token, onError, tell: teller({ app, rest, receipts, log, onError }) }),
    start,
    // The client itself counts as ready from its first login on, whatever becomes of its shards.
    ready: () =>
      client?.isReady() === true && client.ws.shards.every(({ status }) => status === Status.Ready),
    async stop() {
      stopping = true
      end.abort()
      await Promise.allSettled(underWay)
      await client?.destroy()
      limitsInTime()
      // What came with the last words of the gateway.
      await Promise.allSettled(underWay)
    },
  }
}

async function whoAmI(rest: REST): Promise<{ id: string }> {
  try {
    return (await rest.get(Routes.currentApplication())) as { id: string }
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401)
      throw new LoginRefused('Discord does not know DISCORD_TOKEN. Copy it again from the developer portal.')
    throw error
  }
}
