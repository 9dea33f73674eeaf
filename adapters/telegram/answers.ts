import type { CallbackQuery, Message } from 'telegraf/types'
import { pause } from '../../src/chat/pause.js'
import { Replies, type RepliesOptions, type Toast } from '../../src/chat/replies.js'
import type { Reply } from '../../src/commands/framework/replies/reply.js'
import type { Request } from '../../src/commands/framework/request.js'
import type { Log } from '../../src/log.js'
import { type Api, failureOf } from './api.js'
import { topicOf } from './decode.js'
import { fitsToast, linkMessage, pictureMessage, toastOf } from './encode.js'

const TAP_PATIENCE_MS = 5_000
/** Longest pause before a tap is answered once more: Telegram takes answers for 15 seconds. */
const TAP_AGAIN_MS = 3_000

export interface AnswersOptions extends Omit<RepliesOptions, 'encode' | 'takeAway'> {
  readonly api: Api
  readonly log: Log
  /** The bot’s own name, without the @. */
  readonly username: () => string
  readonly signal: AbortSignal
}

/** Answers lines with messages, and taps with toasts or alerts for the person who tapped. */
export class Answers {
  private readonly replies: Replies

  constructor(private readonly options: AnswersOptions) {
    const { api, username, later } = options
    this.replies = new Replies({
      ...options,
      encode: {
        ...{ message: pictureMessage, toast: toastOf, fitsToast },
        // A bot can't open the private chat.
        hint: (text, button) => linkMessage(text, button, privateLink(username(), 'hello')),
        privateLink: (data) => privateLink(username(), data),
      },
      takeAway: (chat, message) => later(api.call('deleteMessage', { chat_id: chat, message_id: message })),
    })
  }

  toLine(reply: Reply, request: Request, message: Message): Promise<void> {
    const inReply = request.place ? asReplyTo(message) : {}
    return this.replies.toLine(reply, request, { chat: String(message.chat.id), inReply })
  }

  /** Answers a tap, silently when there is no reply. */
  async toTap(reply: Reply | undefined, request: Request, query: CallbackQuery): Promise<void> {
    const { id, message } = query
    if (!reply || !message) return await this.answer(id, reply && { text: toastOf(reply), alert: true })
    const real = request.message !== undefined
    const data = 'data' in query ? query.data : ''
    const tapped = { chat: String(message.chat.id), message: message.message_id, data, real }
    await this.answer(id, await this.replies.toTap(reply, request, tapped))
  }

  /** Answers once; retries only when it is unknown whether the first answer arrived. */
  private async answer(query: string, toast: Toast | undefined): Promise<void> {
    const { api, log, signal } = this.options
    const { text, alert, url } = toast ?? {}
    const told = url !== undefined ? { url } : toast && { text, show_alert: alert }
    const shown = { callback_query_id: query, ...told }
    for (const isLast of [false, true])
      try {
        return void (await api.call('answerCallbackQuery', shown, { patience: TAP_PATIENCE_MS }))
      } catch (error) {
        const failure = failureOf(error)
        // Too old, or answered by an earlier attempt: no one is waiting any more.
        if (failure.kind !== 'later')
          return log.debug({ query, why: failure.kind }, 'a tap was answered too late')
        if (isLast) return log.warn({ query, why: failure.why }, 'a tap could not be answered')
        await pause(Math.min(failure.after, TAP_AGAIN_MS), signal)
      }
  }
}

/** Returns the address of the private chat, which opens with `/start` and these letters. */
function privateLink(username: string, data: string): string {
  return `https://t.me/${username}?start=${data}`
}

/** Parameters that make a message reply to another in the same topic, even if the other has been deleted. */
function asReplyTo(message: Message): object {
  const topic = topicOf(message)
  return {
    reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true },
    ...(topic !== undefined && { message_thread_id: topic }),
  }
}
