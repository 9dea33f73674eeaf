import {
  Client,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  MessageFlags,
  Options,
  type REST,
  RESTEvents,
  Routes,
} from 'discord.js'
import type { App } from '../../src/app/app.js'
import type { ReconcileReport } from '../../src/app/reconcile.js'
import type { EnvelopeView } from '../../src/app/view-envelope.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import type { Log } from '../../src/log.js'
import type { Platform } from '../../src/messaging/platform.js'
import { messageOf, unlessLate } from './answer.js'
import { languageOf } from './asked.js'
import type { Desk } from './desk.js'
import { onInteraction } from './on-interaction.js'
import { DISCORD, discordPlatform } from './platform.js'
import { Receipts } from './receipts.js'
import { registerCommands } from './register.js'

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
  /** Logs in and registers the commands. Rejects when Discord refuses the token. */
  start(): Promise<void>
  /** Whether the gateway is connected at this moment. */
  ready(): boolean
  /** Takes no further interactions and resolves when those under way are answered. */
  stop(): Promise<void>
}

/** Discord does not know the token. Trying again would not help; the message says what to do. */
export class LoginRefused extends Error {
  override name = 'LoginRefused'
}

/** Books are proven again only after so long, however many ask. Milliseconds. */
const PROOF_KEEPS = 60_000
/** Updates of cards rather wait on the message board, where they become one, than in the client's queue. */
const CHANNEL_MESSAGES = /^\/channels\/:id\/messages/

/** Discord as a platform: commands and buttons become calls of the app, and cards become messages. */
export function createDiscord({ app, token, apiRoot, log, onError = () => {} }: DiscordOptions): Discord {
  const client = new Client({
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
      rejectOnRateLimit: ({ route }) => CHANNEL_MESSAGES.test(route),
    },
  })
  const receipts = new Receipts()
  const underWay = new Set<Promise<void>>()
  let stopping = false

  const desk: Desk = { app, log, receipts, enter, prove: proveSeldom(app) }
  client.on(Events.InteractionCreate, (interaction) => {
    if (stopping) return
    const handled = onInteraction(interaction, desk).finally(() => underWay.delete(handled))
    underWay.add(handled)
  })
  client.on(Events.Error, (error) => log.error({ err: error }, 'discord.js reports an error'))
  client.on(Events.ShardDisconnect, (event, shard) => log.warn({ shard, code: event.code }, 'disconnected'))
  client.on(Events.ShardResume, (shard) => log.info({ shard }, 'connected again'))
  client.on(Events.GuildDelete, (guild) => log.info({ guild: guild.id }, 'the bot left a server'))
  client.rest.on(RESTEvents.RateLimited, ({ route, retryAfter, global }) =>
    log.info({ route, retryAfter, global }, 'Discord asks for patience'),
  )
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count }) =>
    log.warn({ count }, 'Discord refused many requests; ten thousand in ten minutes ban this address'),
  )

  async function enter(channel: string, guild: string, guildName: string) {
    const place = { platform: DISCORD, chat: channel }
    const { community } = await app.enterChat({
      place,
      within: { platform: DISCORD, chat: guild },
      name: guildName,
    })
    return community.currency
  }

  /** Through the interaction that sent the envelope while it lives, else as a direct message. */
  async function tell(envelope: EnvelopeView, news: 'unposted' | 'vanished'): Promise<void> {
    const { envelopeNo: no, currency, total } = envelope
    const receipt = receipts.find(no, performance.now())
    const language = receipt ? languageOf(receipt.locale) : (envelope.language ?? 'en')
    const words = catalogue(language).discord
    const text =
      news === 'unposted'
        ? words.unposted({ no, amount: money(total, currency, language) })
        : words.vanished({ no })
    const { content } = messageOf({ text, tone: 'bad' }, 0) as { content: string }
    if (receipt) {
      let told = true
      const reply = { content, allowedMentions: { parse: [] }, flags: MessageFlags.Ephemeral } as const
      await unlessLate(receipt.followUp(reply), () => (told = false))
      if (told) return
    }
    const sender = await app.senderOf(no, DISCORD)
    if (sender.kind !== 'sender' || !sender.user) return
    const { rest } = client
    const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: sender.user } })
    const body = { content, allowed_mentions: { parse: [] } }
    await rest.post(Routes.channelMessages((opened as { id: string }).id), { body })
  }

  return {
    platform: discordPlatform({ rest: client.rest, onError, tell }),
    async start() {
      client.rest.setToken(token)
      const application = await whoAmI(client.rest)
      const changed = await registerCommands(client.rest, application.id)
      if (changed) log.info('the commands were registered')
      const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
      await client.login(token)
      await ready
      log.info({ servers: client.guilds.cache.size, shards: client.ws.shards.size }, 'Discord is connected')
    },
    ready: () => client.isReady(),
    async stop() {
      stopping = true
      await Promise.allSettled(underWay)
      await client.destroy()
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

function proveSeldom(app: App): () => Promise<ReconcileReport> {
  let proof: Promise<ReconcileReport> | undefined
  let at = 0
  return () => {
    const now = performance.now()
    if (!proof || now - at > PROOF_KEEPS) {
      at = now
      proof = app.reconcile()
      // A proof that could not be made is tried again by the next who asks.
      proof.catch(() => (proof = undefined))
    }
    return proof
  }
}
