import type { App } from '../../src/app/app.js'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { DuplicatePosts } from '../../src/chat/duplicate-posts.js'
import { notificationText } from '../../src/chat/notification-text.js'
import type { EditResult, NotifyResult, Platform, PostResult } from '../../src/chat/platform.js'
import type { BudgetLimits, SendBudget } from '../../src/chat/send-budget.js'
import { resultText } from '../../src/commands/results/result-text.js'
import { failureOf } from './api.js'
import { cardMessage, fitsBelowPhoto } from './card.js'
import { spoken, TELEGRAM } from './decode.js'
import { messageOf } from './encode.js'
import type { MessageSender } from './message-sender.js'
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

/** Stands for a card's photo on the board: an edit of its caption needs no id. */
const PHOTO = 'photo'
/** Telegram's answers to an edit of a caption that isn't there, or of a text below a photo. */
const OTHER_KIND = /there is no (?:caption|text) in the message to edit/

interface Turn {
  readonly chat: string
  /** Calls to leave to others. */
  readonly leave?: number
  readonly whenQuiet?: boolean
}

export interface TelegramPlatformOptions {
  readonly app: Pick<App, 'senderOf'>
  readonly sender: MessageSender
  readonly budget: SendBudget
  readonly duplicates: DuplicatePosts
  /** Called when a chat turns out to have another id. */
  readonly onMoved: (from: string, to: string) => Promise<void>
}

/** Telegram’s chats as the updater sees them. */
export function telegramPlatform(options: TelegramPlatformOptions): Platform {
  const { app, sender, budget, duplicates, onMoved } = options

  /** Makes a call within the budget of its chat, and resolves with why it failed. */
  async function within(
    { chat, leave = 0, whenQuiet = false }: Turn,
    call: () => Promise<PostResult>,
  ): Promise<PostResult> {
    const after = budget.waitForAny()
    if (after > 0) return { kind: 'later', after, why: 'the budget of the bot', turn: true, everywhere: true }
    const wait = budget.take(chat, leave, whenQuiet)
    if (wait > 0) return { kind: 'later', after: wait, why: 'the budget of the chat', turn: true }
    try {
      return await call()
    } catch (error) {
      const failure = failureOf(error)
      switch (failure.kind) {
        case 'unchanged':
          return { kind: 'posted', message: '' }
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

  /** Edits a card's text, or the caption of its photo. */
  async function editCard(
    as: 'text' | 'caption',
    turn: Turn,
    message: string,
    envelope: EnvelopeView,
  ): Promise<EditResult> {
    const card = cardMessage(envelope, as)
    const edited = await within(turn, () => sender.edit(turn.chat, Number(message), card, as))
    return edited.kind === 'posted' ? { kind: 'shown' } : edited
  }

  /** The text may contain other people's names and reasons. */
  async function writeTo(user: string, text: string): Promise<NotifyResult> {
    const message = messageOf({ blocks: [{ kind: 'text', text }] }, quoted)
    const sent = await within({ chat: user }, () => sender.send(user, message))
    return sent.kind === 'posted' ? { kind: 'notified' } : sent
  }

  return {
    name: TELEGRAM,
    chatInterval: 3_000,

    showsPictures: true,

    async post({ chat, thread }, envelope, _nonce, _chosen, picture) {
      const { envelopeNo } = envelope
      const found = duplicates.found(envelopeNo, chat)
      if (found !== undefined) return { kind: 'posted', message: found, ...(picture && { picture: PHOTO }) }
      const topic = thread === null ? {} : { message_thread_id: Number(thread) }
      const text = cardMessage(envelope, 'text')
      const photo = fitsBelowPhoto(text) ? picture : undefined
      const card = photo ? { ...cardMessage(envelope, 'caption'), picture: photo } : text
      const result = await within({ chat, leave: LEFT_BY_NEWS }, () =>
        sender.send(chat, { ...card, ...topic }),
      )
      if (result.kind === 'posted') {
        duplicates.posted(envelopeNo, chat, result.message)
        return { ...result, ...(photo && { picture: PHOTO }) }
      }
      // It may have reached the chat, and Telegram has no way to check.
      if (result.kind === 'later' && result.unknown) duplicates.expect(envelopeNo, chat)
      return result
    },

    async edit({ chat }, message, envelope, _chosen, picture) {
      const turn = { chat, leave: envelope.state === 'open' ? LEFT_BY_PROGRESS : LEFT_BY_NEWS }
      const result = await editCard(picture ? 'caption' : 'text', turn, message, envelope)
      if (result.kind !== 'impossible' || !OTHER_KIND.test(result.why)) return result
      // The card was posted by an earlier try whose answer was lost.
      return picture
        ? { ...result, pictureRefused: true }
        : await editCard('caption', turn, message, envelope)
    },

    async postResult({ chat, thread }, card, envelope, _nonce, picture) {
      const text = resultText(envelope, spoken(envelope.language), 'chat')
      const message = {
        ...messageOf({ blocks: [{ kind: 'text', text }] }, quoted),
        picture,
        ...(thread !== null && { message_thread_id: Number(thread) }),
        reply_parameters: { message_id: Number(card), allow_sending_without_reply: true },
        disable_notification: true,
      }
      return await within({ chat, leave: LEFT_BY_RESULTS, whenQuiet: true }, () => sender.send(chat, message))
    },

    async notify(envelope, kind) {
      const sender = await app.senderOf(envelope.envelopeNo, TELEGRAM)
      if (sender.kind !== 'sender' || !sender.user)
        return { kind: 'impossible', why: 'the sender is not known here' }
      return await writeTo(sender.user, notificationText(envelope, kind, spoken(sender.language)))
    },

    tell: (user, { language, write }) => writeTo(user, write(spoken(language))),
  }
}
