import { join } from 'node:path'
import { createApp } from '../src/app/app.js'
import { systemClock } from '../src/clock.js'
import { openStore } from '../src/integrity/open.js'
import { cryptoRandom } from '../src/random.js'
import type { Round } from './in-turn.js'

/** The red packet that everyone clicks on: its shares, and its total in minor units. */
export const SHARES = 200
export const TOTAL = 20_000

/** Returns the paths of the program's books in a folder. */
export function booksIn(folder: string) {
  return { DATABASE_FILE: join(folder, 'luckymoney.db'), LEDGER_KEY_FILE: join(folder, 'luckymoney.key') }
}

/** Returns the amount that an answer reports, in minor units; undefined when it says that nothing is left. */
export function amountIn(answer: string): number | undefined {
  const got = /^You got \D*([\d,]+)\.(\d\d)/.exec(answer)
  if (got) return Number(`${got[1]?.replaceAll(',', '')}${got[2]}`)
  if (!answer.startsWith('Too late, all shares are gone.')) throw new Error(`a click was answered: ${answer}`)
  return undefined
}

/** Opens the books that the program left, and throws unless they match what everyone was told. */
export async function checkBooks(
  folder: string,
  place: { readonly platform: string; readonly chat: string },
  rounds: readonly Round[],
): Promise<void> {
  const { DATABASE_FILE: file, LEDGER_KEY_FILE: ledgerKeyFile } = booksIn(folder)
  const store = await openStore({
    ...{ file, ledgerKeyFile },
    onFatal: (error) => {
      throw error
    },
  })
  try {
    const app = createApp({ store, clock: systemClock, random: cryptoRandom })
    const by = { platform: place.platform, user: '1', name: 'Auditor' }
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
