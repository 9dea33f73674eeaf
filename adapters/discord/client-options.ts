import { type ClientOptions, GatewayIntentBits, Options, type RateLimitData } from 'discord.js'

/** Updates of cards rather wait on the message board, where they become one, than in the client's queue. */
const CHANNEL_MESSAGES = /^\/channels\/:id\/messages/

/** A hundredth of the refused requests for which Discord bans an address. */
const REFUSALS_A_WARNING = 100

/**
 * The client's options. `apiRoot`: the address of Discord's API without its version; only tests have another.
 * `onRateLimit` hears of every call that has to wait, and whether it is rejected for that.
 */
export function clientOptions(
  apiRoot?: string,
  onRateLimit: (limit: RateLimitData, rejected: boolean) => void = () => {},
): ClientOptions {
  return {
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    allowedMentions: { parse: [] },
    // Interactions bring whatever is needed of members and messages with them.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: 0,
      UserManager: 0,
      ThreadMemberManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      VoiceStateManager: 0,
    }),
    rest: {
      ...(apiRoot && { api: apiRoot }),
      timeout: 10_000,
      retries: 1,
      // The client keeps a queue for each answer that came late until then.
      handlerSweepInterval: 60_000,
      invalidRequestWarningInterval: REFUSALS_A_WARNING,
      // Also the only place where the library says that the answer to an interaction has to wait.
      rejectOnRateLimit: (limit) => {
        const rejected = CHANNEL_MESSAGES.test(limit.route)
        onRateLimit(limit, rejected)
        return rejected
      },
    },
  }
}
