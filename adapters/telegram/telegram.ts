import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { TelegramError } from 'telegraf'
import type { Update, UserFromGetMe } from 'telegraf/types'
import type { App } from '../../src/app/app.js'
import { DuplicatePosts } from '../../src/chat/duplicate-posts.js'
import { Inbox } from '../../src/chat/inbox.js'
import { morePaymentsText } from '../../src/chat/notification-text.js'
import { LoginRefused, type Platform } from '../../src/chat/platform.js'
import { RateLimiter } from '../../src/chat/rate-limiter.js'
import { SendQueue } from '../../src/chat/send-queue.js'
import type { Entry } from '../../src/commands/define.js'
import { Forms } from '../../src/commands/forms.js'
import { createPipeline } from '../../src/commands/pipeline.js'
import { ENTRIES } from '../../src/commands/registry.js'
import type { CommunityLanguage } from '../../src/core/community.js'
import type { Language } from '../../src/i18n/language.js'
import type { Log } from '../../src/log.js'
import { proveSeldom } from '../../src/operations/prove-seldom.js'
import { Answers } from './answers.js'
import { Api, failureOf, saidSafely } from './api.js'
import { Budget } from './budget.js'
import { LONGEST_TEXT, messageOf } from './encode.js'
import { administers, Handles } from './handles.js'
import { registerMenus } from './menu.js'
import { type Handlers, keyOf, onUpdate, WANTED } from './on-update.js'
import { chatLanguageOf, TELEGRAM } from './people-and-places.js'
import { telegramPlatform } from './platform.js'
import { poll } from './poll.js'
import { quotingApp } from './quoted.js'
import { listenForUpdates, type Webhook } from './webhook.js'

export interface TelegramOptions {
  readonly app: App
  readonly token: string
  /** The Bot API, without a trailing slash; for a proxy, your own Bot API server, or a test. */
  readonly apiRoot?: string
  /** Where Telegram reaches this program; polls for updates when absent. */
  readonly webhook?: { readonly url: string; readonly host: string; readonly port: number }
  readonly log: Log
  /** All commands; ENTRIES by default. */
  readonly entries?: readonly Entry[]
  /** Called with the code of every error of the platform. */
  readonly onError?: (code: string) => void
}

export interface TelegramBot {
  readonly platform: Platform
  /**
   * Starts to receive updates, retrying while Telegram is unreachable. Rejects with LoginRefused when Telegram rejects
   * the token.
   */
  start(): Promise<void>
  /** Returns whether Telegram has answered recently. */
  ready(): boolean
  /** Accepts no further updates and resolves when the current ones are handled and answered. */
  stop(): Promise<void>
}

/** Longest pause between retries: taps can only be answered for 15 seconds. */
const LONGEST_WAIT = 5_000
/** Groups for which the adder's language is remembered; beyond that, the oldest is forgotten. */
const MOST_NEW_GROUPS = 1_000

