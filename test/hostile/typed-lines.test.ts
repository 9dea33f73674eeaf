import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTORS, LOBBY } from '../../adapters/playground/actors.js'
import { requestOf } from '../../adapters/playground/decode.js'
import { textOf } from '../../adapters/playground/encode.js'
import type { Language } from '../../adapters/playground/wire.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import { readLine } from '../../src/commands/framework/lines/lines.js'
import { createPipeline, type Pipeline } from '../../src/commands/framework/pipeline.js'
import type { Tone } from '../../src/commands/framework/replies/reply.js'
import { ENTRIES } from '../../src/commands/registry.js'
import Database from '../../src/store/sqlite-library.js'
import { MINUTE, World } from '../support/world.js'
import {
  AMOUNTS,
  asRead,
  HOSTILE_WORDS,
  hostileText,
  lookAlikes,
  NO_AMOUNTS,
  NO_CODES,
  NO_COUNTS,
  NO_LIFETIMES,
  nearlyAmount,
  TURNING,
} from './corpus.js'

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
const [mei, lan] = ACTORS as [(typeof ACTORS)[number], (typeof ACTORS)[number]]

let world: World
let before: number
let pipeline: Pipeline
let closeReader = () => {}
/** Returns all balances and the number of trades. */
let money: () => { readonly balances: unknown; readonly trades: number }
beforeAll(async () => {
  world = await World.open()
  const reader = new Database(world.file, { readonly: true })
  closeReader = () => void reader.close()
  const balances = reader.prepare('SELECT account_no, balance FROM account ORDER BY account_no').raw()
  const trades = reader.prepare('SELECT count(*) FROM trade').pluck()
  money = () => ({ balances: balances.all(), trades: trades.get() as number })
  pipeline = createPipeline({
    app: world.app,
    entries: ENTRIES,
    forms: new Forms(),
    limiter: { tryAcquire: () => true, shouldNotify: () => true },
    log: { error: () => {} },
  })
  await world.app.foundCommunity({
    place: LOBBY,
    name: 'Playground',
    currency,
    rules: { maxOpenEnvelopes: 1000 },
  })
  for (const { user } of ACTORS) await give(`/topup @${user} 1000000 to play`)
  before = inAll()
})
afterAll(async () => {
  closeReader()
  expect(await world.broken()).toEqual([])
  await world.close()
})

/** All money outside the mint. */
function inAll(): number {
  const sum = `SELECT sum(balance) FROM account WHERE account_type <> 'mint'`
  return world.tamper((database) => database.prepare(sum).pluck().get() as number)
}

interface Given {
  readonly outcome: string | undefined
  readonly text: string
  readonly tone: Tone
  /** The part that others may read; empty for nothing. */
  readonly aloud: string
}

/** Types a line into the playground, under the account's name. */
async function give(line: string, by = mei, name = by.name, language: Language = 'en'): Promise<Given> {
  const request = requestOf(
    world.app,
    by,
    { id: world.key(), as: by.user, language },
    { kind: 'line', text: line },
  )
  const reply = await pipeline.handle({ ...request, by: { ...request.by, name } })
  if (!reply) throw new Error(`not a command: ${JSON.stringify(line)}`)
  const text = textOf(reply, language)
  expectCalm(text)
  expect(reply.outcome, JSON.stringify(line)).not.toBe('failed')
  const aloud =
    reply.aloud === undefined ? '' : textOf({ blocks: [{ kind: 'text', text: reply.aloud }] }, language)
  return { outcome: reply.outcome, text, tone: reply.tone, aloud }
}

/** Expects text without anything hidden or out of place. */
function expectCalm(text: string): void {
  expect(text.trim(), JSON.stringify(text)).not.toBe('')
  expect(text.isWellFormed(), JSON.stringify(text)).toBe(true)
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
  expect(text).not.toMatch(TURNING)
  expect(text).not.toMatch(/\p{M}{5}/u)
  expect(text.length).toBeLessThan(4_000)
}

const refused = async (line: string, by = mei) => {
  const before = money()
  const answer = await give(line, by)
  expect(answer.tone, `${JSON.stringify(line)}: ${answer.text}`).toBe('bad')
  expect(money()).toEqual(before)
  return answer
}

