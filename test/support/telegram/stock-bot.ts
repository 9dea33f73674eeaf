import { type Context, Telegraf, TelegramError } from 'telegraf'
import type { Update } from 'telegraf/types'
import { type FakeMessage, type FakeTelegram, startFakeTelegram } from './fake-telegram.js'

/** A bot of the stock library under a test's control, in a supergroup of the fake with two members. */
export class StockBot {
  /** All updates that reached it, unmodified. */
  readonly seen: Update[] = []
  /** Errors of its handlers. */
  readonly errors: unknown[] = []
  readonly #running: { telegraf: Telegraf; ended: Promise<unknown> }[] = []
  #answer: (context: Context) => Promise<unknown> = () => Promise.resolve()

  private constructor(
    readonly fake: FakeTelegram,
    readonly group = fake.addSupergroup('Village'),
    readonly ann = group.addMember('ann'),
    readonly bob = group.addMember('bob'),
    readonly telegraf = new Telegraf(fake.token, {
      telegram: { apiRoot: fake.apiRoot, webhookReply: false },
    }),
  ) {}

  /** Starts a bot that polls. */
  static async start(): Promise<StockBot> {
    const bot = await StockBot.silent()
    bot.launch()
    await bot.polls()
    return bot
  }

  /** Starts a bot that makes calls, but doesn't poll. */
  static async silent(): Promise<StockBot> {
    const bot = new StockBot(await startFakeTelegram())
    bot.prepare(bot.telegraf)
    return bot
  }

  get api(): Telegraf['telegram'] {
    return this.telegraf.telegram
  }

  /** Starts polling; settles like the promise of `launch()`. */
  launch(telegraf = this.telegraf): Promise<unknown> {
    const ended = telegraf.launch().then(
      () => 'stopped',
      (error: unknown) => error,
    )
    this.#running.push({ telegraf, ended })
    return ended
  }

  /** Starts another process with the same token. */
  another(): Telegraf {
    return this.prepare(new Telegraf(this.fake.token, { telegram: { apiRoot: this.fake.apiRoot } }))
  }

  /** Resolves once the bot is polling. */
  async polls(): Promise<void> {
    await this.fake.waitFor(() => this.fake.polling.waits, 'the bot to ask for updates')
  }

  /** Sets the bot's reaction to every update from now on. */
  onUpdate(act: (context: Context) => Promise<unknown>): void {
    this.#answer = act
  }

  /** Posts a card with a button as the bot. */
  async card(chat = this.group): Promise<FakeMessage> {
    const sent = await this.api.sendMessage(chat.id, 'A red packet', grabButton())
    const message = chat.message(sent.message_id)
    if (!message) throw new Error('the card is gone')
    return message
  }

  /** The messages among the updates, oldest first. */
  get heard(): string[] {
    return this.seen.flatMap((update) =>
      'message' in update && 'text' in update.message ? [update.message.text] : [],
    )
  }

  /** Stops waiting for a bot whose handlers never finish. */
  abandon(): void {
    this.#running.length = 0
  }

  async stop(): Promise<void> {
    for (const { telegraf, ended } of this.#running) {
      try {
        telegraf.stop()
      } catch {
        // It never started, or has ended already.
      }
      await ended
    }
    await this.fake.close()
  }

  prepare(telegraf: Telegraf): Telegraf {
    telegraf.use((context) => {
      this.seen.push(context.update)
      this.fake.changed()
      return this.#answer(context)
    })
    telegraf.catch((error) => {
      this.errors.push(error)
      this.fake.changed()
    })
    return telegraf
  }
}

export function grabButton(data = 'grab', text = 'Grab') {
  return { reply_markup: { inline_keyboard: [[{ text, callback_data: data }]] } }
}

/** Returns the error of a refused call; throws when it wasn't refused. */
export async function refusal(call: Promise<unknown>): Promise<{ code: number; description: string }> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof TelegramError)) throw new Error(`no refusal by the API: ${String(error)}`)
  return { code: error.code, description: error.description }
}
