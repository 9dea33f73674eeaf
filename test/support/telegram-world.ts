import { join } from 'node:path'
import pino from 'pino'
import { BUDGET } from '../../adapters/telegram/platform.js'
import { createTelegram, type TelegramOptions } from '../../adapters/telegram/telegram.js'
import { type App, createApp } from '../../src/app/app.js'
import type { Bot } from '../../src/chat/bot.js'
import { SendBudget } from '../../src/chat/send-budget.js'
import { Updater } from '../../src/chat/updater.js'
import type { Entry } from '../../src/commands/framework/define.js'
import { ENTRIES } from '../../src/commands/registry.js'
import type { Random } from '../../src/core/random.js'
import type { Store } from '../../src/integrity/open.js'
import { type Jobs, startJobs } from '../../src/operations/jobs.js'
import { cryptoRandom } from '../../src/random.js'
import { cardPictures, replyPictures } from './card-pictures.js'
import { RunningClock } from './running-clock.js'
import type { SettableClock } from './settable-clock.js'
import {
  type FakeChat,
  type FakeMessage,
  type FakeTelegram,
  type FakeUser,
  type PressResult,
  startFakeTelegram,
  type Words,
} from './telegram/fake-telegram.js'
import { temporaryFolder } from './temporary-folder.js'
import { openTestStore } from './test-store.js'

const WARN = 40

/**
 * Returns a text as people see it: without the character that keeps Telegram from finding links, and with ordinary
 * spaces.
 */
export const seen = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

function isSaid(text: string, says: string | RegExp): boolean {
  return typeof says === 'string' ? seen(text).includes(seen(says)) : says.test(seen(text))
}

const START = Date.UTC(2026, 5, 10, 12)

/** A group with its creator and three members, and the bot as the program runs it, on a real file. */
export interface TelegramWorld {
  readonly fake: FakeTelegram
  readonly app: App
  readonly store: Store
  readonly clock: SettableClock
  readonly jobs: Jobs
  readonly group: FakeChat
  readonly creator: FakeUser
  readonly lan: FakeUser
  readonly wei: FakeUser
  readonly ming: FakeUser
  /** Log lines at warn and above. */
  readonly complaints: string[]
  /** The currently running bot. */
  readonly bot: Bot
  /** Gives a command and waits for a matching answer in the group; spaces are ordinary ones. */
  ask(user: FakeUser, words: Words, says: string | RegExp, chat?: FakeChat): Promise<FakeMessage>
  /** Waits until the bot says this in the group. */
  heard(says: string | RegExp, chat?: FakeChat): Promise<FakeMessage>
  /** Gives a user money as the creator, by default lan. */
  fund(amount?: string, user?: FakeUser, chat?: FakeChat): Promise<void>
  /** Resolves with the card once it says this. */
  card(says?: string | RegExp, chat?: FakeChat): Promise<FakeMessage>
  /** Taps Grab. */
  grab(user: FakeUser, card: FakeMessage): Promise<PressResult>
  /** Returns a member's balance, in minor units; NaN in a chat without any command so far. */
  balanceOf(user: FakeUser, chat?: FakeChat): Promise<number>
  /** Starts another bot with the same token on the same file, like the program's next start. */
  startAnother(): Promise<Bot>
  /**
   * Stops everything, checks the books, and fails when Telegram would have refused anything that the bot sent, or when
   * any log line contains the token.
   */
  end(): Promise<void>
}

export interface TelegramWorldOptions {
  readonly webhook?: TelegramOptions['webhook']
  /** Whether the bot is started; default true. */
  readonly start?: boolean
  readonly random?: Random
  readonly entries?: readonly Entry[]
  /**
   * Whether the bot is as slow as Telegram wants it to be, and Telegram refuses what is faster. Default false, because
   * the bot's words don't depend on its speed.
   */
  readonly paced?: boolean
  /** Whether cards and replies have pictures. Most tests are about their words. */
  readonly pictures?: boolean
}

/** A budget for which a minute passes between any two calls. */
function boundlessBudget(): SendBudget {
  let now = 0
  return new SendBudget(BUDGET, () => (now += 60_000))
}

