import { MessageFlags, type REST, Routes } from 'discord.js'
import type { App } from '../../src/app/app.js'
import { lostCardText } from '../../src/chat/notification-text.js'
import type { Platform } from '../../src/chat/platform.js'
import type { Log } from '../../src/log.js'
import { languageOf } from './decode.js'
import { errorCode } from './error-code.js'
import type { InteractionTokenCache } from './interaction-token-cache.js'
import { plain } from './markup.js'
import { DISCORD, idOf } from './platform.js'

export interface NotifierOptions {
  readonly app: Pick<App, 'senderOf'>
  readonly rest: REST
  readonly tokens: InteractionTokenCache
  readonly log: Log
  /** Called with the code of every error of the platform. */
  readonly onError: (code: string) => void
}

/**
 * Notifies a sender privately: through the interaction that sent the envelope while its token lives, otherwise in a
 * direct message. Rejects when Discord refuses or can't be reached.
 */
export function createNotifier({
  app,
  rest,
  tokens,
  log,
  onError,
}: NotifierOptions): NonNullable<Platform['notify']> {
  return async (envelope, kind) => {
    const { envelopeNo: no } = envelope
    const sending = tokens.find(no, performance.now())
    const language = sending ? languageOf(sending.locale) : (envelope.language ?? 'en')
    const content = plain(lostCardText(envelope, kind, language))
    if (sending) {
      try {
        await sending.webhook.send({ content, allowedMentions: { parse: [] }, flags: MessageFlags.Ephemeral })
        return { kind: 'notified' }
      } catch (error) {
        onError(errorCode(error) ?? 'unreachable')
        log.debug({ err: error, envelope: no }, 'the sender is written to directly')
      }
    }
    const sender = await app.senderOf(no, DISCORD)
    if (sender.kind !== 'sender' || !sender.user)
      return { kind: 'impossible', why: 'the sender is not known here' }
    const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: sender.user } })
    // For a few minutes, Discord deduplicates by nonce.
    const nonce = { nonce: `${no}-${kind}`, enforce_nonce: true }
    const body = { content, allowed_mentions: { parse: [] }, ...nonce }
    idOf(await rest.post(Routes.channelMessages(idOf(opened)), { body }))
    return { kind: 'notified' }
  }
}
