import type { CallbackQuery, Message } from 'telegraf/types'
import { Replies, type RepliesOptions, type Toast } from '../../src/chat/replies.js'
import type { Reply } from '../../src/commands/reply.js'
import type { Request } from '../../src/commands/request.js'
import type { Log } from '../../src/log.js'
import { type Api, failureOf } from './api.js'
import { fitsToast, linkMessage, messageOf, toastOf } from './encode.js'

const TAP_PATIENCE_MS = 5_000
/** Maximum delay before a tap's answer is retried: Telegram accepts answers for 15 seconds. */
const TAP_AGAIN_MS = 3_000

export interface AnswersOptions extends Omit<RepliesOptions, 'encode' | 'takeAway'> {
  readonly api: Api
  readonly log: Log
  /** The bot's own name, without the @. */
  readonly username: () => string
}

/** Answers lines with messages, and taps with toasts or alerts for the person who tapped. */
export class Answers {
  private readonly replies: Replies

  constructor(private readonly options: AnswersOptions) {
    const { api, username, later } = options
    this.replies = new Replies({
      ...options,
      encode: {
        message: messageOf,
        // A bot can't open the private chat.
        hint: (text, button) => linkMessage(text, button, `https://t.me/${username()}?start=hello`),
        toast: toastOf,
        fitsToast,
      },
      takeAway: (chat, message) => later(api.call('deleteMessage', { chat_id: chat, message_id: message })),
    })
  }

  toLine(reply: Reply, request: Request, message: Message): Promise<void> {
    return this.replies.toLine(reply, request, {
      chat: String(message.chat.id),
      inReply: request.place ? asReplyTo(message) : {},
    })
  }

  /** Answers a tap. Undefined: stays silent. */
  async toTap(reply: Reply | undefined, request: Request, { id, message }: CallbackQuery): Promise<void> {
    if (!reply || !message) return await this.answer(id, reply && { text: toastOf(reply), alert: true })
    const tapped = { chat: String(message.chat.id), message: message.message_id }
    await this.answer(
      id,
      this.replies.toTap(reply, request, { ...tapped, real: request.message !== undefined }),
    )
  }

  /** Answers once; retries only when it is unknown whether the first answer arrived. */
  private async answer(query: string, toast: Toast | undefined): Promise<void> {
    const { api, log } = this.options
    const shown = toast && { text: toast.text, show_alert: toast.alert }
    const call = () =>
      api.call('answerCallbackQuery', { callback_query_id: query, ...shown }, { patience: TAP_PATIENCE_MS })
    try {
      await call()
    } catch (error) {
      const failure = failureOf(error)
      // Too old, or answered by an earlier attempt: nobody is waiting any more.
      if (failure.kind !== 'later')
        return log.debug({ query, why: failure.kind }, 'a tap was answered too late')
      await new Promise((resolve) => setTimeout(resolve, Math.min(failure.after, TAP_AGAIN_MS)))
      await call().catch((again) => {
        const second = failureOf(again)
        if (second.kind === 'later') log.warn({ query, why: second.why }, 'a tap could not be answered')
      })
    }
  }
}

/** Returns the parameters that make a message a reply to another, in the same topic, even if the other is deleted. */
function asReplyTo(message: Message): object {
  const { is_topic_message: topic, message_thread_id: thread } = message as {
    is_topic_message?: boolean
    message_thread_id?: number
  }
  return {
    reply_parameters: { message_id: message.message_id, allow_sending_without_reply: true },
    ...(topic && { message_thread_id: thread }),
  }
}