export async function telegramWorld({
  webhook,
  start = true,
  random = cryptoRandom,
  entries = ENTRIES,
  paced = false,
  pictures = false,
}: TelegramWorldOptions = {}): Promise<TelegramWorld> {
  const { folder, remove } = temporaryFolder()
  const fake = await startFakeTelegram()
  fake.budgets.enabled = paced
  const group = fake.addGroup('Tea House')
  const creator = group.someAdmin
  const [lan, wei, ming] = ['Lan', 'Wei', 'Ming'].map((name) => group.addMember(name)) as [
    FakeUser,
    FakeUser,
    FakeUser,
  ]
  const store = await openTestStore({
    file: join(folder, 'telegram.db'),
    ledgerKeyFile: join(folder, 'key'),
    onFatal: (error) => {
      throw error
    },
  })
  const clock = new RunningClock(START)
  const app = createApp({ store, clock, random })
  const lines: string[] = []
  const complaints: string[] = []
  const write = (line: string) => {
    lines.push(line)
    if (JSON.parse(line).level >= WARN) complaints.push(line)
  }
  const log = pino({ level: 'trace' }, { write })
  const create = () =>
    createTelegram({
      app,
      token: fake.token,
      apiRoot: fake.apiRoot,
      log,
      entries,
      ...(webhook && { webhook }),
      ...(!paced && { budget: boundlessBudget() }),
      ...(pictures && { pictures: replyPictures() }),
    })
  const bot = create()
  const platform = paced ? bot.platform : { ...bot.platform, chatInterval: 100 }
  const updater = new Updater({
    ...{ app, platforms: [platform], log },
    ...(pictures && { pictures: cardPictures(app) }),
  })
  const started = startJobs({ app, clock, log })
  // A sweep that was under way may have looked before the test moved the clock.
  const sweep = async () => (await started.sweep()) + (await started.sweep())
  const jobs: Jobs = { ...started, sweep }
  updater.start()
  if (start) await bot.start()
  const others: Bot[] = []
  const said = (chat: FakeChat, says: string | RegExp, known: ReadonlySet<FakeMessage>) => {
    const heard = () => chat.botMessages.filter((message) => !known.has(message))
    return fake
      .waitFor(() => heard().find(({ text }) => isSaid(text, says)), `a message that says ${says}`)
      .catch((error: Error) => {
        throw new Error(`${error.message}; there came ${JSON.stringify(heard().map(({ text }) => text))}`)
      })
  }
  const world: TelegramWorld = {
    ...{ fake, app, store, clock, jobs, group, creator, lan, wei, ming, complaints, bot },
    ask(user, words, says, chat = group) {
      const known = new Set(chat.botMessages)
      user.command(chat, words)
      return said(chat, says, known)
    },
    heard: (says, chat = group) => said(chat, says, new Set()),
    async fund(amount = '100', user = lan, chat = group) {
      const known = new Set(chat.botMessages)
      chat.someAdmin.command(chat, ['/topup ', user, ` ${amount} for the test`])
      await fake.waitFor(
        () => chat.botMessages.find((message) => !known.has(message) && /for the test/.test(message.text)),
        'word that the money came',
      )
    },
    card(says = 'sent a red packet', chat = group) {
      return fake.waitFor(
        () => chat.botMessages.findLast(({ text }) => text.startsWith('🧧') && isSaid(text, says)),
        `a card that says ${says}`,
      )
    },
    grab: (user, card) => user.press(card, /Grab|抢/),
    async balanceOf(user, chat = group) {
      const place = { platform: 'telegram', chat: String(chat.id) }
      const by = { platform: 'telegram', user: String(user.id), name: user.firstName }
      const wallet = await app.wallet({ place, by })
      return wallet.kind === 'wallet' ? wallet.balance : Number.NaN
    },
    async startAnother() {
      const other = create()
      others.push(other)
      await other.start()
      return other
    },
    async end() {
      await Promise.all([bot, ...others].map((each) => each.stop()))
      await jobs.stop()
      await updater.stop()
      const report = await app.reconcile()
      await store.close()
      await fake.close()
      remove()
      if (!report.ok) throw new Error(JSON.stringify(report.invariants.filter(({ ok }) => !ok)))
      if (fake.violations.length > 0) throw new Error(fake.violations.join('\n'))
      const secret = fake.token.split(':')[1] as string
      if (lines.some((line) => line.includes(secret))) throw new Error('the token stands in the log')
    },
  }
  return world
}
