import type { App } from '../../src/app/app.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { DuplicatePosts } from '../../src/chat/duplicate-posts.js'
import { lostCardText } from '../../src/chat/notification-text.js'
import type { EditResult, NotifyResult, Platform, PostResult } from '../../src/chat/platform.js'
import { type Api, failureOf } from './api.js'
import type { Budget } from './budget.js'
import { cardMessage } from './card.js'
import { escapeHtml } from './html.js'
import { spoken, TELEGRAM } from './people-and-places.js'
import { unlinked } from './unlinked.js'

/** How many of a group's twenty calls a minute routine card updates leave for answers. */
const LEFT_BY_PROGRESS = 10
/** How many of them announcements leave for new cards and final states, which matter more. */
const LEFT_BY_NEWS = 2

export interface TelegramPlatformOptions {
  readonly app: Pick<App, 'senderOf'>
  readonly api: Api
  readonly budget: Budget
  readonly duplicates: DuplicatePosts
  /** Called when a chat turns out to have another id. */
  readonly onMoved: (from: string, to: string) => Promise<void>
}

/** Telegram's chats as the updater sees them. */
export function telegramPlatform(options: TelegramPlatformOptions): Platform {
  const { app, api, budget, duplicates, onMoved } = options

  async function post(chat: string, thread: string | null, envelope: EnvelopeView): Promise<PostResult> {
    const { envelopeNo } = envelope
    const found = duplicates.found(envelopeNo, chat)
    if (found !== undefined) return { kind: 'posted', message: found }
    const wait = budget.take(chat, LEFT_BY_NEWS)
    if (wait > 0) return { kind: 'later', after: wait, why: 'the budget of the chat', turn: true }
    try {
      const topic = thread === null ? {} : { message_thread_id: Number(thread) }
      const { message_id: message } = await api.call<{ message_id: number }>('sendMessage', {
        chat_id: chat,
        ...topic,
        ...cardMessage(envelope),
      })
      duplicates.posted(envelopeNo, chat, String(message))
      return { kind: 'posted', message: String(message) }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind === 'later') budget.rest(chat, failure.after)
      if (failure.kind === 'moved') await onMoved(chat, failure.to)
      // It may have reached the chat, and Telegram has no way to check.
      if (failure.kind === 'later' && failure.unknown) duplicates.expect(envelopeNo, chat)
      switch (failure.kind) {
        case 'later':
          return failure
        case 'final':
          return { kind: 'impossible', why: failure.why }
        // A moved chat has a new card on the board, and this one has been given up.
        case 'moved':
        case 'unchanged':
          return { kind: 'later', after: 0, why: failure.kind }
        default:
          return failure satisfies never
      }
    }
  }

  return {
    name: TELEGRAM,
    chatInterval: 3_000,
    post: ({ chat, thread }, envelope) => post(chat, thread, envelope),

    async edit({ chat }, message, envelope): Promise<EditResult> {
      const wait = budget.take(chat, envelope.state === 'open' ? LEFT_BY_PROGRESS : LEFT_BY_NEWS)
      if (wait > 0) return { kind: 'later', after: wait, why: 'the budget of the chat', turn: true }
      try {
        const body = { chat_id: chat, message_id: Number(message), ...cardMessage(envelope) }
        await api.call('editMessageText', body)
        return { kind: 'shown' }
      } catch (error) {
        const failure = failureOf(error)
        switch (failure.kind) {
          case 'unchanged':
            return { kind: 'shown' }
          case 'moved':
            await onMoved(chat, failure.to)
            return { kind: 'later', after: 0, why: 'moved' }
          case 'later':
            budget.rest(chat, failure.after)
            return failure
          case 'final':
            return { kind: 'gone', why: failure.why }
          default:
            return failure satisfies never
        }
      }
    },

    async notify(envelope, kind): Promise<NotifyResult> {
      const sender = await app.senderOf(envelope.envelopeNo, TELEGRAM)
      if (sender.kind !== 'sender' || !sender.user)
        return { kind: 'impossible', why: 'the sender is not known here' }
      const language = spoken(sender.language)
      const text = lostCardText(envelope, kind, language)
      const wait = budget.take(sender.user)
      if (wait > 0) return { kind: 'later', after: wait, why: 'the budget of the chat', turn: true }
      try {
        await api.call('sendMessage', {
          chat_id: sender.user,
          text: escapeHtml(unlinked(text)),
          parse_mode: 'HTML',
        })
        return { kind: 'notified' }
      } catch (error) {
        const failure = failureOf(error)
        if (failure.kind === 'later') {
          budget.rest(sender.user, failure.after)
          return failure
        }
        return { kind: 'impossible', why: failure.kind === 'final' ? failure.why : failure.kind }
      }
    },
  }
}
