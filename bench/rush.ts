import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Database from '../src/store/sqlite-library.js'
import { type FakeMessage, type FakeUser, startFakeDiscord } from '../test/support/discord/fake-discord.js'
import { shown } from '../test/support/discord-world.js'
import { measureOptions } from '../test/support/measure-options.js'
import { BotProcess } from './bot-process.js'
import { booksIn, SHARES } from './check-books.js'
import { type LoopDelays, takeDelays, watchLoop } from './loop-delays.js'
import { quantile, round } from './numbers.js'
import { fillForRush, reconcileRush } from './rush-books.js'

/**
 * A rush at midnight: very many red packets fall due, and very many scheduled ones are sent, in the same second, while
 * members tap on others. The whole program in a process of its own, against the tests' Discord in this one. Prints when
 * everything was refunded and sent, how long taps and a new red packet's card took meanwhile, how long the program's
 * threads were blocked, and how fast the cards followed. This process was blocked for `bench_loop`: a tap may have waited
 * for that twice. Throws when the books don't balance.
 */
const { values } = measureOptions({
  options: {
    envelopes: { type: 'string', default: '100000' },
    scheduled: { type: 'string', default: '10000' },
    chats: { type: 'string', default: '1000' },
    'taps-a-second': { type: 'string', default: '50' },
    /** How long the cards are watched once everything is refunded and sent. */
    seconds: { type: 'string', default: '30' },
    /** Seconds from the start of the bench until midnight; 0 for an estimate. */
    lead: { type: 'string', default: '0' },
  },
})
const ENVELOPES = Number(values.envelopes)
const SCHEDULED = Number(values.scheduled)
const RATE = Number(values['taps-a-second'])
const SECONDS = Number(values.seconds)
const LEAD = Number(values.lead) || 90 + (ENVELOPES + SCHEDULED) * 0.002
/** Taps before midnight, to compare with. Seconds. */
const CALM = 10
const MEMBERS = 1_000
/** Longest time that the rush may take. Seconds. */
const PATIENCE = 300
/** Taps whose times are printed. */
const SLOWEST = 20
/** Discord's limit for a bot. */
const BUDGET = 50

interface Tap {
  /** UTC milliseconds. */
  readonly at: number
  readonly millis: number
  /** True if an answer came within the three seconds that Discord waits. */
  readonly answered: boolean
}

/** A card with its Grab button, which people still tap on when the program has just taken it away. */
interface TappedCard {
  readonly card: FakeMessage
  readonly grab: string
}

/** Taps the cards in turn, each time as another member, until `over`; resolves when every tap has its answer. */
async function tapUntil(live: readonly FakeMessage[], members: readonly FakeUser[], over: () => boolean) {
  const cards = live.map((card) => ({ card, grab: card.button('Grab').customId }))
  const taps: Promise<Tap>[] = []
  const began = performance.now()
  while (!over()) {
    const due = Math.floor(((performance.now() - began) / 1000) * RATE)
    while (taps.length < due) taps.push(tap(cards, members, taps.length))
    await pause(1)
  }
  return await Promise.all(taps)
}

async function tap(cards: readonly TappedCard[], members: readonly FakeUser[], index: number): Promise<Tap> {
  const { card, grab } = cards[index % cards.length] as TappedCard
  const member = members[Math.floor(index / cards.length) % members.length] as FakeUser
  const data = { component_type: 2, custom_id: grab, id: 1 }
  const at = Date.now()
  const begin = performance.now()
  const result = await member.forge(card.channel, 3, data, card)
  const answered = result.outcome !== 'failed'
  const text = answered ? shown((await result.final()).text) : ''
  if (answered && !/^(You got|You already got|Too late)/.test(text))
    throw new Error(`a tap was answered: ${text}`)
  return { at, millis: performance.now() - begin, answered }
}

const waits = (taps: readonly Tap[]) => {
  const millis = taps.map((each) => each.millis)
  const at = (part: number) => round(quantile(millis, part), 1)
  const unanswered = taps.filter(({ answered }) => !answered).length
  return { taps: taps.length, unanswered, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) }
}

