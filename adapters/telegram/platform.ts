import type { App } from '../../src/app/app.js'
import type { DuplicatePosts } from '../../src/chat/duplicate-posts.js'
import { notificationText } from '../../src/chat/notification-text.js'
import type { Failed, NotifyResult, Platform } from '../../src/chat/platform.js'
import type { BudgetLimits, SendBudget } from '../../src/chat/send-budget.js'
import { resultText } from '../../src/commands/results/result-text.js'
import { type Api, failureOf } from './api.js'
import { cardMessage } from './card.js'
import { spoken, TELEGRAM } from './decode.js'
import { messageOf } from './encode.js'
import { quoted } from './unlinked.js'

/** Ids of groups are negative. */
const isPrivate = (chat: string) => !chat.startsWith('-')

/** Telegram’s limits for sends and edits together: 20 a minute in a group, a few at once in a chat, 30 a second in all. */
export const BUDGET: BudgetLimits = {
  isPrivate,
  group: { count: 20, withinMs: 60_000 },
  chat: { count: 3, withinMs: 3_000 },
  all: { count: 25, withinMs: 1_000 },
}
/** How many of a group’s twenty calls a minute stay reserved for answers while a card is only being kept up to date. */
const LEFT_BY_PROGRESS = 10
/** How many of them announcements leave to new cards and final states, which matter more. */
const LEFT_BY_NEWS = 2

/** Results come last: they leave everything to the others while a group is lively. */
const LEFT_BY_RESULTS = 14

export interface TelegramPlatformOptions {
  readonly app: Pick<App, 'senderOf'>
  readonly api: Api
  readonly budget: SendBudget
  readonly duplicates: DuplicatePosts
  /** Called when a chat turns out to have another id. */
  readonly onMoved: (from: string, to: string) => Promise<void>
}

/** Telegram’s chats as the updater sees them. */
export function telegramPlatform(options: TelegramPlatformOptions): Platform {
  const { app, api, budget, duplicates, onMoved } = options

  /** Shows a message within the budget of its chat. Resolves with its id. */
  async function show(
    method: 'sendMessage' | 'editMessageText',
    { chat, leave = 0, whenQuiet = false }: { chat: string; leave?: number; whenQuiet?: boolean },
    message: object,
  ): Promise<{ readonly kind: 'shown'; readonly message: string } | Failed> {
    const after = budget.waitForAny()
    if (after > 0) return { kind: 'later', after, why: 'the budget of the bot', turn: true, everywhere: true }
    const wait = budget.take(chat, leave, whenQuiet)
    if (wait > 0) return { kind: 'later', after: wait, why: 'the budget of the chat', turn: true }
    try {
      const sent = await api.call<{ message_id?: number }>(method, { chat_id: chat, ...message })
      return { kind: 'shown', message: String(sent.message_id) }
    } catch (error) {
      const failure = failureOf(error)
      switch (failure.kind) {
        case 'unchanged':
          return { kind: 'shown', message: '' }
        case 'moved':
          // The moved chat has a card of its own on the board, and this one has been given up.
          await onMoved(chat, failure.to)
          return { kind: 'later', after: 0, why: 'moved' }
        case 'later':
          budget.rest(chat, failure.after)
          return failure
        case 'impossible':
          return failure
        default:
          return failure satisfies never
      }
    }
  }

  async function writeTo(user: string, text: string): Promise<NotifyResult> {
    const message = messageOf({ blocks: [{ kind: 'text', text }] })
    const result = await show('sendMessage', { chat: user }, message)
    return result.kind === 'shown' ? { kind: 'notified' } : result
  }

  return {
    name: TELEGRAM,
    chatInterval: 3_000,

    async post({ chat, thread }, envelope) {
      const { envelopeNo } = envelope
      const found = duplicates.found(envelopeNo, chat)
      if (found !== undefined) return { kind: 'posted', message: found }
      const topic = thread === null ? {} : { message_thread_id: Number(thread) }
      const card = { ...topic, ...cardMessage(envelope) }
      const result = await show('sendMessage', { chat, leave: LEFT_BY_NEWS }, card)
      if (result.kind === 'shown') {
        duplicates.posted(envelopeNo, chat, result.message)
        return { kind: 'posted', message: result.message }
      }
      // It may have reached the chat, and Telegram has no way to check.
      if (result.kind === 'later' && result.unknown) duplicates.expect(envelopeNo, chat)
      return result
    },

    edit({ chat }, message, envelope) {
      const leave = envelope.state === 'open' ? LEFT_BY_PROGRESS : LEFT_BY_NEWS
      const card = { message_id: Number(message), ...cardMessage(envelope) }
      return show('editMessageText', { chat, leave }, card)
    },

    async postResult({ chat, thread }, card, envelope) {
      const text = resultText(envelope, spoken(envelope.language), 'chat')
      const result = await show(
        'sendMessage',
        { chat, leave: LEFT_BY_RESULTS, whenQuiet: true },
        {
          ...(thread !== null && { message_thread_id: Number(thread) }),
          reply_parameters: { message_id: Number(card), allow_sending_without_reply: true },
          disable_notification: true,
          ...messageOf({ blocks: [{ kind: 'text', text }] }, quoted),
        },
      )
      return result.kind === 'shown' ? { kind: 'posted', message: result.message } : result
    },

    async notify(envelope, kind) {
      const sender = await app.senderOf(envelope.envelopeNo, TELEGRAM)
      if (sender.kind !== 'sender' || !sender.user)
        return { kind: 'impossible', why: 'the sender is not known here' }
      // The text may contain other people's names.
      return await writeTo(sender.user, quoted(notificationText(envelope, kind, spoken(sender.language))))
    },

    tell: (user, { language, write }) => writeTo(user, write(spoken(language))),
  }
}
