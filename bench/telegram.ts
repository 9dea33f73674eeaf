import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { FakeMessage } from '../test/support/telegram/fake-telegram.js'
import { benchOptions } from './bench-options.js'
import type { Burst } from './burst.js'
import { amountIn, booksIn, checkBooks, SHARES, TOTAL } from './check-books.js'
import { figuresOf, playInTurn, type Round } from './in-turn.js'
import { type TapResult, TelegramBot } from './telegram-bot.js'

/**
 * A thousand members tap the Grab button of one card within a second. Compares the program as `npm start` runs it with
 * a bare telegraf bot that gives every tap the same answer: in one run, alternating, each in its own process, against
 * the tests' Telegram in this process, with its limits for sends and edits. Both cards look alike, so the taps weigh
 * the same. Throws when an answer is missing or repeated, or when the answers and the books disagree.
 */
const { rounds: ROUNDS, clicks: TAPS, warmUp: WARM_UP, node, bareNode } = benchOptions('taps')
/** A finished card is shown at once or when the budget of a minute allows it. Milliseconds. */
const LONGEST_BUDGET = 70_000

/** Sends a red packet as the admin; resolves with its card. */
async function sendCard({ fake, group, admin }: TelegramBot): Promise<FakeMessage> {
  const before = new Set(group.botMessages)
  admin.command(group, `/redpacket ${TOTAL / 100} ${SHARES}`)
  // The result of the round before may come in between.
  const isNewCard = (message: FakeMessage) => !before.has(message) && canBeGrabbed(message)
  return await fake.waitFor(() => group.botMessages.find(isNewCard), 'the card')
}

/** Posts an identical card in the bare bot's group. */
function sameCard({ fake, group }: TelegramBot, card: FakeMessage): FakeMessage {
  const { text, entities, keyboard, photo } = card
  return group.post({
    from: fake.bot,
    ...{ text, entities, keyboard: structuredClone(keyboard) },
    ...(photo !== undefined && { photo }),
  })
}

const canBeGrabbed = (card: FakeMessage) => card.buttons.some(({ text }) => /Grab/.test(text))
const grabOf = (card: FakeMessage) => String(card.button(/Grab/).callback_data)

/** Throws unless every tap of a burst was answered exactly once. */
function mustBeAnsweredOnce(bot: TelegramBot, results: readonly TapResult[]): void {
  const answers = bot.answersByTap()
  for (const { press } of results) {
    if (press.outcome !== 'answered') throw new Error('a tap was not answered')
    const times = answers.get(press.callbackId)
    if (times !== 1) throw new Error(`a tap was answered ${times} times`)
  }
}

async function playRound(bot: TelegramBot, card: FakeMessage, taps: number, from: number): Promise<Round> {
  const data = grabOf(card)
  const burst = await bot.tapAll(card, data, taps, from)
  mustBeAnsweredOnce(bot, burst.results)
  const told = new Map<string, number>()
  for (const [index, { press }] of burst.results.entries()) {
    const amount = amountIn(press.text)
    if (amount === undefined) continue
    told.set(bot.members[(from + index) % bot.members.length]?.firstName ?? '', amount)
  }
  const until = performance.now() + LONGEST_BUDGET
  while (!card.text.includes('All grabbed in') || canBeGrabbed(card)) {
    if (performance.now() > until) throw new Error('the card does not say that all is grabbed')
    await wait(25)
  }
  return { envelopeNo: /-e([0-9a-f]+)$/.exec(data)?.[1] ?? '', told, burst }
}

async function playBare(bare: TelegramBot, card: FakeMessage, taps: number, from: number): Promise<Burst> {
  const burst = await bare.tapAll(card, grabOf(card), taps, from)
  mustBeAnsweredOnce(bare, burst.results)
  return burst
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const bots: TelegramBot[] = []
try {
  const start = async (program: string, nodeOptions: readonly string[], environment = {}) => {
    const options = { program, nodeOptions, environment, folder }
    const bot = await TelegramBot.start(Math.max(TAPS, WARM_UP), options)
    bots.push(bot)
    return bot
  }
  const bot = await start('main', node, booksIn(folder))
  const bare = await start('bench-bare-telegram', bareNode)
  const { admin, group, fake } = bot
  // Private answers go to the private chat, which only the admin can open.
  admin.start()
  await fake.waitFor(() => admin.directMessages.length > 0, 'a word of welcome')
  admin.command(group, ['/topup ', admin, ' 1000000 bench'])
  await fake.waitFor(() => group.botMessages.length > 0, 'the first money')

  const match = await playInTurn(ROUNDS, async (index) => {
    const taps = index === 0 ? WARM_UP : TAPS
    const card = await sendCard(bot)
    const copy = sameCard(bare, card)
    // Different members come first in each round, so that different wallets are filled.
    const from = index * SHARES
    return { ours: () => playRound(bot, card, taps, from), bare: () => playBare(bare, copy, taps, from) }
  })

  const busiest = bot.busiestMinute()
  for (const each of bots.splice(0)) {
    const code = await each.stop()
    if (code !== 0) throw new Error(`a bot ended with ${code}`)
    if (each.fake.violations.length > 0) throw new Error(each.fake.violations.join('\n'))
  }
  const refused = fake.journal.filter(({ status }) => status === 429).length
  if (refused > 0) throw new Error(`${refused} calls were more than Telegram allows`)
  await checkBooks(folder, { platform: 'telegram', chat: String(group.id) }, match.rounds)

  const { answered, latency, cpu, cpuRatio, grabbed } = figuresOf(match)
  process.stdout.write(
    `${JSON.stringify({
      taps: TAPS,
      answered,
      ...latency,
      cpu_us_per_tap: cpu,
      cpu_ratio: cpuRatio,
      edits_per_minute: busiest,
      answered_once: true,
      grabbed,
      books_ok: true,
    })}\n`,
  )
} finally {
  for (const bot of bots) await bot.stop()
  rmSync(folder, { recursive: true, force: true })
}