describe('an amount', () => {
  test('that is a lookalike moves nothing, in any command, and is asked for in words', async () => {
    const commands = [
      (typed: string) => `/redpacket ${typed} 1 hello`,
      (typed: string) => `/红包 ${typed} 每个 1`,
      (typed: string) => `/topup @lan ${typed} prize`,
      (typed: string) => `/deduct @lan ${typed} twice`,
    ]
    // All commands read amounts by the same rules, so each of the others gets a quarter of the list.
    for (const [index, typed] of NO_AMOUNTS.entries()) {
      await refused(`/transfer @lan ${typed} for tea`)
      await refused((commands[index % commands.length] as (typeof commands)[0])(typed))
    }
  })

  test('that is valid is moved exactly', async () => {
    for (const [typed, hundredths] of AMOUNTS) {
      const had = await world.app.wallet({ place: LOBBY, by: { platform: 'playground', ...lan } })
      await give(`/transfer @lan ${typed}`)
      const has = await world.app.wallet({ place: LOBBY, by: { platform: 'playground', ...lan } })
      if (had.kind !== 'wallet' || has.kind !== 'wallet') throw new Error('no wallet')
      expect(has.balance - had.balance, typed).toBe(hundredths)
    }
  })

  test('moves only what a reader of the line sees: nothing before it may reverse the line', async () => {
    const hidden = fc.constantFrom('', '', '', '\u202e', '\u2067', '\u202d', '\u200b', '\u2066')
    await fc.assert(
      fc.asyncProperty(nearlyAmount, hidden, hidden, hidden, async (amount, one, two, three) => {
        const { trades } = money()
        const line = `/transfer${one} ${two}@lan${three} ${amount} `
        const typed = readLine(line, ENTRIES)
        if (typed.kind === 'say') return
        const answer = await give(line)
        if (answer.outcome !== 'transferred') {
          expect(money().trades).toBe(trades)
          return
        }
        expect(line).not.toMatch(TURNING)
        const moved = world.tamper((database) =>
          database.prepare('SELECT amount FROM trade ORDER BY trade_no DESC LIMIT 1').pluck().get(),
        )
        expect(BigInt(moved as number), JSON.stringify(line)).toBe(asRead(amount))
      }),
      { numRuns: 80 },
    )
  })

  test.each([
    '/transfer\u202e @lan 15',
    '/topup\u2067 @lan 15 x',
    '/红包\u202e 15 1',
    '/redpacket 15\u202e 1',
    '\u202e/deduct @lan 15 x',
  ])('after a character that reverses the line is asked for again: %j', async (line) => {
    await refused(line)
  })
})

test('a lookalike number of shares sends nothing', async () => {
  for (const typed of NO_COUNTS) {
    await refused(`/redpacket 50 ${typed} hello`)
    await refused(`/红包 5 each ${typed}`)
  }
})

test('a lookalike time opens no red packet, let alone for a day', async () => {
  for (const typed of NO_LIFETIMES) {
    await refused(`/redpacket 50 5 in ${typed} hello`)
    await refused(`/红包 50 5 限时 ${typed}`)
    await refused(`/红包 50 5 限时${typed}`)
  }
})

describe('a name', () => {
  test('that only looks like someone’s neither gets nor gives money', async () => {
    for (const { user } of ACTORS.slice(0, 4))
      for (const typed of lookAlikes(user)) {
        const { outcome } = await refused(`/transfer @${typed} 5`)
        expect(outcome, typed).toBe(TURNING.test(typed) ? 'usage' : 'unknown_member')
        await refused(`/redpacket 5 1 for @${typed}`)
        await refused(`/topup @${typed} 5 prize`)
        await refused(`/deduct @${typed} 5 twice`)
        await refused(`/settings treasurer @${typed}`)
      }
  })

  test('of hostile text matches no one, and is not quoted verbatim', async () => {
    // But the full-width letters of a Chinese keyboard count as ordinary ones.
    for (const words of HOSTILE_WORDS.filter((typed) => typed !== 'Ｌａｎ'))
      await refused(`/transfer @${words} 5`)
  })
})

describe('a code', () => {
  test('that is invalid links no people and no chats, even with a yes', async () => {
    for (const typed of NO_CODES)
      for (const yes of ['', ' yes']) {
        await refused(`/linkme ${typed}${yes}`, lan)
        await refused(`/link ${typed}${yes}`)
      }
  })
})

describe('words of others', () => {
  test('stay within their line: none can fake a line from the bot', async () => {
    const lines = async (name: string, words: string) => {
      const sent = await give(`/redpacket 0.02 1 equal ${words} .`, lan, name)
      if (sent.outcome !== 'sent') return [sent.text]
      const [packet] = await world.app.recentEnvelopes({ place: LOBBY }, 1)
      const no = packet?.envelopeNo ?? ''
      const answers = [
        await give(`/envelope ${no}`, mei),
        await give('/wallet', lan, name),
        await give(`/transfer @mei 0.01 ${words}`, lan, name),
        await give(`/topup @lan 0.03 ${words} .`),
        await give('/leaderboard sent', mei, mei.name, 'zh'),
        await give('/history', lan, name),
        await give('/audit'),
      ]
      await give(`/cancel ${no}`, lan, name)
      return answers.map(({ text, aloud }) => `${text}\n${aloud}`)
    }
    await lines('Lan', 'hello')
    for (let i = 0; i < 15; i++) await lines('Lan', 'hello')
    const plain = (await lines('Lan', 'hello')).map((text) => text.split('\n').length)
    for (const words of HOSTILE_WORDS) {
      const said = await lines(words, words)
      for (const text of said) expectCalm(text)
      if (said.length > 1)
        expect(
          said.map((text) => text.split('\n').length),
          JSON.stringify(words),
        ).toEqual(plain)
    }
  })

  test('of any mixture never make a command throw, and only plain amounts move money', async () => {
    const commands = [
      'redpacket',
      'transfer',
      'topup',
      'deduct',
      'settings',
      'link',
      'linkme',
      'envelope',
      'cancel',
      'verify',
      'history',
      'leaderboard',
      'unlink',
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...commands), hostileText, hostileText, async (name, one, two) => {
        const { trades } = money()
        await give(`/${name} ${one} ${two}`)
        expect(money().trades).toBe(trades)
      }),
      { numRuns: 80 },
    )
  })
})

test('whatever was typed, only top-ups created money, and none was lost', async () => {
  const made = world.tamper((database) =>
    database.prepare(`SELECT -sum(balance) FROM account WHERE account_type = 'mint'`).pluck().get(),
  )
  expect(inAll()).toBe(made)
  expect(inAll()).toBeGreaterThan(before)
  world.clock.pass(MINUTE)
  expect(await world.broken()).toEqual([])
})
