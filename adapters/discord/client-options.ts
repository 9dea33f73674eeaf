import { type ClientOptions, GatewayIntentBits, Options, type RateLimitData } from 'discord.js'
import type { ShardRange } from '../../src/core/shard-range.js'
import { makeRequest } from './make-request.js'

/** Card updates should wait on the message board, where they merge, rather than in the client's queue. */
const CHANNEL_MESSAGES = /^\/channels\/:id\/messages/

/** One percent of the refused requests that get an address banned. */
const REFUSALS_A_WARNING = 100

/** Discord's limit for a bot; answers to interactions come on top. */
const REQUESTS_PER_SECOND = 50

/** Returns a program's share of Discord's limit, in requests a second. `shards`: all by default. */
export function requestsPerSecond(
  { first, last, count }: ShardRange = { first: 0, last: 0, count: 1 },
): number {
  return Math.max(1, Math.floor((REQUESTS_PER_SECOND * (last - first + 1)) / count))
}

/**
 * Returns the client's options. `apiRoot`: Discord's API without the version; tests use another. `onRateLimit` is
 * called for every delayed call and told whether the call is rejected; `beforeRequest`, before every request.
 * `shards`: those of this program; by default all that Discord recommends.
 */
export function clientOptions(
  apiRoot?: string,
  onRateLimit: (limit: RateLimitData, rejected: boolean) => void = () => {},
  beforeRequest?: () => void,
  shards?: ShardRange,
): ClientOptions {
  return {
    // The second tells who is in a voice channel, for rain; neither is privileged.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    ...(shards ? { shards: idsOf(shards), shardCount: shards.count } : { shards: 'auto' as const }),
    allowedMentions: { parse: [] },
    // Interactions include everything needed about members and messages.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: 0,
      UserManager: 0,
      ThreadMemberManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
    }),
    rest: {
      ...(apiRoot && { api: apiRoot }),
      makeRequest: beforeRequest
        ? async (url, init) => {
            beforeRequest()
            return await makeRequest(url, init)
          }
        : makeRequest,
      timeout: 10_000,
      retries: 1,
      // This client only answers interactions, and Discord doesn't count those among a bot's 50 requests a second.
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      // The client keeps a queue for each late answer until then.
      handlerSweepInterval: 60_000,
      invalidRequestWarningInterval: REFUSALS_A_WARNING,
      // Also the only hook that reports a delayed answer to an interaction.
      rejectOnRateLimit: (limit) => {
        const rejected = CHANNEL_MESSAGES.test(limit.route)
        onRateLimit(limit, rejected)
        return rejected
      },
    },
  }
}

function idsOf({ first, last }: ShardRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
