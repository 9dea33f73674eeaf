import { randomBytes } from 'node:crypto'
import { TelegramError } from 'telegraf'
import type { Update, UserFromGetMe } from 'telegraf/types'
import { BoundedMap } from '../../src/bounded-map.js'
import { type Bot, type BotOptions, pipelineOptions } from '../../src/chat/bot.js'
import { DuplicatePosts } from '../../src/chat/duplicate-posts.js'
import { Handles } from '../../src/chat/handles.js'
import { Inbox } from '../../src/chat/inbox.js'
import { keepConnecting } from '../../src/chat/keep-connecting.js'
import { morePaymentsText } from '../../src/chat/notification-text.js'
import { PictureRefusals } from '../../src/chat/picture-refusals.js'
import { LoginRefused } from '../../src/chat/platform.js'
import { SendBudget } from '../../src/chat/send-budget.js'
import { SendQueue } from '../../src/chat/send-queue.js'
import { changingWords } from '../../src/chat/words-of-others.js'
import { createPipeline } from '../../src/commands/framework/pipeline.js'
import type { CommunityLanguage } from '../../src/core/community.js'
import { Answers } from './answers.js'
import { Api, failureOf, pauseAfter, saidSafely } from './api.js'
import { chatLanguageOf, TELEGRAM } from './decode.js'
import { LONGEST_TEXT, messageOf } from './encode.js'
import { administers, mayWrite, memberOf } from './members.js'
import { registerMenus } from './menu.js'
import { MessageSender } from './message-sender.js'
import { createUpdateHandler, keyOf, WANTED } from './on-update.js'
import { BUDGET, telegramPlatform } from './platform.js'
import { poll } from './poll.js'
import { telegramFile } from './sent-file.js'
import { quoted } from './unlinked.js'
import { listenForUpdates, type Webhook } from './webhook.js'

export interface TelegramOptions extends BotOptions {
  /** Where Telegram reaches this program. Without it the program asks Telegram for updates. */
  readonly webhook?: { readonly url: string; readonly host: string; readonly port: number }
  /** Counts calls against Telegram's limits; by default one that knows them. */
  readonly budget?: SendBudget
}

/** Telegram's refusal of a webhook's address. */
const BAD_WEBHOOK = /bad webhook: (.+)/
const UNRESOLVED = /failed to resolve host/i
const UNRESOLVED_TEXT =
  'TELEGRAM_WEBHOOK_URL: Telegram finds no address for its host. A new name takes a while to spread; otherwise correct it.'
const UNRESOLVED_PAUSE_MS = 60_000

/** Telegram finds no address for the host of the webhook, which may be too new. */
class UnresolvedWebhook extends Error {
  override name = 'UnresolvedWebhook'
}

/** Groups for which the adder's language is remembered. */
const MAX_NEW_GROUPS = 1_000

