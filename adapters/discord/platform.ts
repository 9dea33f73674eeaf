import {
  type APIAllowedMentions,
  DiscordAPIError,
  MessageFlags,
  RateLimitError,
  type REST,
  type RepliableInteraction,
  Routes,
} from 'discord.js'
import type { App } from '../../src/app/app.js'
import type { Announcement } from '../../src/chat/announcer.js'
import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import { notificationText } from '../../src/chat/notification-text.js'
import type { Failed, Later, NotifyResult, Platform, PostResult } from '../../src/chat/platform.js'
import { resultText } from '../../src/commands/results/result-text.js'
import type { ExpiringMap } from '../../src/expiring-map.js'
import type { Log } from '../../src/log.js'
import { cardMessage } from './card.js'
import { DISCORD, languageOf } from './decode.js'
import { errorCode } from './error-code.js'
import { plain, type RoleHere } from './markup.js'
import { fileOf, newFile, PICTURE_REFUSALS } from './picture.js'

/** Statuses that stay: a card that is refused as it is, missing access, an unknown channel, guild or message. */
const REFUSALS = new Set([400, 403, 404])
/** Too many edits of messages older than an hour. */
const OLD_MESSAGE_EDITS = 30046
const OLD_MESSAGE_PAUSE = 6_000
/** Nothing in an archived thread can be edited until it is reopened. */
const THREAD_ARCHIVED = 50083
const ASLEEP: Later = { kind: 'later', after: 0, why: 'the thread is archived', asleep: true }
/** A bot has fifty calls a second, so this is no failure. */
const EVERYWHERE = { turn: true, everywhere: true } as const
/** A bot that may not read earlier messages can't reply to one. */
const NO_HISTORY = 160002
const CANNOT_REPLY: Failed = { kind: 'impossible', why: 'earlier messages may not be read' }
const PICTURE_REFUSED: Failed = { kind: 'impossible', why: 'the picture was refused', pictureRefused: true }
const REFUSED_PICTURES: Readonly<Record<number, Failed>> = Object.fromEntries(
  PICTURE_REFUSALS.map((code) => [code, PICTURE_REFUSED]),
)

/** The interactions that sent envelopes, by envelope, while their tokens live. */
export type EnvelopeInteractions = ExpiringMap<string, RepliableInteraction>

export interface DiscordPlatformOptions {
  readonly app: Pick<App, 'senderOf'>
  readonly rest: REST
  readonly token: string
  readonly tokens: EnvelopeInteractions
  readonly log: Log
  /** Called with the code of every error of the platform. */
  readonly onError: (code: string) => void
  /** The roles of the server that a channel belongs to. */
  readonly rolesAt: (channel: string) => RoleHere
}

/** Announcement in a channel, as Discord markup, with the only users and roles that it may ping. */
export interface ChannelNews extends Announcement {
  readonly content: string
  readonly pings: Pick<APIAllowedMentions, 'users' | 'roles'>
}

export interface DiscordPlatform extends Platform {
  announce(news: ChannelNews): Promise<PostResult>
}

