import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Telegraf, TelegramError } from 'telegraf'
import type { User, UserFromGetMe } from 'telegraf/types'
import type { App } from '../../src/app/app.js'
import { LoginRefused, type Platform } from '../../src/chat/platform.js'
import { RateLimiter } from '../../src/chat/rate-limiter.js'
import type { CommunityLanguage } from '../../src/core/community.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import type { Log } from '../../src/log.js'
import { proveSeldom } from '../../src/operations/prove-seldom.js'
import { Api, failureOf, saidSafely } from './api.js'
import { chatLanguageOf, TELEGRAM } from './asked.js'
import { Budget } from './budget.js'
import type { Desk } from './desk.js'
import { Forms } from './forms.js'
import { administers, Handles } from './handles.js'
import { Intake } from './intake.js'
import { registerMenus } from './menu.js'
import { onUpdate, WANTED } from './on-update.js'
import { Outbox } from './outbox.js'
import { telegramPlatform } from './platform.js'
import { poll } from './poll.js'
import { quotingApp } from './quoted.js'
import { messageOf } from './speak.js'
import { StrayCards } from './stray-cards.js'
import { listenForUpdates, type Webhook } from './webhook.js'

export interface TelegramOptions {
  readonly app: App
  readonly token: string
  /** Where the Bot API is, without a slash at the end; for a proxy, a Bot API server of one's own, or a test. */
  readonly apiRoot?: string
  /** Where Telegram reaches this program; it asks Telegram for updates when this is not given. */
  readonly webhook?: { readonly url: string; readonly host: string; readonly port: number }
  readonly log: Log
  /** Called with the code of every error of the platform. */
  readonly onError?: (code: string) => void
}

export interface TelegramBot {
  readonly platform: Platform
  /**
   * Begins to take updates, trying again for as long as Telegram cannot be reached. Rejects with LoginRefused
   * when Telegram does not know the token.
   */
  start(): Promise<void>
  /** Whether Telegram has answered lately. */
  ready(): boolean
  /** Takes no further updates and resolves when those under way are done and answered. */
  stop(): Promise<void>
}

/** Longest pause before Telegram is tried again: a tap can be answered for 15 seconds only. */
const LONGEST_WAIT = 5_000
/** Groups to which the bot was added and in which nobody has said anything yet; the oldest is forgotten. */
const MOST_NEW_GROUPS = 1_000

/** Telegram as a platform: commands and taps become calls of the app, and cards become messages. */
export function createTelegram(options: TelegramOptions): TelegramBot {
  const { app, token, apiRoot, log, onError = () => {} } = options
  const bot = new Telegraf(token, {
    // A handler that takes long goes on by itself; the library would report it as failed while it still runs.
    handlerTimeout: Number.POSITIVE_INFINITY,
    telegram: { webhookReply: false },
  })
  const api = new Api({ token, ...(apiRoot && { apiRoot }), onError })
  const budget = new Budget()
  const strayCards = new StrayCards()
  const errands = new Set<Promise<unknown>>()
  const end = new AbortController()
  // One for all tries: whoever listens already knows it.
  const secret = randomBytes(32).toString('base64url')
  /** Kept only until the group is known. Founding it now could get in the way of a group that moves to this id. */
  const addedIn = new Map<string, CommunityLanguage>()
  let polling: Promise<void> | undefined
  let webhook: Webhook | undefined
  let answered = false

  const later = (work: Promise<unknown>) => {
    const done = work
      .catch((error) => {
        // What is called off because the program stops is no failure.
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
  const more = (count: number, language: Language) =>
    messageOf({ text: catalogue(language).telegram.morePayments({ count }), tone: 'info' })
  const outbox = new Outbox({ api, budget, log, onMoved: moved, more })
  const handles = new Handles({ app, api, later })
  const takeAway = (chat: string, message: number) =>
    later(api.call('deleteMessage', { chat_id: chat, message_id: message }))
  const quoting = quotingApp(app)
  const desk: Desk = {
    ...{
      app: quoting,
      api,
      log,
      outbox,
      strayCards,
      forms: new Forms(takeAway),
      later,
      moved,
      rateLimiter: new RateLimiter(),
    },
    username: () => bot.botInfo?.username ?? '',
    added: (chat: string, by: User) => {
      if (addedIn.size >= MOST_NEW_GROUPS) addedIn.delete(addedIn.keys().next().value as string)
      addedIn.set(chat, chatLanguageOf(by))
    },
    enter: async (chat, name, sender) => {
      const place = { platform: TELEGRAM, chat }
      const language = addedIn.get(chat) ?? (sender && chatLanguageOf(sender))
      const { community } = await quoting.enterChat({
        place,
        within: place,
        name,
        ...(language && { language }),
      })
      addedIn.delete(chat)
      return community
    },
    administers: (chat, user) => administers(api, chat, user),
    personCalled: (chat, handle) => handles.memberCalled(chat, handle),
    prove: proveSeldom(app),
  }
  bot.use((context) => onUpdate(context.update, desk, handles))
  // By itself the library swallows what a handler throws, after printing the update.
  bot.catch((error) => {
    throw error
  })
  const intake = new Intake({ app, log, handle: (update) => bot.handleUpdate(update) })
  const take = (update: Parameters<typeof intake.take>[0]) =>
    end.signal.aborted ? Promise.reject(new Error('the program is stopping')) : intake.take(update)

  async function connect(): Promise<void> {
    bot.botInfo = await whoAmI(api, end.signal)
    await intake.resume()
    if (options.webhook) await startWebhook(options.webhook)
    else await startPolling()
    answered = true
    later(menus())
    log.info(
      { bot: bot.botInfo.username, by: options.webhook ? 'webhook' : 'polling' },
      'Telegram is connected',
    )
  }

  /** Nobody is kept waiting for them: commands work without a menu. */
  async function menus(): Promise<void> {
    const changed = await registerMenus(api, end.signal)
    if (changed > 0) log.info({ menus: changed }, 'the menus of commands were registered')
  }

  async function startPolling(): Promise<void> {
    // What waits there is not dropped: it was said to the bot.
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
    platform: telegramPlatform({ app, api, budget, strayCards, onMoved: moved }),
    async start() {
      for (let attempt = 0; !end.signal.aborted; attempt++) {
        try {
          return await connect()
        } catch (error) {
          if (end.signal.aborted) return
          // The operator has to choose another port; trying again would say so for ever.
          if (error instanceof LoginRefused || (error as NodeJS.ErrnoException).syscall === 'listen')
            throw error
          const failure = failureOf(error)
          const asked = failure.kind === 'later' ? failure.after : 0
          const millis = Math.max(asked, Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(attempt, 10)))
          // Whoever knows the webhook's secret speaks for everybody, and an error may repeat what was sent.
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
      await intake.drain()
      await outbox.stop(settled(errands))
    },
  }
}

/** Resolves when none is left, also of those that came in meanwhile. */
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
