import type { App } from '../src/app/app.js'
import { bodyOf } from '../src/app/body-of.js'
import { Forms } from '../src/commands/framework/forms/forms.js'
import { createPipeline } from '../src/commands/framework/pipeline.js'
import type { Request } from '../src/commands/framework/request.js'
import { cardActions } from '../src/commands/red-packet/card.js'
import { ENTRIES } from '../src/commands/registry.js'
import { median } from './numbers.js'

// Measures the CPU time of a click from decoded request to reply, without a database, in microseconds.

const ROUNDS = 5
const CLICKS = 100_000

const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
const place = { platform: 'bench', chat: 'lobby' }
const by = { platform: 'bench', user: '1234567890123456789', name: 'Lan' }
const grabbed = { kind: 'grabbed', amount: 500, position: 1, count: 3, balance: 500, currency, tradeNo: 1 }

const app = { grabShare: async () => grabbed, now: () => 0 } as unknown as App
const pipeline = createPipeline({
  app,
  entries: ENTRIES,
  forms: new Forms(),
  limiter: { tryAcquire: () => true, shouldNotify: () => true },
  log: { error: (details) => console.error(details) },
})
const request: Request = {
  traits: { name: 'bench', freePrivateReplies: true },
  wish: { kind: 'action', data: cardActions('3fa94c01be', 'en').grab.data },
  ...{ by, place, language: 'en', id: '1234567890123456789', askedAt: 0, patienceMs: 3_000 },
  administers: async () => false,
  roles: () => [],
  resolve: async (name) => ({ kind: 'name', name }),
}
const command = { key: 'bench:grab:1', place, by, envelopeNo: '3fa94c01be', roles: [] }

async function microseconds(work: () => unknown): Promise<number> {
  for (let click = 0; click < CLICKS / 10; click++) await work()
  const begin = process.cpuUsage()
  for (let click = 0; click < CLICKS; click++) await work()
  const { user, system } = process.cpuUsage(begin)
  return (user + system) / CLICKS
}

const reply = await pipeline.handle(request)
if (reply?.outcome !== 'grabbed') throw new Error(`not grabbed: ${JSON.stringify(reply)}`)
for (const [what, work] of [
  ['nothing', () => undefined],
  ['the compared body of a grab', () => bodyOf('grab', command)],
  ['the pipeline', () => pipeline.handle(request)],
] as const) {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await microseconds(work))
  console.log(`${what}: ${median(rounds).toFixed(2)} µs a click (best ${Math.min(...rounds).toFixed(2)})`)
}
