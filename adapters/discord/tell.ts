import { MessageFlags, type REST, Routes } from 'discord.js'
import type { App } from '../../src/app/app.js'
import type { Platform } from '../../src/chat/platform.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import type { Log } from '../../src/log.js'
import { messageOf } from './answer.js'
import { languageOf } from './asked.js'
import { errorCode } from './error-code.js'
import { DISCORD, idOf } from './platform.js'
import type { Receipts } from './receipts.js'

export interface TellOptions {
  readonly app: Pick<App, 'senderOf'>
  readonly rest: REST
  readonly receipts: Receipts
  readonly log: Log
  /** Called with the code of every error of the platform. */
  readonly onError: (code: string) => void
}

/**
 * Tells a sender privately through the interaction that sent the envelope while it lives, else in a direct
 * message. Rejects when Discord refuses or cannot be reached.
 */
export function teller({ app, rest, receipts, log, onError }: TellOptions): NonNullable<Platform['tell']> {
  return async (envelope, news) => {
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
      try {
        await receipt.webhook.send({ content, allowedMentions: { parse: [] }, flags: MessageFlags.Ephemeral })
        return { kind: 'told' }
      } catch (error) {
        onError(errorCode(error) ?? 'unreachable')
        log.debug({ err: error, envelope: no }, 'the sender is written to directly')
      }
    }
    const sender = await app.senderOf(no, DISCORD)
    if (sender.kind !== 'sender' || !sender.user)
      return { kind: 'impossible', why: 'the sender is not known here' }
    const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: sender.user } })
    // Asked twice within some minutes, Discord says it once.
    const nonce = { nonce: `${no}-${news}`, enforce_nonce: true }
    const body = { content, allowed_mentions: { parse: [] }, ...nonce }
    idOf(await rest.post(Routes.channelMessages(idOf(opened)), { body }))
    return { kind: 'told' }
  }
}
