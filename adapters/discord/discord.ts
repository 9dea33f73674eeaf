import { setTimeout as pause } from 'node:timers/promises'
import {
  type APIThreadChannel,
  Client,
  DiscordAPIError,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  REST,
  RESTEvents,
  Routes,
  Status,
} from 'discord.js'
import type { App } from '../../src/app/app.js'
import { createAnnouncer } from '../../src/chat/announcer.js'
import { LoginRefused, type Platform } from '../../src/chat/platform.js'
import { RateLimiter } from '../../src/chat/rate-limiter.js'
import { createCompleter } from '../../src/commands/complete.js'
import type { Entry } from '../../src/commands/define.js'
import { Forms } from '../../src/commands/forms.js'
import { createPipeline } from '../../src/commands/pipeline.js'
import { ENTRIES } from '../../src/commands/registry.js'
import type { Request } from '../../src/commands/request.js'
import type { Log } from '../../src/log.js'
import { proveSeldom } from '../../src/operations/prove-seldom.js'
import { clientOptions } from './client-options.js'
import { memberMenus } from './commands.js'
import { createDecoder } from './decode.js'
import { DiscordClock } from './discord-clock.js'
import { InteractionTokenCache } from './interaction-token-cache.js'
import { keepLimitsInTime } from './limits-in-time.js'
import type { RoleHere } from './markup.js'
import { createNotifier } from './notify.js'
import { interactionHandler } from './on-interaction.js'
import { DISCORD, discordPlatform } from './platform.js'
import { registerCommands } from './register.js'
import { SecondProcess } from './second-process.js'

export interface DiscordOptions {
  readonly app: App
  readonly token: string
  /** Discord's API without the version; tests use another. */
  readonly apiRoot?: string
  readonly log: Log
  /** All commands; the program's own by default. */
  readonly entries?: readonly Entry[]
  /** Called with the code of every error of the platform. */
  readonly onError?: (code: string) => void
  /** Called for every command that is refused because Discord has already reported its failure to the sender. */
  readonly onStale?: () => void
  /** Called when Discord ends the connection for a reason that another login wouldn't change, such as a reset token. */
  readonly onRefused?: (error: LoginRefused) => void
}

export interface Discord {
  readonly platform: Platform
  /**
   * Registers the commands and logs in, retrying while Discord is unreachable. Rejects with LoginRefused when Discord
   * rejects the token.
   */
  start(): Promise<void>
  /** Returns whether every shard of the gateway is connected now. */
  ready(): boolean
  /** Refuses everything new with a message, and resolves when all running interactions are answered. */
  stop(): Promise<void>
}

/** Longest pause between two login attempts. Milliseconds. */
const LONGEST_WAIT = 60_000
/** After a session shorter than this, the next login waits: Discord allows 1,000 a day. Milliseconds. */
const LASTED = 10 * 60_000