/** Discord’s channels as the updater sees them. Cards are posted and edited with the bot’s own token. */
export function discordPlatform(options: DiscordPlatformOptions): DiscordPlatform {
  const { app, rest, token, tokens, log, onError, rolesAt } = options

  /** Resolves with a call's result, or with why it failed. `known`: failures by their code or status. */
  async function call<Done>(
    work: () => Promise<Done>,
    known: Readonly<Record<number, Failed>> = {},
  ): Promise<Done | Failed> {
    try {
      return await work()
    } catch (error) {
      onError(errorCode(error) ?? 'unreachable')
      if (!(error instanceof DiscordAPIError)) return failureOf(error)
      // After one 401 the library forgets the token, but a stray 401 must not end all cards.
      if (error.status === 401) rest.setToken(token)
      return known[Number(error.code)] ?? known[error.status] ?? failureOf(error)
    }
  }

  /** Posts a message. For a few minutes Discord makes only one message per nonce. */
  const send = (
    channel: string,
    message: object,
    nonce: string,
    picture?: DescribedPicture,
  ): Promise<PostResult> =>
    call(
      async () => {
        const body = { ...message, nonce, enforce_nonce: true }
        const files = picture ? [fileOf(picture)] : []
        const posted = await rest.post(Routes.channelMessages(channel), { body, files })
        const id = idOf(posted)
        const shown = pictureIn(posted)
        return { kind: 'posted', message: id, ...(shown !== undefined && { picture: shown }) }
      },
      { [NO_HISTORY]: CANNOT_REPLY, ...(picture && REFUSED_PICTURES) },
    )

  /** Sends a direct message. */
  async function writeTo(user: string, content: string, nonce: string): Promise<NotifyResult> {
    const recipient = { recipient_id: user }
    const opened = await call(async () => idOf(await rest.post(Routes.userChannels(), { body: recipient })))
    if (typeof opened !== 'string') return opened
    const sent = await send(opened, { content, allowed_mentions: { parse: [] } }, nonce)
    return sent.kind === 'posted' ? { kind: 'notified' } : sent
  }

  return {
    name: DISCORD,
    chatInterval: 1_000,

    showsPictures: true,

    post({ chat }, envelope, nonce, chosen, picture) {
      const shown = picture && { id: 0, alt: picture.alt }
      return send(chat, cardMessage(envelope, chosen, rolesAt(chat), shown), nonce, picture)
    },

    announce: ({ chat, id, content, pings }) =>
      send(chat, { content, allowed_mentions: { parse: [], ...pings } }, `told-${id}`),

    deduplicates: true,

    async postResult({ chat }, card, envelope, nonce, picture) {
      const content = plain(resultText(envelope, envelope.language ?? 'en', 'chat'))
      const message = {
        ...{ content, flags: MessageFlags.SuppressNotifications },
        allowed_mentions: { parse: [], replied_user: false },
        ...(picture && { attachments: [newFile(picture.alt)] }),
      }
      const reply = { message_reference: { message_id: card, fail_if_not_exists: false } }
      const result = await send(chat, { ...message, ...reply }, nonce, picture)
      return result === CANNOT_REPLY ? await send(chat, message, nonce, picture) : result
    },

    edit({ chat }, message, envelope, chosen, picture) {
      const body = cardMessage(envelope, chosen, rolesAt(chat), picture)
      return call(
        async () => {
          idOf(await rest.patch(Routes.channelMessage(chat, message), { body }))
          return { kind: 'shown' }
        },
        { [THREAD_ARCHIVED]: ASLEEP, ...(picture && REFUSED_PICTURES) },
      )
    },

    /** Writes through the interaction that sent the envelope while its token lives, else a direct message. */
    async notify(envelope, kind) {
      const { envelopeNo: no } = envelope
      const sending = tokens.get(no)
      const language = sending ? languageOf(sending.locale) : (envelope.language ?? 'en')
      const content = plain(notificationText(envelope, kind, language))
      if (sending) {
        const message = { content, allowedMentions: { parse: [] }, flags: MessageFlags.Ephemeral as const }
        const told = await call(() => sending.webhook.send(message))
        if (!('why' in told)) return { kind: 'notified' }
        log.debug({ why: told.why, envelope: no }, 'the sender is written to directly')
      }
      const sender = await app.senderOf(no, DISCORD)
      if (sender.kind !== 'sender' || !sender.user)
        return { kind: 'impossible', why: 'the sender is not known here' }
      return await writeTo(sender.user, content, `${no}-${kind}`)
    },

    tell: (user, { language, write, nonce }) => writeTo(user, plain(write(language ?? 'en')), nonce),
  }
}

/** Returns the id of a message or a channel. Throws when the answer is neither, and so came from a proxy. */
function idOf(answer: unknown): string {
  const { id } = (answer ?? {}) as { id?: unknown }
  if (typeof id !== 'string' || !/^\d{1,20}$/.test(id)) throw new Error('the answer is not one of Discord')
  return id
}

/** Returns the id of the picture in a posted message; undefined when it has none. */
function pictureIn(posted: unknown): string | undefined {
  const { attachments } = posted as { attachments?: readonly { readonly id?: unknown }[] }
  const id = attachments?.[0]?.id
  return typeof id === 'string' ? id : undefined
}

function failureOf(error: unknown): Failed {
  if (error instanceof RateLimitError) {
    const { retryAfter: after, route, global } = error
    return { kind: 'later', after, why: `rate limit of ${route}`, ...(global && EVERYWHERE) }
  }
  if (!(error instanceof DiscordAPIError))
    return { kind: 'later', after: 0, why: error instanceof Error ? error.message : String(error) }
  const why = `${error.status} ${error.code} ${error.message}`
  if (error.code === OLD_MESSAGE_EDITS) return { kind: 'later', after: OLD_MESSAGE_PAUSE, why }
  // Discord will refuse the same again, and ten thousand refusals ban the address. A refusal without a Discord code
  // comes from something in between, such as a proxy.
  if (Number(error.code) > 0 && REFUSALS.has(error.status)) return { kind: 'impossible', why }
  return { kind: 'later', after: 5_000, why }
}
