// A process that tops up until it dies: it prints every key before it asks, and again with the outcome when it
// is told that the money is there. Run as: top-up-forever.mts <folder>
import { join } from 'node:path'
import { createApp } from '../../src/app/app.js'
import { systemClock } from '../../src/clock.js'
import { openStore } from '../../src/integrity/open.js'
import { cryptoRandom } from '../../src/random.js'

const folder = process.argv[2] as string
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const store = await openStore({
  file: join(folder, 'luckymoney.db'),
  ledgerKeyFile: join(folder, 'ledger.key'),
  onFatal: (error) => {
    print({ fatal: (error as { code?: string }).code ?? error.message })
    // Whatever would still be answered after a fatal error has the time to be.
    setTimeout(() => {
      store.engine
        .run(function* () {})
        .catch((refused: Error) => {
          print({ afterwards: refused.name })
          process.exit(1)
        })
    }, 100)
  },
})
const app = createApp({ store, clock: systemClock, random: cryptoRandom })
const by = { platform: 'test', user: 'admin', name: 'Admin' }
const to = { platform: 'test', user: 'ann', name: 'Ann' }
const place = { platform: 'test', chat: 'lobby' }

async function topUpForever(tap: number): Promise<never> {
  for (let count = 0; ; count++) {
    const key = `${tap}:${count}`
    print({ asked: key })
    const outcome = await app.topUp({ key, place, by, platformAdmin: true, to, amount: 1, reason: 'more' })
    if (outcome.kind !== 'topped_up') throw new Error(outcome.kind)
    print({ answered: key, tradeNo: outcome.tradeNo })
  }
}

await Promise.all([1, 2, 3, 4].map(topUpForever))
