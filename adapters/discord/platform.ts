import { DiscordAPIError, RateLimitError, type REST, Routes } from 'discord.js'
import type { Announcement } from '../../src/chat/announcer.js'
import type { EditResult, Later, NotifyResult, Platform, PostResult } from '../../src/chat/platform.js'
import { type AllowedMentions, cardMessage } from './card.js'
import { errorCode } from './error-code.js'
import type { RoleHere } from './markup.js'

/** Name of this platform in places and persons. */
export const DISCORD = 'discord'

/** Permanent failures: an invalid card, missing access or permissions, an unknown channel, guild or message. */
const REFUSALS = new Set([400, 403, 404])
/** Too many edits of messages older than an hour. */
const OLD_MESSAGE_EDITS = 30046
const OLD_MESSAGE_PAUSE = 6_000
/** Nothing in an archived thread can be edited until it is reopened. */
const THREAD_ARCHIVED = 50083

export interface DiscordPlatformOptions {
  readonly rest: REST
  readonly token: string
  /** Called with the code of every error of the platform. */
  readonly onError: (code: string) => void
  /** The roles of the server that a channel belongs to. */
  readonly rolesAt: (channel: string) => RoleHere
  /** May reject with Discord's error. */
  readonly notify: NonNullable<Platform['notify']>
}

/** Announcement in a channel, as Discord markup, with the only users and roles that it may ping. */
export interface ChannelNews extends Announcement {
  readonly content: string
  readonly pings: Omit<AllowedMentions, 'parse'>
}

/** Discord's channels as the updater sees them. Posts and edits cards with the bot's own token. */
export function discordPlatform({
  rest,
  token,
  onError,
  rolesAt,
  notify,
}: DiscordPlatformOptions): Platform & { announce(news: ChannelNews): Promise<PostResult> } {
  const failed = (error: unknown) => {
    // After one 401 the library forgets the token, but a stray 401 must not end all cards.
    if (error instanceof DiscordAPIError && error.status === 401) rest.setToken(token)
    return failureOf(error, onError)
  }
  /** Posts a message. For a few minutes Discord makes only one message per nonce. */
  const send = async (
    channel: string,
    body: { readonly nonce: string; readonly [key: string]: unknown },
  ): Promise<PostResult> => {
    try {
      const sent = { ...body, enforce_nonce: true }
      const posted = await rest.post(Routes.channelMessages(channel), { body: sent })
      return { kind: 'posted', message: idOf(posted) }
    } catch (error) {
      return unlessFinal(failed(error))
    }
  }
  return {
    name: DISCORD,
    chatInterval: 1_000,
    async notify(envelope, kind): Promise<NotifyResult> {
      try {
        return await notify(envelope, kind)
      } catch (error) {
        return unlessFinal(failed(error))
      }
    },
    post: (target, envelope, nonce, chosen) =>
      send(target.chat, { ...cardMessage(envelope, chosen, rolesAt(target.chat)), nonce }),
    announce: ({ chat, id, content, pings }) =>
      send(chat, { content, allowed_mentions: { parse: [], ...pings }, nonce: `told-${id}` }),
    async edit(target, message, envelope, chosen): Promise<EditResult> {
      try {
        const body = cardMessage(envelope, chosen, rolesAt(target.chat))
        idOf(await rest.patch(Routes.channelMessage(target.chat, message), { body }))
        return { kind: 'shown' }
      } catch (error) {
        if (error instanceof DiscordAPIError && error.code === THREAD_ARCHIVED) {
          onError(String(error.code))
          return { kind: 'later', after: 0, why: 'the thread is archived', asleep: true }
        }
        const failure = failed(error)
        return failure.kind === 'final' ? { kind: 'gone', why: failure.why } : failure
      }
    },
  }
}

/** Returns the id of a message or a channel. Throws when the answer is neither, and so came from a proxy. */
export function idOf(answer: unknown): string {
  const { id } = (answer ?? {}) as { id?: unknown }
  if (typeof id !== 'string' || !/^\d{1,20}$/.test(id)) throw new Error('the answer is not one of Discord')
  return id
}

function unlessFinal(failure: Failure): Later | { kind: 'impossible'; why: string } {
  return failure.kind === 'final' ? { kind: 'impossible', why: failure.why } : failure
}

type Failure = { kind: 'later'; after: number; why: string } | { kind: 'final'; why: string }

function failureOf(error: unknown, onError: (code: string) => void): Failure {
  if (error instanceof RateLimitError) {
    onError('rate_limit')
    return { kind: 'later', after: error.retryAfter, why: `rate limit of ${error.route}` }
  }
  if (error instanceof DiscordAPIError) {
    const why = `${error.status} ${error.code} ${error.message}`
    onError(String(error.code))
    if (error.code === OLD_MESSAGE_EDITS) return { kind: 'later', after: OLD_MESSAGE_PAUSE, why }
    // Discord will refuse the same again, and ten thousand refusals ban the address. A refusal without a Discord code
    // comes from a proxy.
    if (Number(error.code) > 0 && REFUSALS.has(error.status)) return { kind: 'final', why }
    return { kind: 'later', after: 5_000, why }
  }
  onError(errorCode(error) ?? 'unreachable')
  return { kind: 'later', after: 0, why: error instanceof Error ? error.message : String(error) }
}
