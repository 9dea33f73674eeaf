import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from '../src/app/app.js'
import { cryptoRandom } from '../src/chance.js'
import { systemClock } from '../src/clock.js'
import { openStore } from '../src/store/open.js'
import type { FakeMessage, InteractionResult } from '../test/support/discord/fake-discord.js'
import { type Burst, DiscordBot } from './discord-bot.js'

/**
 * A thousand members click the Grab button of one card within a second. The program as it is started against a
 * bare discord.js bot that answers every click with the same words, in one run, in turn, each in a process of
 * its own; Discord is the tests' own, in this process. Both cards look alike, so that the clicks weigh the same.
 * It throws when an answer is missing, or when an answer and the books do not say the same.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    clicks: { type: 'string', default: '1000' },
    'warm-up': { type: 'string', default: '1000' },
    // The options of `npm start`; the bare bot gets the same unless it is told others.
    node: { type: 'string', default: '--max-semi-space-size=4 --enable-source-maps' },
    'bare-node': { type: 'string' },
  },
})
const ROUNDS = Number(values.rounds)
const CLICKS = Number(values.clicks)
const WARM_UP = Number(values['warm-up'])
const SHARES = 200
const TOTAL = 20_000
const V2 = 1 << 15

const words = (options: string) => options.split(' ').filter(Boolean)
const round = (value: number, digits: number) => Number(value.toFixed(digits))
function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number
}
const median = (numbers: readonly number[]) =>
  quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  )

/** A text as people see it: without the backslashes that Discord takes away. */
const shown = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/g, '$1')

/** Sends a red packet of the admin's; resolves with its card. */
async function sendCard({ fake, channel, admin }: DiscordBot): Promise<FakeMessage> {
  const before = new Set(channel.publicMessages)
  await admin.slash(channel, 'redpacket', { amount: String(TOTAL / 100), count: SHARES, kind: 'lucky' })
  return await fake.waitFor(() => channel.publicMessages.find((message) => !before.has(message)), 'the card')
}

/** A card that looks like the other one, in the bare bot's channel. */
function sameCard(bare: DiscordBot, card: FakeMessage): FakeMessage {
  return bare.channel.post({ flags: V2, components: structuredClone(card.components) }, false)
}

/** What the answer says that somebody got, in minor units; undefined when it says that all is gone. */
async function gotBy(result: InteractionResult): Promise<number | undefined> {
  if (result.outcome === 'failed') throw new Error('a click was not answered')
  const text = shown((await result.final()).text)
  const got = /^You got \D*([\d,]+)\.(\d\d)/.exec(text)
  if (got) return Number(`${got[1]?.replaceAll(',', '')}${got[2]}`)
  if (!text.startsWith('Too late: all shares are gone.')) throw new Error(`a click was answered: ${text}`)
  return undefined
}

/** What happened to one card: who was told to have got what, by name. */
interface Round {
  readonly card: FakeMessage
  readonly envelopeNo: string
  readonly told: ReadonlyMap<string, number>
  readonly burst: Burst
}

async function playRound(bot: DiscordBot, card: FakeMessage, clicks: number, from: number): Promise<Round> {
  const { customId } = card.button('Grab')
  const burst = await bot.clickAll(card, customId, clicks, from)
  const told = new Map<string, number>()
  for (const [index, result] of burst.results.entries()) {
    const amount = await gotBy(result)
    if (amount === undefined) continue
    told.set(bot.members[(from + index) % bot.members.length]?.name ?? '', amount)
  }
  await bot.fake.waitFor(
    () => shown(card.text).includes('All grabbed in') && card.button('Grab').disabled,
    'the card that says that all is grabbed',
  )
  return { card, envelopeNo: customId.split(':')[1] ?? '', told, burst }
}