/** Collects now what filling left behind: a pause of this process during the rush would count as the program's. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** Returns the longest taps as seconds since midnight and milliseconds, in time: whether they came at one moment. */
function slowest(taps: readonly Tap[], midnight: number): readonly (readonly [number, number])[] {
  return [...taps]
    .sort((one, other) => other.millis - one.millis)
    .slice(0, SLOWEST)
    .map(({ at, millis }) => [round((at - midnight) / 1000, 2), round(millis, 0)] as const)
    .sort(([one], [other]) => one - other)
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-rush-'))
const say = (line: string) => process.stderr.write(`${line}\n`)
const fake = await startFakeDiscord()
const logFile = join(folder, 'log')
const log = openSync(logFile, 'a')
let bot: BotProcess | undefined
let finished = false
try {
  // A whole second, as people choose it.
  const midnight = Math.ceil(Date.now() / 1000 + LEAD) * 1000
  const live = Math.ceil((RATE * (CALM + PATIENCE)) / SHARES / 4)
  const books = await fillForRush({
    ...{ folder, fake, envelopes: ENVELOPES, scheduled: SCHEDULED, chats: Number(values.chats) },
    ...{ live, members: MEMBERS, dueAt: midnight },
  })
  const left = midnight - Date.now()
  say(`filled; midnight is in ${round(left / 1000, 1)} s`)
  if (left < (CALM + 10) * 1000) throw new Error('filling took too long: give a longer --lead')
  const environment = { ...booksIn(folder), DISCORD_TOKEN: fake.token, DISCORD_API_ROOT: fake.apiRoot }
  const program = new BotProcess({
    ...{ program: 'main', nodeOptions: ['--enable-source-maps'] },
    ...{ environment, folder, output: log },
  })
  bot = program
  await fake.waitFor(() => {
    program.mustRun()
    return fake.sessions === 1 && fake.commandPuts > 0
  }, 'the bot to log in')

  const database = new Database(booksIn(folder).DATABASE_FILE, { readonly: true })
  const leftOver = database
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM envelope WHERE state = 'open' AND deadline <= @midnight)
            + EXISTS (SELECT 1 FROM envelope WHERE state = 'scheduled' AND opens_at <= @midnight)`,
    )
    .pluck()
  const figure = (sql: string) =>
    Number(
      database
        .prepare(sql.replaceAll('@midnight', `${midnight}`))
        .pluck()
        .get(),
    )
  const behind = () =>
    figure(`SELECT count(*) FROM envelope_message WHERE desired_rev > observed_rev AND state = 'live'`)

  collectGarbage()
  await pause(Math.max(0, midnight - (CALM + 1) * 1000 - Date.now()))
  const tapping = tapUntil(books.live, books.members, () => finished)
  await pause(Math.max(0, midnight - 500 - Date.now()))
  const rssBefore = await program.memory()
  await program.loops()
  const cpuBefore = await program.cpu()
  const own = watchLoop()
  await pause(Math.max(0, midnight - Date.now()))

  const cards: { readonly at: number; readonly millis: number | null }[] = []
  /** Sends a red packet every few seconds in a channel without a card, and notes when its card is there. */
  const watchCards = async () => {
    const { quiet, sender } = books
    const shownCards = () => quiet.publicMessages.filter(({ buttons }) => buttons.length > 0).length
    for (let sent = 1; !finished; sent++) {
      const at = Date.now()
      await sender.slash(quiet, 'redpacket', { amount: '3', count: 3, kind: 'equal' })
      const came = fake.waitFor(() => shownCards() >= sent, 'the card')
      const millis = await came.then(
        () => Date.now() - at,
        () => null,
      )
      cards.push({ at, millis })
      await pause(2_000)
    }
  }
  let rssMax = rssBefore
  const watch = async (isOver: () => boolean) => {
    while (!isOver()) {
      program.mustRun()
      rssMax = Math.max(rssMax, await program.memory())
      await pause(100)
    }
  }
  const watchedCards = watchCards()
  await watch(() => {
    if (Date.now() > midnight + PATIENCE * 1000) throw new Error('the rush did not end')
    return leftOver.get({ midnight }) === 0
  })
  const over = Date.now()
  const loops = await program.loops()
  const ownLoop = takeDelays(own)
  const cpu = (await program.cpu()) - cpuBefore
  const behindAtEnd = behind()
  say(`all refunded and sent; ${behindAtEnd} cards are behind`)
  await watch(() => Date.now() > over + SECONDS * 1000)
  const loopsAfter = await program.loops()
  const ownLoopAfter = takeDelays(own)
  finished = true
  const taps = await tapping
  await watchedCards
  const until = Date.now()
  const behindAfter = behind()
  const refundedAt = figure(
    `SELECT coalesce(max(ended_at), @midnight) FROM envelope WHERE deadline = @midnight`,
  )
  const sentAt = figure('SELECT coalesce(max(opened_at), @midnight) FROM appointment')
  const results = figure(`SELECT count(*) FROM result_message WHERE state IN ('waiting', 'begun')`)
  const notifications = figure('SELECT count(*) FROM notification')
  database.close()
  const stopping = performance.now()
  const code = await program.stop()
  if (code !== 0) throw new Error(`the program ended with ${code}`)
  const stopMillis = performance.now() - stopping
  if (fake.violations.length > 0) throw new Error(fake.violations.slice(0, 10).join('\n'))

  const calls = fake.journal.filter(({ at }) => at >= midnight && at <= until)
  const count = (method: string, path: RegExp, status: number) =>
    calls.filter((call) => call.method === method && path.test(call.path) && call.status === status).length
  const shows = {
    edits: count('PATCH', /^\/channels\/\d+\/messages\/\d+$/, 200),
    posts: count('POST', /^\/channels\/\d+\/messages$/, 200),
  }
  const seconds = (until - midnight) / 1000
  const logged = readFileSync(logFile, 'utf8').split('\n').length
  const { trades, seconds: reconcileSeconds } = await reconcileRush(folder)
  const within = (from: number, to: number) => waits(taps.filter(({ at }) => at >= from && at < to))
  const cardsIn = (from: number, to: number) =>
    cards.filter(({ at }) => at >= from && at < to).map(({ millis }) => millis)
  const delays = (delay: LoopDelays) => ({ p99_ms: delay.p99, max_ms: delay.max })
  process.stdout.write(
    `${JSON.stringify({
      ...{ envelopes: ENVELOPES, scheduled: SCHEDULED, chats: Number(values.chats) },
      sent_s: round((sentAt - midnight) / 1000, 2),
      refunded_s: round((refundedAt - midnight) / 1000, 2),
      cpu_s: round(cpu / 1e6, 1),
      taps_before: within(0, midnight),
      taps_meanwhile: within(midnight, over),
      taps_after: within(over, until),
      slowest_taps: slowest(taps, midnight),
      card_of_new_ms: { meanwhile: cardsIn(midnight, over), after: cardsIn(over, until) },
      main_loop: { meanwhile: delays(loops.main), after: delays(loopsAfter.main) },
      engine_loop: { meanwhile: delays(loops.engine), after: delays(loopsAfter.engine) },
      bench_loop: { meanwhile: delays(ownLoop), after: delays(ownLoopAfter) },
      rss_mb: { before: round(rssBefore / 2 ** 20, 0), max: round(rssMax / 2 ** 20, 0) },
      cards_behind: { meanwhile: behindAtEnd, after: behindAfter },
      ...shows,
      shows_a_second: round((shows.edits + shows.posts) / seconds, 1),
      budget_a_second: BUDGET,
      refused: calls.filter(({ status }) => status === 429).length,
      ...{ results_waiting: results, notifications_waiting: notifications, log_lines: logged },
      stop_ms: round(stopMillis, 0),
      ...{ trades, reconcile_s: round(reconcileSeconds, 1), books_ok: true },
    })}\n`,
  )
} finally {
  finished = true
  await bot?.stop()
  await fake.close()
  closeSync(log)
  rmSync(folder, { recursive: true, force: true })
}
