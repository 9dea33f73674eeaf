import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/clock.js'
import { startEngine } from '../../src/thread/start-engine.js'
import { type Books, MEMBERS, type Peer } from './peer.js'

const place = { platform: 'bench', chat: 'lobby' }
const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })
const sender = person(MEMBERS)
/** Enough for everything that is sent, in two steps because of the largest amount. */
const FUNDED = [1_000_000_000_000, 1_000_000_000_000]

/** This program's engine on its thread, with a platform's clicks left out. `gatherMillis` as in EngineOptions. */
export function luckymoney(
  name: string,
  title: string,
  { gatherMillis, lacks }: { readonly gatherMillis: number; readonly lacks: string },
): Peer {
  return { ...{ name, title, lacks }, missing: () => undefined, open: (folder) => open(folder, gatherMillis) }
}

async function open(folder: string, gatherMillis: number): Promise<Books> {
  mkdirSync(folder)
  const engine = await startEngine({
    file: join(folder, 'luckymoney.db'),
    ledgerKeyFile: join(folder, 'luckymoney.key'),
    ...{ gatherMillis, clock: systemClock },
    onFatal: fail,
    onDamaged: fail,
  })
  const { app } = engine
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  await app.foundCommunity({ place, name: 'Bench', currency, rules: { maxOpenEnvelopes: 1_000_000 } })
  await Promise.all(
    Array.from({ length: MEMBERS }, (_, index) => app.joinMember({ place, by: person(index) })),
  )
  for (const [index, amount] of FUNDED.entries()) {
    const command = { key: `fund${index}`, place, by: sender, platformAdmin: true, to: sender }
    await app.topUp({ ...command, amount, reason: 'bench' })
  }
  const envelopeNos: string[] = []
  let clicks = 0

  return {
    connect: async (clients) =>
      Array.from({ length: clients }, () => async ({ envelope, member }) => {
        const envelopeNo = envelopeNos[envelope - 1] as string
        const outcome = await app.grabShare({
          ...{ key: `click${clicks++}`, place, by: person(member), envelopeNo },
        })
        if (outcome.kind === 'grabbed') return outcome.amount
        if (outcome.kind === 'already_grabbed' || outcome.kind === 'finished') return 0
        throw new Error(`${outcome.kind} instead of a grab`)
      }),

    send: async (envelopes) => {
      const outcomes = await Promise.all(
        envelopes.map((shares, index) => {
          const key = `send${envelopeNos.length + index}`
          const total = shares.reduce((sum, amount) => sum + amount, 0)
          // It cuts the shares itself, because a sealed commitment to them belongs to the envelope.
          const command = { key, place, by: sender, kind: 'lucky' as const, greeting: '' }
          return app.sendEnvelope({ ...command, total, count: shares.length })
        }),
      )
      for (const outcome of outcomes) {
        if (outcome.kind !== 'sent') throw new Error(`${outcome.kind} instead of an envelope`)
        envelopeNos.push(outcome.envelopeNo)
      }
    },

    settle: () => app.countForLeaderboards(),

    sums: async () => {
      const report = await app.reconcile()
      const broken = report.invariants.filter(({ ok }) => !ok)
      if (broken.length > 0) throw new Error(`reconcile found wrong: ${JSON.stringify(broken)}`)
      const balances = await Promise.all(
        Array.from({ length: MEMBERS }, async (_, index) => {
          const outcome = await app.wallet({ place, by: person(index) })
          return outcome.kind === 'wallet' ? outcome.balance : Number.NaN
        }),
      )
      const views = await Promise.all(
        envelopeNos.map(async (envelopeNo) => {
          const outcome = await app.envelopeDetails({ place, by: sender, envelopeNo })
          if (outcome.kind !== 'envelope') throw new Error(`${outcome.kind} instead of an envelope`)
          return outcome.envelope
        }),
      )
      const claims = views.flatMap((view) => view.claims)
      const grabs = report.trades - FUNDED.length - envelopeNos.length
      return {
        wallets: sumOf(balances),
        envelopes: sumOf(views.map(({ total, grabbedTotal }) => total - grabbedTotal)),
        claimed: sumOf(claims.map(({ amount }) => amount)),
        claims: claims.length,
        // Reconcile has compared every entry with its trade, and every trade with its share.
        logged: sumOf(views.map(({ grabbedTotal }) => grabbedTotal)),
        logLines: grabs,
      }
    },

    serverCpu: () => undefined,
    close: () => engine.close(),
  }
}

function fail(error: Error): never {
  throw error
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