/** Opens the books that the program left, and throws unless they say what everybody was told. */
async function checkBooks(folder: string, chat: string, rounds: readonly Round[]): Promise<void> {
  const store = await openStore({
    file: join(folder, 'luckymoney.db'),
    ledgerKeyFile: join(folder, 'luckymoney.key'),
    onFatal: (error) => {
      throw error
    },
  })
  try {
    const app = createApp({ store, clock: systemClock, random: cryptoRandom })
    const place = { platform: 'discord', chat }
    const by = { platform: 'discord', user: '1', name: 'Auditor' }
    for (const { envelopeNo, told } of rounds) {
      const outcome = await app.envelopeDetails({ place, by, envelopeNo })
      if (outcome.kind !== 'envelope') throw new Error(`${outcome.kind} instead of an envelope`)
      const { state, claims } = outcome.envelope
      const paid = claims.reduce((sum, { amount }) => sum + amount, 0)
      if (state !== 'finished' || claims.length !== SHARES || paid !== TOTAL)
        throw new Error(`${envelopeNo} is ${state}: ${claims.length} shares, ${paid} paid`)
      if (told.size !== SHARES) throw new Error(`${told.size} were told that they got a share`)
      for (const { member, amount } of claims)
        if (told.get(member.name) !== amount)
          throw new Error(`${member.name} was told ${told.get(member.name)} and has ${amount}`)
    }
    const report = await app.reconcile()
    if (!report.ok) throw new Error('the books do not balance after the bench')
  } finally {
    await store.close()
  }
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const bots: DiscordBot[] = []
try {
  const start = async (program: string, nodeOptions: string, environment: Record<string, string>) => {
    const members = Math.max(CLICKS, WARM_UP)
    const bot = await DiscordBot.start({
      ...{ program, nodeOptions: words(nodeOptions), environment, folder, members },
    })
    bots.push(bot)
    return bot
  }
  const bot = await start('main', values.node, {
    DATABASE_FILE: join(folder, 'luckymoney.db'),
    LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
  })
  const bare = await start('bench-bare-discord', values['bare-node'] ?? values.node, {})
  const { admin, channel } = bot
  await admin.slash(channel, 'topup', { member: admin, amount: '1000000', reason: 'bench' })

  const rounds: Round[] = []
  const ratios: number[] = []
  const bareBursts: Burst[] = []
  // The first is to warm up.
  for (let index = 0; index <= ROUNDS; index++) {
    const clicks = index === 0 ? WARM_UP : CLICKS
    const card = await sendCard(bot)
    const copy = sameCard(bare, card)
    let played: Round | undefined
    let burst: Burst | undefined
    const turns = [
      // Each round others are first, so that not always the same wallets are filled.
      async () => (played = await playRound(bot, card, clicks, index * SHARES)),
      async () => (burst = await bare.clickAll(copy, copy.button('Grab').customId, clicks, index * SHARES)),
    ]
    for (const turn of index % 2 === 0 ? turns : turns.reverse()) await turn()
    if (!played || !burst) throw new Error('a turn was left out')
    if (burst.results.some(({ outcome }) => outcome !== 'replied'))
      throw new Error('the bare bot left a click without an answer')
    rounds.push(played)
    if (index === 0) continue
    bareBursts.push(burst)
    ratios.push(played.burst.cpuPerClick / burst.cpuPerClick)
    const line = ({ waits, cpuPerClick }: Burst) =>
      `p50 ${round(quantile(waits, 0.5), 1)} ms, p99 ${round(quantile(waits, 0.99), 1)} ms, ${Math.round(cpuPerClick)} µs`
    process.stdout.write(
      `round ${index} of ${ROUNDS}: ${line(played.burst)} a click; bare ${line(burst)} a click\n`,
    )
  }

  const chat = channel.id
  for (const each of bots.splice(0)) {
    const code = await each.stop()
    if (code !== 0) throw new Error(`a bot ended with ${code}`)
    if (each.fake.violations.length > 0) throw new Error(each.fake.violations.join('\n'))
  }
  await checkBooks(folder, chat, rounds)

  const measured = rounds.slice(1)
  const edits = measured.map(({ card }) => bot.editsOf(card))
  const gaps = edits.flatMap((times) => times.slice(1).map((at, index) => at - (times[index] as number)))
  const at = (bursts: readonly Burst[], q: number) =>
    round(median(bursts.map(({ waits }) => quantile(waits, q))), 1)
  const cpu = (bursts: readonly Burst[]) => Math.round(median(bursts.map(({ cpuPerClick }) => cpuPerClick)))
  const bursts = measured.map(({ burst }) => burst)
  process.stdout.write(
    `${JSON.stringify({
      clicks: CLICKS,
      answered: Math.min(...bursts.map(({ results }) => results.length)),
      p50_ms: at(bursts, 0.5),
      p99_ms: at(bursts, 0.99),
      longest_ms: round(Math.max(...bursts.map(({ waits }) => quantile(waits, 1))), 1),
      bare_p50_ms: at(bareBursts, 0.5),
      bare_p99_ms: at(bareBursts, 0.99),
      cpu_us_per_click: [cpu(bursts), cpu(bareBursts)],
      cpu_ratio: round(median(ratios), 3),
      public_edits: Math.max(...edits.map((times) => times.length)),
      // The fastest pace that two edits of a card followed each other in.
      edits_per_s: gaps.length === 0 ? 0 : round(1000 / Math.min(...gaps), 3),
      grabbed: Math.min(...measured.map(({ told }) => told.size)),
      books_ok: true,
    })}\n`,
  )
} finally {
  for (const bot of bots) await bot.stop()
  rmSync(folder, { recursive: true, force: true })
}