/** Discord as a platform: commands and buttons become calls to the app, and cards become messages. */
export function createDiscord({
  app,
  token,
  apiRoot,
  log,
  entries = ENTRIES,
  onError = () => {},
  onStale = () => {},
  onRefused = () => {},
}: DiscordOptions): Discord {
  const options = clientOptions(apiRoot, ({ route, retryAfter, global }, rejected) => {
    log.info({ route, retryAfter, global }, 'Discord asks for patience')
    // Rejected calls are counted where they fail.
    if (!rejected) onError('rate_limit')
  })
  // The client's own REST stops working once the client is destroyed, but cards must be edited between clients too.
  const rest = new REST(options.rest).setToken(token)
  let client: Client | undefined
  /** When the client connected, on the monotonic clock, and the number of short sessions in a row. */
  let connectedAt = 0
  let shortSessions = 0
  const tokens = new InteractionTokenCache()
  const underWay = new Set<Promise<void>>()
  const end = new AbortController()
  const limitsInTime = keepLimitsInTime(() => (client ? [rest, client.rest] : [rest]))
  let stopping = false

  const rateLimiter = new RateLimiter()
  const commands = {
    ...{ app: { ...app, reconcile: proveSeldom(app) }, entries, forms: new Forms(), log },
    limiter: {
      tryAcquire: ({ by, place }: Request) => rateLimiter.tryAcquire(by, place),
      shouldNotify: ({ by }: Request) => rateLimiter.shouldNotify(by),
    },
  }
  const pipeline = createPipeline(commands)
  const notify = createNotifier({ app, rest, tokens, log, onError })
  const platform = discordPlatform({ rest, token, onError, rolesAt, notify })
  const decoder = { app, clock: new DiscordClock(), find: pipeline.find, menus: memberMenus(entries), log }
  const onInteraction = interactionHandler({
    ...{ app, pipeline, complete: createCompleter(commands), decode: createDecoder(decoder) },
    announce: createAnnouncer({ post: platform.announce, log, signal: end.signal }),
    stopping: () => stopping,
    secondProcess: new SecondProcess(),
    ...{ rolesAt, tokens, log, onError, onStale },
  })
  watchRefusals(rest)

  function watchRefusals(rest: REST): void {
    rest.on(RESTEvents.InvalidRequestWarning, ({ count }) =>
      log.warn({ count }, 'Discord refused many requests; ten thousand in ten minutes ban this address'),
    )
  }

  function listen(client: Client): void {
    // The client has its own REST, which answers interactions.
    watchRefusals(client.rest)
    client.on(Events.InteractionCreate, (interaction) => {
      const handled = onInteraction(interaction).finally(() => underWay.delete(handled))
      underWay.add(handled)
    })
    client.on(Events.Error, (error) => log.error({ err: error }, 'discord.js reports an error'))
    client.on(Events.ShardDisconnect, (event, shard) => log.warn({ shard, code: event.code }, 'disconnected'))
    client.on(Events.ShardResume, (shard) => log.info({ shard }, 'connected again'))
    // The client's own events skip unknown threads, such as those that were archived when it logged in.
    client.ws.on(GatewayDispatchEvents.ThreadUpdate, (thread: APIThreadChannel) => threadsSeen([thread]))
    for (const event of [GatewayDispatchEvents.GuildCreate, GatewayDispatchEvents.ThreadListSync])
      client.ws.on(event, ({ threads = [] }: { threads?: APIThreadChannel[] }) => threadsSeen(threads))
    client.on(Events.GuildDelete, (guild) => log.info({ guild: guild.id }, 'the bot left a server'))
  }

  /** Wakes the sleeping cards in those threads that are open. */
  function threadsSeen(threads: readonly APIThreadChannel[]): void {
    const open = threads.filter((thread) => !thread.thread_metadata?.archived).map(({ id }) => id)
    if (stopping || open.length === 0) return
    app.board
      .wake(DISCORD, open)
      .catch((error) => log.error({ err: error }, 'could not wake the cards of a thread'))
  }

  /** Starts a new client, or gives up, after a close code at which discord.js stays disconnected. */
  function sessionEnded(ended: Client, code: number): void {
    // Shards end one after the other, and `start` handles a client that never got ready.
    if (stopping || client !== ended || connectedAt === 0) return
    client = undefined
    const now = performance.now()
    shortSessions = now - connectedAt < LASTED ? shortSessions + 1 : 0
    connectedAt = 0
    const destroyed = ended.destroy()
    const refusal = refusalFor(code)
    if (refusal) {
      onRefused(refusal)
      return
    }
    log.warn({ code }, 'Discord asks for other shards: logging in anew')
    const again = async () => {
      await destroyed
      await start(shortSessions > 1 ? waitBefore(shortSessions) : 0)
    }
    again().catch(onRefused)
  }

  function rolesAt(channel: string): RoleHere {
    const found = client?.channels.cache.get(channel)
    return (role) => (found && !found.isDMBased() ? found.guild.roles.cache.get(role) : undefined)
  }

  async function connect(): Promise<void> {
    const application = await whoAmI(rest)
    const changed = await registerCommands(rest, application.id, entries)
    if (changed) log.info('the commands were registered')
    if (stopping) return
    // A client whose login failed can't log in again.
    const fresh = new Client(options)
    listen(fresh)
    // Assigned before the login, so that a stop in between reaches it.
    client = fresh
    try {
      await new Promise<void>((resolve, reject) => {
        fresh.once(Events.ClientReady, () => resolve())
        fresh.on(Events.ShardDisconnect, ({ code }) => {
          reject(refusalFor(code) ?? new Error(`Discord closed the connection with ${code}`))
          sessionEnded(fresh, code)
        })
        fresh.login(token).catch(reject)
      })
    } catch (error) {
      await fresh.destroy()
      throw error
    }
    connectedAt = performance.now()
    log.info({ servers: fresh.guilds.cache.size, shards: fresh.ws.shards.size }, 'Discord is connected')
  }

  /** The client only reconnects after a first connection; before that, it gives up at the first failure. */
  async function start(firstWait = 0): Promise<void> {
    if (firstWait > 0) await pause(firstWait, undefined, { signal: end.signal }).catch(() => undefined)
    for (let attempt = 0; !stopping; attempt++) {
      try {
        return await connect()
      } catch (error) {
        if (stopping) return
        if (error instanceof LoginRefused) throw error
        const wait = waitBefore(attempt)
        const why = error instanceof Error ? error.message : String(error)
        log.warn({ why, againInSeconds: wait / 1000 }, 'Discord cannot be reached')
        await pause(wait, undefined, { signal: end.signal }).catch(() => undefined)
      }
    }
  }

  return {
    platform,
    start: () => start(),
    // The client counts as ready from its first login on, whatever happens to its shards.
    ready: () =>
      client?.isReady() === true && client.ws.shards.every(({ status }) => status === Status.Ready),
    async stop() {
      stopping = true
      end.abort()
      await Promise.allSettled(underWay)
      await client?.destroy()
      limitsInTime()
      // Interactions that arrived just before the gateway closed.
      await Promise.allSettled(underWay)
    },
  }
}

/** Returns how long to wait before the next login after this many failures. Milliseconds. */
function waitBefore(failures: number): number {
  return Math.min(LONGEST_WAIT, 1000 * 2 ** failures)
}

/** Returns why another login wouldn't help after a close code of the gateway; undefined when it would. */
function refusalFor(code: number): LoginRefused | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return new LoginRefused(
        `Discord no longer takes DISCORD_TOKEN (close code ${code}). Copy it again from the developer portal.`,
      )
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
      return new LoginRefused(
        `Discord does not let this bot hear of servers (close code ${code}). Look at its page in the developer portal.`,
      )
    case GatewayCloseCodes.InvalidAPIVersion:
      return new LoginRefused(
        `Discord no longer speaks this version of its gateway (close code ${code}). Update this program.`,
      )
    default:
      return undefined
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
