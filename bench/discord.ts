import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FakeMessage, InteractionResult } from '../test/support/discord/fake-discord.js'
import { benchOptions } from './bench-options.js'
import type { Burst } from './burst.js'
import { amountIn, booksIn, checkBooks, SHARES, TOTAL } from './check-books.js'
import { DiscordBot } from './discord-bot.js'
import { figuresOf, playInTurn, type Round } from './in-turn.js'
import { round } from './numbers.js'

/**
 * A thousand members click the Grab button of one card within a second. Compares the program as `npm start` runs it
 * with a bare discord.js bot that gives every click the same answer: in one run, alternating, each in its own process,
 * against the tests' Discord in this process. Both cards look alike, so the clicks weigh the same. Throws when an
 * answer is missing, or when the answers and the books disagree. With `--fair-start 3s` the clicks are collected first,
 * and `all_told_ms` tells how long after the first click everyone knew what they got.
 */
const { rounds: ROUNDS, clicks: CLICKS, warmUp: WARM_UP, node, bareNode, fairStart } = benchOptions('clicks')
const V2 = 1 << 15

/** Returns a text as people see it: without the backslashes that Discord removes. */
const shown = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/g, '$1')

/** Sends a red packet as the admin; resolves with its card. */
async function sendCard({ fake, channel, admin }: DiscordBot): Promise<FakeMessage> {
  const before = new Set(channel.publicMessages)
  const packet = { amount: String(TOTAL / 100), count: SHARES, kind: 'lucky' }
  await admin.slash(channel, 'redpacket', fairStart ? { ...packet, fair_start: fairStart } : packet)
  // The result of the card before may come in between.
  const isCard = (message: FakeMessage) => !before.has(message) && message.buttons.length > 0
  return await fake.waitFor(() => channel.publicMessages.find(isCard), 'the card')
}

/** Posts an identical card in the bare bot's channel. */
function sameCard(bare: DiscordBot, card: FakeMessage): FakeMessage {
  return bare.channel.post({ flags: V2, components: structuredClone(card.components) })
}

async function gotBy(result: InteractionResult): Promise<number | undefined> {
  if (result.outcome === 'failed') throw new Error('a click was not answered')
  return amountIn(shown((await result.final()).text))
}

interface Played extends Round {
  readonly card: FakeMessage
  /** From the first click until everyone has their result. Milliseconds. */
  readonly allToldMs: number
}

async function playRound(bot: DiscordBot, card: FakeMessage, clicks: number, from: number): Promise<Played> {
  const { customId } = card.button('Grab')
  const began = performance.now()
  const burst = await bot.clickAll(card, customId, clicks, from)
  const told = new Map<string, number>()
  for (const [index, result] of burst.results.entries()) {
    const amount = await gotBy(result)
    if (amount === undefined) continue
    told.set(bot.members[(from + index) % bot.members.length]?.name ?? '', amount)
  }
  const allToldMs = performance.now() - began
  await bot.fake.waitFor(
    () =>
      shown(card.text).includes('All grabbed in') &&
      !card.buttons.some(({ customId: id }) => id === customId),
    'the card that says that all is grabbed',
  )
  return { card, envelopeNo: customId.slice(-10), told, burst, allToldMs }
}

async function playBare(bare: DiscordBot, card: FakeMessage, clicks: number, from: number): Promise<Burst> {
  const burst = await bare.clickAll(card, card.button('Grab').customId, clicks, from)
  if (burst.results.some(({ outcome }) => outcome !== 'replied'))
    throw new Error('the bare bot left a click without an answer')
  return burst
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const bots: DiscordBot[] = []
try {
  const start = async (program: string, nodeOptions: readonly string[], environment = {}) => {
    const options = { program, nodeOptions, environment, folder }
    const bot = await DiscordBot.start(Math.max(CLICKS, WARM_UP), options)
    bots.push(bot)
    return bot
  }
  const bot = await start('main', node, booksIn(folder))
  const bare = await start('bench-bare-discord', bareNode)
  const { admin, channel } = bot
  await admin.slash(channel, 'topup', { member: admin, amount: '1000000', reason: 'bench', quiet: true })

  const match = await playInTurn(ROUNDS, async (index) => {
    const clicks = index === 0 ? WARM_UP : CLICKS
    const card = await sendCard(bot)
    const copy = sameCard(bare, card)
    // Different members come first in each round, so that different wallets are filled.
    const from = index * SHARES
    return {
      ours: () => playRound(bot, card, clicks, from),
      bare: () => playBare(bare, copy, clicks, from),
    }
  })

  for (const each of bots.splice(0)) {
    const code = await each.stop()
    if (code !== 0) throw new Error(`a bot ended with ${code}`)
    if (each.fake.violations.length > 0) throw new Error(each.fake.violations.join('\n'))
  }
  await checkBooks(folder, { platform: 'discord', chat: channel.id }, match.rounds)

  const edits = match.measured.map(({ card }) => bot.editsOf(card))
  const gaps = edits.flatMap((times) => times.slice(1).map((at, index) => at - (times[index] as number)))
  const { answered, latency, cpu, cpuRatio, grabbed } = figuresOf(match)
  process.stdout.write(
    `${JSON.stringify({
      clicks: CLICKS,
      answered,
      ...latency,
      cpu_us_per_click: cpu,
      cpu_ratio: cpuRatio,
      public_edits: Math.max(...edits.map((times) => times.length)),
      // The shortest interval between two edits of a card gives the fastest pace.
      edits_per_s: gaps.length === 0 ? 0 : round(1000 / Math.min(...gaps), 3),
      all_told_ms: round(Math.max(...match.measured.map(({ allToldMs }) => allToldMs)), 0),
      grabbed,
      books_ok: true,
    })}\n`,
  )
} finally {
  for (const bot of bots) await bot.stop()
  rmSync(folder, { recursive: true, force: true })
}
