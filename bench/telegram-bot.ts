import {
  type FakeChat,
  type FakeMessage,
  type FakeTelegram,
  type FakeUser,
  type PressResult,
  startFakeTelegram,
} from '../test/support/telegram/fake-telegram.js'
import { type BotOptions, BotProcess } from './bot-process.js'
import { type Burst, burst } from './burst.js'

/** An answer, and its delay in milliseconds. */
export interface TapResult {
  readonly press: PressResult
  readonly millis: number
}

/** A bot in a process of its own, and a Telegram in ours with one group, whose members tap. */
export class TelegramBot {
  private constructor(
    readonly fake: FakeTelegram,
    readonly group: FakeChat,
    readonly admin: FakeUser,
    readonly members: readonly FakeUser[],
    readonly process: BotProcess,
  ) {}

  /** Resolves when the bot polls for updates; rejects when it exits before that. */
  static async start(members: number, options: BotOptions): Promise<TelegramBot> {
    const fake = await startFakeTelegram()
    const group = fake.addSupergroup('Tea House')
    // Everyone has a handle, which gives the program more to remember.
    const tappers = Array.from({ length: members }, (_, index) =>
      group.addMember(fake.addUser(`member${index}`, { username: `member_${index}` })),
    )
    const platform = { TELEGRAM_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.apiRoot }
    const process = new BotProcess({ ...options, environment: { ...platform, ...options.environment } })
    const bot = new TelegramBot(fake, group, group.someAdmin, tappers, process)
    try {
      await fake.waitFor(() => {
        process.mustRun()
        return fake.polling.waits
      }, `${options.program} to ask for updates`)
      return bot
    } catch (error) {
      await bot.stop()
      throw error
    }
  }

  /**
   * Makes the members from number `from` on tap the button that they all saw on the card, whether or not it is still
   * there.
   */
  tapAll(card: FakeMessage, data: string, taps: number, from = 0): Promise<Burst<TapResult>> {
    const { members } = this
    return burst(this.process, taps, async (index) => {
      const member = members[(from + index) % members.length] as FakeUser
      const began = performance.now()
      const press = await member.forge(card, data)
      return { press, millis: performance.now() - began }
    })
  }

  /** Counts the answers to each tap, including rejected ones. */
  answersByTap(): Map<string, number> {
    const answers = new Map<string, number>()
    for (const { params } of this.fake.calls('answerCallbackQuery')) {
      const id = String(params.callback_query_id)
      answers.set(id, (answers.get(id) ?? 0) + 1)
    }
    return answers
  }

  /** Returns the most sends and edits in the group within a minute, refused ones included. */
  busiestMinute(): number {
    const times = this.fake.journal
      .filter(({ method }) => /^(send|edit)Message|^sendPhoto$/.test(method))
      .filter(({ params }) => String(params.chat_id) === String(this.group.id))
      .map(({ at }) => at)
    return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length))
  }

  /** Asks the bot to stop and resolves with its exit code. */
  async stop(): Promise<number | null> {
    const code = await this.process.stop()
    await this.fake.close()
    return code
  }
}
