import { format } from 'node:util'
import {
  type APIThreadChannel,
  Client,
  DiscordAPIError,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  type Interaction,
  type RateLimitData,
  REST,
  RESTEvents,
  Routes,
  Status,
} from 'discord.js'
import { createAnnouncer } from '../../src/chat/announcer.js'
import { type Bot, type BotOptions, pipelineOptions } from '../../src/chat/bot.js'
import { keepConnecting } from '../../src/chat/keep-connecting.js'
import { pause } from '../../src/chat/pause.js'
import { LoginRefused } from '../../src/chat/platform.js'
import { PlatformClock } from '../../src/chat/platform-clock.js'
import { SecondProcess } from '../../src/chat/second-process.js'
import { createCompleter } from '../../src/commands/framework/lines/complete.js'
import { createPipeline } from '../../src/commands/framework/pipeline.js'
import type { ShardRange } from '../../src/core/shard-range.js'
import { ExpiringMap } from '../../src/expiring-map.js'
import { clientOptions, requestsPerSecond } from './client-options.js'
import { menusOf } from './commands.js'
import { createDecoder, DISCORD } from './decode.js'
import { keepLimitsInTime } from './limits-in-time.js'
import type { RoleHere } from './markup.js'
import { interactionHandler } from './on-interaction.js'
import { discordPlatform, type EnvelopeInteractions } from './platform.js'
import { registerCommands } from './register.js'

export interface DiscordOptions extends BotOptions {
  /** This program's shards, where several share the bot; by default all that Discord recommends. */
  readonly shards?: ShardRange
  /** Address of members' attachments, without a trailing slash; for tests. */
  readonly fileRoot?: string
  /** Called for every command that is refused because Discord has already reported its failure to the sender. */
  readonly onStale?: () => void
  /** Called when Discord ends the connection for good, as after a reset of the token. */
  readonly onRefused?: (error: LoginRefused) => void
}

/** Pauses between two tries to log in. Milliseconds. */
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000
/** Discord gives up on an interaction after 3 s; the answer has to get there as well. Milliseconds. */
const FRESH = 2_500
/** An interaction's token lives for 15 minutes; this leaves a minute for delivery. Milliseconds. */
const TOKEN_LIFE = 14 * 60_000
/** After a session shorter than this, the next login waits: Discord allows 1,000 a day. Milliseconds. */
const LASTED = 10 * 60_000

