import { randomBytes } from 'node:crypto'
import { afterFair, fairNow } from '../fair-time.js'
import type { SentFile } from './attachments.js'
import type { FakeChannel } from './channel.js'
import { checkedEdit, checkNew, refuse } from './checks.js'
import { autocompleteFaults } from './command-limits.js'
import type { FakeDiscord } from './fake-discord.js'
import { InteractionResult } from './interaction-result.js'
import { modalFaults } from './limits.js'
import { FakeMessage } from './message.js'
import { FakeModal } from './modal.js'
import { ApiError, EPHEMERAL, LOADING, type SentCallback, type SentMessage, snowflake, V2 } from './shapes.js'
import type { FakeUser } from './user.js'

const COMMAND = 2
const AUTOCOMPLETE = 4
/** How long a user looks at "thinking …" before a test continues. Milliseconds. */
const LONGEST_THOUGHT = 10_000

/** One interaction, from the dispatch until its token expires. */
interface Pending {
  readonly id: string
  readonly token: string
  readonly type: number
  readonly user: FakeUser
  readonly channel: FakeChannel
  /** Message of the component, or of the component that opened the modal. */
  readonly origin: FakeMessage | undefined
  readonly bornAt: number
  readonly result: InteractionResult
  state: 'open' | 'answered' | 'late'
  expired: boolean
  /** The message behind `@original`. */
  original?: FakeMessage
  /** Called at the first response. */
  respond: () => void
  /** Called when there is something to read, or nothing more will come. */
  settle: () => void
}

/** Dispatches user actions and receives the bot's answers. */
export class Interactions {
  readonly #byId = new Map<string, Pending>()
  readonly #byToken = new Map<string, Pending>()

  constructor(private readonly fake: FakeDiscord) {}

  /**
   * Dispatches an interaction and resolves once the user can read an answer, or as `failed` when the time for the first
   * response is over. With `fake.settlesWhenDeferred` a response without text is enough.
   */
  start(
    type: number,
    user: FakeUser,
    channel: FakeChannel,
    data: Record<string, unknown>,
    origin?: FakeMessage,
  ): Promise<InteractionResult> {
    const { fake } = this
    if (user.bot) throw new Error('a bot cannot start an interaction')
    if (channel.deleted) throw new Error(`the channel ${channel.name} is deleted`)
    if (channel.guild && !channel.guild.hasBot) throw new Error(`the bot is not in ${channel.guild.name}`)
    if (channel.guild && !channel.guild.memberships.has(user))
      throw new Error(`${user.name} is not in ${channel.guild.name}`)
    const id = snowflake(Date.now() + fake.clockAheadMs - fake.deliveryMs)
    const began = fairNow()
    return new Promise((resolve) => {
      const result = new InteractionResult(fake, id)
      const pending: Pending = {
        ...{ id, type, user, channel, origin, result, state: 'open', expired: false, bornAt: Date.now() },
        token: randomBytes(24).toString('base64url'),
        respond: () => {
          callOff()
          result.millis = fairNow() - began
          if (fake.settlesWhenDeferred || !isWordless(result)) return pending.settle()
          callOff = afterFair(LONGEST_THOUGHT, () => pending.settle())
          fake.changed()
        },
        settle: () => {
          callOff()
          resolve(result)
          fake.changed()
        },
      }
      let callOff = afterFair(fake.responseWindow, () => {
        pending.state = 'late'
        pending.respond()
      })
      this.#byId.set(id, pending)
      this.#byToken.set(pending.token, pending)
      const payload = this.#payload(pending, data)
      fake.dispatch('INTERACTION_CREATE', payload)
      if (fake.dispatchTwice) fake.dispatch('INTERACTION_CREATE', payload)
    })
  }