/** Telegram as a platform: lines and taps become requests, replies become messages and toasts, and cards become messages. */
export function createTelegram(options: TelegramOptions): Bot {
  const { app, log, budget = new SendBudget(BUDGET) } = options
  const api = new Api(options)
  const duplicates = new DuplicatePosts()
  const sender = new MessageSender(api)
  const refusals = new PictureRefusals(log)
  const errands = new Set<Promise<unknown>>()
  const end = new AbortController()
  const { signal } = end
  // The same for every attempt, because the listening server already has it.
  const secret = randomBytes(32).toString('base64url')
  /**
   * Language for groups that the bot was added to. Founding them right away could get in the way of a group that moves
   * to this id.
   */
  const addedIn = new BoundedMap<string, CommunityLanguage>(MAX_NEW_GROUPS)
  let username = ''
  let polling: Promise<void> | undefined
  let webhook: Webhook | undefined
  let answered = false

  const later = (work: Promise<unknown>) => {
    const done = work
      .catch((error) =>
        // A call aborted by a shutdown isn't a failure.
        log[signal.aborted ? 'debug' : 'warn']({ why: saidSafely(error) }, 'an errand failed'),
      )
      .finally(() => errands.delete(done))
    errands.add(done)
  }
  const moved = async (from: string, to: string) => {
    const outcome = await app.migrateChat({ platform: TELEGRAM, from, to })
    log.info({ from, to, outcome: outcome.kind }, 'a group has a new id')
  }
  const queue = new SendQueue({
    async call(chat, message, edits, signal) {
      const sent =
        edits === undefined
          ? await refusals.post(chat, message.picture, (picture) =>
              sender.send(chat, { ...message, picture }, signal),
            )
          : await sender.edit(chat, edits, message, 'text', signal)
      if (sent.kind !== 'posted') throw new Error(sent.why)
      return sent.message
    },
    more: (count, language) =>
      messageOf({ blocks: [{ kind: 'text', text: morePaymentsText(count, language) }] }),
    ...{ failureOf, budget, log, longest: LONGEST_TEXT, isPrivate: BUDGET.isPrivate, onMoved: moved },
  })
  const handles = new Handles({
    ...{ app, platform: TELEGRAM, later },
    memberOf: (chat, user) => memberOf(api, chat, user),
  })
  const commands = pipelineOptions({ ...options, app: changingWords(app, quoted) })
  const { entries } = commands
  const pipeline = createPipeline(commands)
  const handle = createUpdateHandler({
    ...{ pipeline, handles, queue, moved, later },
    answers: new Answers({
      ...{ app, api, log, queue, later, signal, username: () => username },
      ...(options.pictures && { pictures: options.pictures }),
      isDuplicate: (no, chat, message) => duplicates.isDuplicate(no, chat, message),
    }),
    surroundings: {
      username: () => username,
      addedIn: (chat) => addedIn.get(chat),
      administers: (chat, user) => administers(api, chat, user),
      mayWrite: (chat, user) => mayWrite(api, chat, user),
      memberCalled: (chat, handle) => handles.memberCalled(chat, handle),
      fileOf: (picture) => telegramFile(picture, api, log),
    },
    added: (chat, by) => addedIn.set(chat, chatLanguageOf(by)),
  })
  const inbox = new Inbox<Update>({ app, log, keyOf, handle, platform: TELEGRAM })
  const take = inbox.take.bind(inbox)

  async function connect(): Promise<void> {
    const bot = await whoAmI(api, signal)
    username = bot.username
    await inbox.resume()
    if (options.webhook) await startWebhook(options.webhook)
    else {
      // Keeps pending updates: people sent them to the bot.
      await api.call('deleteWebhook', { drop_pending_updates: false }, { signal })
      polling = poll({ api, log, take, signal, onAnswer: (came) => (answered = came) })
    }
    answered = true
    // Commands work without a menu.
    const registered = (menus: number) => menus > 0 && log.info({ menus }, 'the menus were registered')
    later(registerMenus(api, entries, signal).then(registered))
    log.info({ bot: bot.username, by: options.webhook ? 'webhook' : 'polling' }, 'Telegram is connected')
  }

  async function startWebhook({ url, host, port }: NonNullable<TelegramOptions['webhook']>): Promise<void> {
    const { pathname, search } = new URL(url)
    const path = `${pathname}${search}`
    webhook ??= await listenForUpdates({ host, port, path, secret, log, take }).catch((error) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTFOUND') throw error
      throw new LoginRefused(`TELEGRAM_WEBHOOK_HOST: no address is known by the name ${host}.`)
    })
    const wanted = { url, secret_token: secret, allowed_updates: WANTED, max_connections: 40 }
    await api.call('setWebhook', wanted, { signal }).catch((error) => {
      const [, why = ''] = BAD_WEBHOOK.exec(pauseAfter(error).why) ?? []
      if (why === '') throw error
      if (UNRESOLVED.test(why)) throw new UnresolvedWebhook(UNRESOLVED_TEXT)
      throw new LoginRefused(`TELEGRAM_WEBHOOK_URL: Telegram refuses it (${why}).`)
    })
  }

  return {
    platform: telegramPlatform({ app, sender, budget, duplicates, onMoved: moved }),
    start: () =>
      keepConnecting({
        ...{ platform: 'Telegram', connect, signal, log },
        // A tap can only be answered for 15 seconds.
        ...{ firstPauseMs: 500, maxPauseMs: 5_000 },
        // The webhook’s secret lets its holder speak for everyone, and an error may repeat what was sent.
        explain: (error) => ({
          why: saidSafely(error).replaceAll(secret, '[secret]'),
          afterMs: error instanceof UnresolvedWebhook ? UNRESOLVED_PAUSE_MS : pauseAfter(error).afterMs,
        }),
      }),
    ready: () => answered,
    async stop() {
      end.abort()
      inbox.refuse()
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