/** Telegram as a platform: lines and taps become requests, replies become messages and toasts, and cards become messages. */
export function createTelegram(options: TelegramOptions): TelegramBot {
  const { app, token, apiRoot, log, entries = ENTRIES, onError = () => {} } = options
  const api = new Api({ token, ...(apiRoot && { apiRoot }), onError })
  const budget = new Budget()
  const duplicates = new DuplicatePosts()
  const errands = new Set<Promise<unknown>>()
  const end = new AbortController()
  // One secret for all attempts: the listener already uses it.
  const secret = randomBytes(32).toString('base64url')
  /**
   * Language for groups that the bot was added to. Founding them right away could get in the way of a group that moves
   * to this id.
   */
  const addedIn = new Map<string, CommunityLanguage>()
  let username = ''
  let polling: Promise<void> | undefined
  let webhook: Webhook | undefined
  let answered = false

  const later = (work: Promise<unknown>) => {
    const done = work
      .catch((error) => {
        // Work cancelled by a shutdown hasn't failed.
        const level = end.signal.aborted ? 'debug' : 'warn'
        log[level]({ why: saidSafely(error) }, 'something that nobody waits for failed')
      })
      .finally(() => errands.delete(done))
    errands.add(done)
  }
  const moved = async (from: string, to: string) => {
    const outcome = await app.migrateChat({ platform: TELEGRAM, from, to })
    log.info({ from, to, outcome: outcome.kind }, 'a group has another id now')
  }
  const queue = new SendQueue({
    async call(chat, message, edits, signal) {
      const body = { chat_id: chat, ...(edits !== undefined && { message_id: edits }), ...message }
      const method = edits === undefined ? 'sendMessage' : 'editMessageText'
      const { message_id: id } = await api.call<{ message_id: number }>(method, body, { signal })
      return String(id)
    },
    more: (count: number, language: Language) =>
      messageOf({ blocks: [{ kind: 'text', text: morePaymentsText(count, language) }] }),
    isPrivate: (chat) => !chat.startsWith('-'),
    ...{ failureOf, budget, log, longest: LONGEST_TEXT, onMoved: moved },
  })
  const handles = new Handles({ app, api, later })
  const limiter = new RateLimiter()
  const pipeline = createPipeline({
    app: quotingApp({ ...app, reconcile: proveSeldom(app) }),
    ...{ entries, log, forms: new Forms() },
    limiter: {
      tryAcquire: ({ by, place }) => limiter.tryAcquire(by, place),
      shouldNotify: ({ by }) => limiter.shouldNotify(by),
    },
  })
  const handlers: Handlers = {
    ...{ pipeline, handles, queue, moved, later },
    answers: new Answers({
      ...{ app, api, log, queue, later, username: () => username },
      isDuplicate: (no, chat, message) => duplicates.isDuplicate(no, chat, message),
    }),
    surroundings: {
      username: () => username,
      addedIn: (chat) => addedIn.get(chat),
      administers: (chat, user) => administers(api, chat, user),
      memberCalled: (chat, handle) => handles.memberCalled(chat, handle),
    },
    added: (chat, by) => {
      if (addedIn.size >= MOST_NEW_GROUPS) addedIn.delete(addedIn.keys().next().value as string)
      addedIn.set(chat, chatLanguageOf(by))
    },
  }
  const inbox = new Inbox<Update>({
    ...{ app, log, keyOf, platform: TELEGRAM },
    handle: (update) => onUpdate(update, handlers),
  })
  const take = (update: Update) =>
    end.signal.aborted ? Promise.reject(new Error('the program is stopping')) : inbox.take(update)

  async function connect(): Promise<void> {
    const bot = await whoAmI(api, end.signal)
    username = bot.username
    await inbox.resume()
    if (options.webhook) await startWebhook(options.webhook)
    else await startPolling()
    answered = true
    later(menus())
    log.info({ bot: bot.username, by: options.webhook ? 'webhook' : 'polling' }, 'Telegram is connected')
  }

  /** In the background: commands work without a menu. */
  async function menus(): Promise<void> {
    const changed = await registerMenus(api, entries, end.signal)
    if (changed > 0) log.info({ menus: changed }, 'the menus of commands were registered')
  }

  async function startPolling(): Promise<void> {
    // Keeps the waiting updates: people sent them to the bot.
    await api.call('deleteWebhook', { drop_pending_updates: false }, { signal: end.signal })
    polling = poll({ api, log, take, signal: end.signal, onAnswer: (came) => (answered = came) })
  }

  async function startWebhook({ url, host, port }: NonNullable<TelegramOptions['webhook']>): Promise<void> {
    const { pathname, search } = new URL(url)
    webhook ??= await listenForUpdates({ host, port, path: `${pathname}${search}`, secret, log, take })
    await api.call(
      'setWebhook',
      { url, secret_token: secret, allowed_updates: WANTED, max_connections: 40 },
      { signal: end.signal },
    )
  }

  return {
    platform: telegramPlatform({ app, api, budget, duplicates, onMoved: moved }),
    async start() {
      for (let attempt = 0; !end.signal.aborted; attempt++) {
        try {
          return await connect()
        } catch (error) {
          if (end.signal.aborted) return
          // The operator must choose another port; retrying would only repeat the error.
          if (error instanceof LoginRefused || (error as NodeJS.ErrnoException).syscall === 'listen')
            throw error
          const failure = failureOf(error)
          const asked = failure.kind === 'later' ? failure.after : 0
          const millis = Math.max(asked, Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(attempt, 10)))
          // The webhook's secret lets anyone impersonate Telegram, and an error may repeat the request.
          const why = saidSafely(error).replaceAll(secret, '[secret]')
          log.warn({ why, againInSeconds: millis / 1000 }, 'Telegram cannot be reached')
          await wait(millis, undefined, { signal: end.signal }).catch(() => undefined)
        }
      }
    },
    ready: () => answered,
    async stop() {
      end.abort()
      await webhook?.close()
      await polling
      await inbox.drain()
      await queue.stop(settled(errands))
    },
  }
}

/** Resolves when no work is left, including work added meanwhile. */
async function settled(errands: ReadonlySet<Promise<unknown>>): Promise<void> {
  while (errands.size > 0) await Promise.allSettled(errands)
}

async function whoAmI(api: Api, signal: AbortSignal): Promise<UserFromGetMe> {
  try {
    return await api.call<UserFromGetMe>('getMe', {}, { signal })
  } catch (error) {
    if (error instanceof TelegramError && (error.code === 401 || error.code === 404))
      throw new LoginRefused('Telegram does not know TELEGRAM_TOKEN. Copy it again from @BotFather.')
    throw error
  }
}