  #payload({ id, token, type, user, channel, origin }: Pending, data: Record<string, unknown>): object {
    const { fake } = this
    const { guild } = channel
    return {
      id,
      application_id: fake.applicationId,
      type,
      token,
      version: 1,
      data,
      channel: { ...channel.api, permissions: channel.permissionsOf(user).toString() },
      channel_id: channel.id,
      locale: user.locale,
      app_permissions: channel.botPermissions.toString(),
      entitlements: [],
      attachment_size_limit: 10_485_760,
      ...(origin ? { message: origin.raw } : {}),
      ...(guild
        ? {
            guild_id: guild.id,
            guild: { id: guild.id, locale: guild.locale, features: [] },
            guild_locale: guild.locale,
            member: { ...guild.memberApi(user), permissions: channel.permissionsOf(user).toString() },
            authorizing_integration_owners: { 0: guild.id },
            context: 0,
          }
        : { user: user.api, authorizing_integration_owners: { 0: '0' }, context: 1 }),
    }
  }

  /** POST /interactions/{id}/{token}/callback; returns the body for `with_response`. */
  callback(
    id: string,
    token: string,
    body: SentCallback,
    files: readonly SentFile[],
  ): Record<string, unknown> {
    const pending = this.#byId.get(id)
    if (!pending || pending.token !== token) throw new ApiError(404, 10062, 'Unknown interaction')
    if (pending.state === 'answered')
      throw new ApiError(400, 40060, 'Interaction has already been acknowledged.')
    if (pending.state === 'late') throw new ApiError(404, 10062, 'Unknown interaction')
    const message = this.#answer(pending, body, files)
    pending.state = 'answered'
    pending.respond()
    return {
      interaction: {
        id,
        type: pending.type,
        ...(message
          ? {
              response_message_id: message.id,
              response_message_loading: message.loading,
              response_message_ephemeral: message.ephemeral,
            }
          : {}),
      },
      ...(message ? { resource: { type: body.type, message: message.raw } } : {}),
    }
  }

  #answer(pending: Pending, body: SentCallback, files: readonly SentFile[]): FakeMessage | undefined {
    const { fake } = this
    const { result, channel, user, origin } = pending
    const where = 'interaction callback'
    const data = body.data ?? {}
    const fits = this.#fitting(pending)
    if (!fits.includes(body.type ?? 0))
      refuse(fake, where, [`type ${body.type}: not for this interaction, only ${fits.join(', ')}`])
    switch (body.type) {
      case 4:
        result.reply = this.#makeWith(files, where, pending, data)
        result.outcome = 'replied'
        pending.original = result.reply
        return result.reply
      case 5:
        result.outcome = 'deferred'
        result.reply = this.#make(pending, {}, ((data.flags ?? 0) & EPHEMERAL) | LOADING)
        pending.original = result.reply
        return result.reply
      case 6:
        result.outcome = 'updated'
        result.deferredUpdate = true
        result.reply = origin
        pending.original = origin
        return origin
      case 7:
        if (origin) checkedEdit(fake, where, origin, data, files)
        result.outcome = 'updated'
        result.reply = origin
        pending.original = origin
        return origin
      case 8:
        refuse(fake, where, autocompleteFaults(data.choices ?? []))
        result.outcome = 'autocomplete'
        result.choices = data.choices ?? []
        return undefined
      default:
        refuse(fake, where, modalFaults(data))
        result.outcome = 'modal'
        result.modal = new FakeModal(data, channel, origin)
        user.modal = result.modal
        return undefined
    }
  }

  #fitting({ type, origin }: Pending): readonly number[] {
    if (type === AUTOCOMPLETE) return [8]
    if (type === COMMAND) return [4, 5, 9]
    if (type === 3) return [4, 5, 6, 7, 9]
    return origin ? [4, 5, 6, 7] : [4, 5]
  }

  #make({ id, type, user, channel }: Pending, sent: SentMessage, flags: number): FakeMessage {
    const visibleTo = flags & EPHEMERAL ? user : undefined
    const message = new FakeMessage(channel, this.fake.bot, sent, flags, visibleTo, { id, type, user })
    channel.remember(message)
    return message
  }

  #makeWith(files: readonly SentFile[], where: string, pending: Pending, sent: SentMessage): FakeMessage {
    const attachments = checkNew(this.fake, where, sent, files)
    const message = this.#make(pending, sent, (sent.flags ?? 0) & (EPHEMERAL | V2))
    message.attachments = attachments
    return message
  }

  /** POST /webhooks/{app}/{token}: a followup, or the content of a deferred reply. */
  followUp(token: string, sent: SentMessage, files: readonly SentFile[]): FakeMessage {
    const pending = this.#living(token)
    const { original, result } = pending
    if (original?.loading) {
      checkedEdit(this.fake, 'followup', original, sent, files)
      pending.settle()
      return original
    }
    const message = this.#makeWith(files, 'followup', pending, sent)
    result.followups.push(message)
    pending.settle()
    return message
  }

  /** PATCH /webhooks/{app}/{token}/messages/{id or @original} */
  edit(token: string, messageId: string, sent: SentMessage, files: readonly SentFile[]): FakeMessage {
    const message = this.find(token, messageId)
    checkedEdit(this.fake, 'interaction edit', message, sent, files)
    const pending = this.#byToken.get(token)
    if (pending && message === pending.original) {
      pending.result.originalEdited = true
      pending.settle()
    }
    this.fake.changed()
    return message
  }

  /** Returns the message that a token may read, edit and delete. */
  find(token: string, messageId: string): FakeMessage {
    const pending = this.#living(token)
    const message =
      messageId === '@original'
        ? pending.original
        : [pending.original, ...pending.result.followups].find((each) => each?.id === messageId)
    if (!message || message.deleted) throw new ApiError(404, 10008, 'Unknown Message')
    return message
  }

  #living(token: string): Pending {
    const pending = this.#byToken.get(token)
    if (pending && (pending.expired || Date.now() - pending.bornAt >= this.fake.killTokensAfter))
      throw new ApiError(401, 50027, 'Invalid Webhook Token')
    if (pending?.state !== 'answered') throw new ApiError(404, 10015, 'Unknown Webhook')
    return pending
  }

  /** Expires all tokens issued so far. */
  expire(): void {
    for (const pending of this.#byId.values()) pending.expired = true
  }

  /** Stops waiting: the server is closing. */
  stop(): void {
    for (const pending of this.#byId.values()) {
      if (pending.state === 'open') pending.state = 'late'
      pending.settle()
    }
  }
}

/** Returns whether a first response shows nothing to read yet. */
function isWordless({ outcome, deferredUpdate }: InteractionResult): boolean {
  return outcome === 'deferred' || deferredUpdate
}
