// The real core in its own process, controlled by its parent: a JSON line comes in for each order, and one goes out for
// each answer, at the moment its promise settles. Exits like the program when the store is refused or fails.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createApp } from '../../src/app/app.js'
import { openStore, type Store } from '../../src/integrity/open.js'
import { type Checkpoints, keepCheckpoints } from '../../src/store/checkpoints.js'
import type { Plan } from '../../src/store/plan.js'
import { DiskFailed, StoreRefused } from '../../src/store/refused.js'
import type Database from '../../src/store/sqlite-library.js'
import { seededRandom } from '../support/seeded-random.js'
import { SettableClock } from '../support/settable-clock.js'
import type { Line, OpenOrder, Order } from './leash.js'
import { type Outcome, perform, type Request, swept } from './request.js'

/** As in src/main.ts. */
const EXIT_CONFIG = 78
const EXIT_IO = 74

const clock = new SettableClock(0)
let store: Store | undefined
let checkpoints: Checkpoints | undefined
let answer: ((request: Request) => Promise<Outcome>) | undefined
// Synchronously: an answer must be out before anything else happens.
const say = (line: Line) => writeSync(1, `${JSON.stringify(line)}\n`)
const tell = ({ key }: Request, outcome: Outcome) => say({ told: key, outcome })

function die(code: number, error: Error): never {
  writeSync(2, `${error instanceof StoreRefused ? error.message : error.stack}\n`)
  process.exit(code)
}

/** Imitates an engine that answers within the transaction, before the books can know. */
function tellingEarly(honest: Store, early: (outcome: unknown) => void): Store {
  const run = <Result>(make: () => Plan<Result>) =>
    honest.engine.run(function* () {
      const outcome = yield* make()
      early(outcome)
      return outcome
    })
  const engine = new Proxy(honest.engine, {
    get: (target, name) => (name === 'run' ? run : Reflect.get(target, name, target)),
  })
  return { ...honest, engine }
}

async function open(order: OpenOrder): Promise<void> {
  const { file, keyFile, seed, early, maxMillis, checkpointWrites, pragmas = [] } = order
  store = await openStore({
    file,
    ledgerKeyFile: keyFile,
    gatherMillis: 5,
    ...(maxMillis && { maxMillis }),
    onFatal: (error) => die(EXIT_IO, error),
  })
  // No option of the store can make it unsafe, so the tests bypass it.
  const database = Reflect.get(store.engine, 'database') as Database.Database
  for (const pragma of pragmas) database.pragma(pragma)
  if (checkpointWrites) checkpoints = keepCheckpoints(file, store.engine, { writes: checkpointWrites })
  const random = seededRandom(seed)
  if (!early) {
    const app = createApp({ store, clock, random })
    answer = async (request) => {
      const outcome = await perform(app, request)
      tell(request, outcome)
      return outcome
    }
    return
  }
  answer = async (request) => {
    const told = (outcome: unknown) =>
      tell(request, typeof outcome === 'number' ? swept(outcome) : (outcome as Outcome))
    return await perform(createApp({ store: tellingEarly(store as Store, told), clock, random }), request)
  }
}

async function obey(order: Order): Promise<void> {
  if ('open' in order) {
    clock.time = order.now
    await open(order.open)
    say({ opened: true })
  } else if ('ask' in order) {
    clock.time = order.now
    for (const request of order.ask)
      answer?.(request).catch((error: Error) =>
        say({ failed: request.key, why: `${error.name}: ${error.message}` }),
      )
  } else {
    await checkpoints?.close()
    await store?.close()
    say({ closed: true })
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    obey(JSON.parse(line) as Order).catch((error) =>
      die(error instanceof StoreRefused ? EXIT_CONFIG : error instanceof DiskFailed ? EXIT_IO : 1, error),
    )
  })
  // The parent is gone.
  .on('close', () => process.exit(0))
say({ ready: true })
