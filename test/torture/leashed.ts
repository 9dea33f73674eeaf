import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type App, createApp } from '../../src/app/app.js'
import { MOVING } from '../../src/app/linking/unless-moving.js'
import type { Clock } from '../../src/clock.js'
import type { Random } from '../../src/core/random.js'
import type { Store } from '../../src/integrity/open.js'
import type { Plan } from '../../src/store/plan.js'
import { DiskFailed, StoreRefused } from '../../src/store/refused.js'
import type { Line, Order } from './leash.js'
import { type Outcome, perform, type Request, swept } from './request.js'

/** As in src/main.ts. */
const EXIT_CONFIG = 78
const EXIT_IO = 74

/** A core that its parent has opened. */
export interface OpenedCore {
  /** Tells the parent the outcome; rejects when nothing was done. */
  readonly answer: (request: Request) => Promise<unknown>
  readonly close: () => Promise<void>
}

export interface Answering {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  /** Answers within the transaction, which is wrong. */
  readonly early?: boolean | undefined
}

// Synchronously: an answer must be out before anything else happens.
export const say = (line: Line) => writeSync(1, `${JSON.stringify(line)}\n`)
const tell = ({ key }: Request, outcome: Outcome) => say({ told: key, outcome })

/** Ends the process like the program when its store fails. */
export function fail(error: Error): never {
  die(EXIT_IO, error)
}

function die(code: number, error: Error): never {
  writeSync(2, `${error instanceof StoreRefused ? error.message : error.stack}\n`)
  process.exit(code)
}

/** Requests that one plan answers. */
const IN_ONE_PLAN = ['found', 'expire', 'topUp', 'deduct', 'transfer', 'send', 'grab', 'cancel']

/** Returns what performs requests and tells their outcomes, at the moment their promises settle. */
export function answering({ store, clock, random, early = false }: Answering): OpenedCore['answer'] {
  const answer = answeringWith(createApp({ store, clock, random }))
  return async (request) => {
    if (!early || !IN_ONE_PLAN.includes(request.verb)) return await answer(request)
    const told = (outcome: unknown) =>
      tell(request, typeof outcome === 'number' ? swept(outcome) : (outcome as Outcome))
    return await perform(createApp({ store: tellingEarly(store, told), clock, random }), request)
  }
}

/** The same with an app, whatever it is made of. */
export function answeringWith(app: App): OpenedCore['answer'] {
  return async (request) => void tell(request, await perform(app, request))
}

/** Imitates an engine that answers within the transaction, before the books can know. */
export function tellingEarly(honest: Store, early: (outcome: unknown) => void): Store {
  const run = <Result>(make: () => Plan<Result>) =>
    honest.engine.run(function* () {
      const outcome = yield* make()
      // The same plan runs again later.
      if (outcome !== MOVING) early(outcome)
      return outcome
    })
  const engine = new Proxy(honest.engine, {
    get: (target, name) => (name === 'run' ? run : Reflect.get(target, name, target)),
  })
  return { ...honest, engine }
}

/** Reads orders, a JSON line each, until the parent is gone. Exits like the program when the store is refused or fails. */
export function obeyParent<Open>(
  openCore: (order: Open) => Promise<OpenedCore>,
  onTime: (now: number) => void = () => undefined,
): void {
  let opened: OpenedCore | undefined
  const obey = async (order: Order<Open>): Promise<void> => {
    if ('open' in order) {
      onTime(order.now)
      opened = await openCore(order.open)
      say({ opened: true })
    } else if ('ask' in order) {
      onTime(order.now)
      for (const request of order.ask)
        opened
          ?.answer(request)
          .catch((error: Error) => say({ failed: request.key, why: `${error.name}: ${error.message}` }))
    } else {
      await opened?.close()
      say({ closed: true })
    }
  }
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      obey(JSON.parse(line)).catch((error) =>
        die(error instanceof StoreRefused ? EXIT_CONFIG : error instanceof DiskFailed ? EXIT_IO : 1, error),
      )
    })
    // The parent is gone.
    .on('close', () => process.exit(0))
  say({ ready: true })
}