/** Discord as a platform: commands and buttons become calls to the app, and cards become messages. */
export function createDiscord(given: DiscordOptions): Bot {
  const { app, token, apiRoot, shards, log } = given
  const { onError = () => {}, onStale = () => {}, onRefused = () => {} } = given
  const onRateLimit = ({ route, retryAfter, global }: RateLimitData, rejected: boolean) => {
    log.info({ route, retryAfter, global }, 'Discord asks for patience')
    // Rejected calls are counted where they fail.
    if (!rejected) onError('rate_limit')
  }
  const options = clientOptions(apiRoot, onRateLimit, given.beforeRequest, shards)
  // One program registers the commands.
  const registers = !shards || shards.first === 0
  // The client's own REST stops working once the client is destroyed, but cards must be edited between clients too.
  const rest = new REST({ ...options.rest, globalRequestsPerSecond: requestsPerSecond(shards) }).setToken(
    token,
  )
  let client: Client | undefined
  /** When the client connected, on the monotonic clock, and the number of short sessions in a row. */
  let connectedAt = 0
  let shortSessions = 0
  /** False while another program is active. */
  let acting = false
  let connecting: Promise<void> | undefined
  /** Interactions that another program is to answer, kept in case it stops first. */
  const held = new ExpiringMap<string, Interaction>(FRESH)
  const tokens: EnvelopeInteractions = new ExpiringMap(TOKEN_LIFE)
  const end = new AbortController()
  const { signal } = end
  const forgetLimits = keepLimitsInTime(() => (client ? [rest, client.rest] : [rest]))

  const commands = pipelineOptions(given)
  const { entries } = commands
  const pipeline = createPipeline(commands)
  const platform = discordPlatform({ app, rest, token, tokens, log, onError, rolesAt })
  const { fileRoot, beforeRequest } = given
  const decoder = {
    ...{ app, clock: new PlatformClock(), find: pipeline.find, menus: menusOf(entries), log },
    files: { fileRoot, beforeRequest, log },
  }
  const interactions = interactionHandler({
    ...{ app, pipeline, complete: createCompleter(commands), decode: createDecoder(decoder) },
    announce: createAnnouncer({ post: platform.announce, log, signal }),
    ...(given.pictures && { pictures: given.pictures }),
    ...{ end: signal, secondProcess: new SecondProcess(), rolesAt, tokens, log, onError, onStale },
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
      if (acting) interactions.take(interaction)
      else held.set(interaction.id, interaction)
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
    if (signal.aborted || open.length === 0) return
    app.board
      .wake(DISCORD, open)
      .catch((error) => log.error({ err: error }, 'could not wake the cards of a thread'))
  }

  /** Starts a new client, or gives up, after a close code at which discord.js stays disconnected. */
  function sessionEnded(ended: Client, code: number): void {
    // Shards end one after the other, and `start` handles a client that never got ready.
    if (signal.aborted || client !== ended || connectedAt === 0) return
    client = undefined
    const now = performance.now()
    shortSessions = now - connectedAt < LASTED ? shortSessions + 1 : 0
    connectedAt = 0
    const destroyed = ended.destroy()
    const refusal = refusalFor(code, shards)
    if (refusal) return void onRefused(refusal)
    log.warn({ code }, 'Discord asks for other shards: logging in anew')
    destroyed
      .then(() => pause(shortSessions > 1 ? pauseAfter(shortSessions) : 0, signal))
      .then(keepConnected)
      .catch(onRefused)
  }

  function rolesAt(channel: string): RoleHere {
    const found = client?.channels.cache.get(channel)
    return (role) => (found && !found.isDMBased() ? found.guild.roles.cache.get(role) : undefined)
  }

  async function register(): Promise<void> {
    const application = await whoAmI(rest)
    const changed = await registerCommands(rest, application.id, entries)
    if (changed) log.info('the commands were registered')
  }

  async function connect(): Promise<void> {
    await (acting && registers ? register() : whoAmI(rest))
    // Connected ahead.
    if (signal.aborted || client) return
    // A client whose login failed can't log in again.
    const fresh = new Client(options)
    listen(fresh)
    // Assigned before the login, so that a stop in between reaches it.
    client = fresh
    try {
      await new Promise<void>((resolve, reject) => {
        fresh.once(Events.ClientReady, () => resolve())
        fresh.on(Events.ShardDisconnect, ({ code }) => {
          reject(refusalFor(code, shards) ?? new Error(`Discord closed the connection with ${code}`))
          sessionEnded(fresh, code)
        })
        fresh.login(token).catch(reject)
      })
    } catch (error) {
      await fresh.destroy()
      client = undefined
      throw error
    }
    connectedAt = performance.now()
    log.info({ servers: fresh.guilds.cache.size, shards: fresh.ws.shards.size }, 'Discord is connected')
  }

  /** The client only reconnects after a first connection; before that, it gives up at the first failure. */
  const keepConnected = () => {
    connecting ??= keepTrying(connect).finally(() => {
      connecting = undefined
    })
    return connecting
  }
  const keepTrying = (connect: () => Promise<void>) =>
    keepConnecting({
      ...{ platform: 'Discord', connect, signal, log },
      ...{ firstPauseMs: FIRST_PAUSE, maxPauseMs: LONGEST_PAUSE },
    })

  return {
    platform,
    listen: keepConnected,
    async start() {
      const ahead = connecting ?? client
      acting = true
      for (const interaction of held.takeAll()) interactions.take(interaction, true)
      await keepConnected()
      if (ahead && registers) await keepTrying(register)
    },
    // The client counts as ready from its first login on, whatever happens to its shards.
    ready: () =>
      client?.isReady() === true && client.ws.shards.every(({ status }) => status === Status.Ready),
    async stop({ handingOver } = { handingOver: false }) {
      if (handingOver) acting = false
      end.abort()
      await interactions.settled()
      await client?.destroy()
      forgetLimits()
      // Interactions that arrived just before the gateway closed.
      await interactions.settled()
    },
  }
}

function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures)
}

const NO_SERVERS =
  'Discord does not let this bot hear of servers (close code %d). Look at its page in the developer portal.'
/** Close codes after which logging in again would not help, and what is said of them. */
const REFUSALS: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]:
    'Discord no longer takes DISCORD_TOKEN (close code %d). Copy it again from the developer portal.',
  [GatewayCloseCodes.InvalidIntents]: NO_SERVERS,
  [GatewayCloseCodes.DisallowedIntents]: NO_SERVERS,
  [GatewayCloseCodes.InvalidAPIVersion]:
    'Discord no longer speaks this version of its gateway (close code %d). Update this program.',
}
/** Said only of configured shards; without them, Discord recommends more at the next login. */
const MORE_SHARDS =
  'Discord requires more shards than DISCORD_SHARDS has (close code %d). Raise the number in all programs: one shard for every 1,000 servers.'

function refusalFor(code: number, shards: ShardRange | undefined): LoginRefused | undefined {
  const said = shards && code === GatewayCloseCodes.ShardingRequired ? MORE_SHARDS : REFUSALS[code]
  return said === undefined ? undefined : new LoginRefused(format(said, code))
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
