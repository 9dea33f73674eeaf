import { type ClientOptions, GatewayIntentBits, Options } from 'discord.js'

/** Updates of cards rather wait on the message board, where they become one, than in the client's queue. */
const CHANNEL_MESSAGES = /^\/channels\/:id\/messages/

/** The client's options. `apiRoot`: the address of Discord's API without its version; only tests have another. */
export function clientOptions(apiRoot?: string): ClientOptions {
  return {
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    allowedMentions: { parse: [] },
    // Interactions bring whatever is needed of members and messages with them.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
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
      rejectOnRateLimit: ({ route }) => CHANNEL_MESSAGES.test(route),
    },
  }
}
