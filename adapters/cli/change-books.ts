import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import type { ConsoleWalletRefusal } from '../../src/app/wallets/console-wallet.js'
import { systemClock } from '../../src/clock.js'
import type { Place } from '../../src/core/place.js'
import { migrationsOf } from '../../src/integrity/snapshot.js'
import type { Plan } from '../../src/store/plan.js'
import { filesOf } from './files.js'
import { openForWriting } from './open-for-writing.js'
import { print } from './print.js'
import { CliRefusal } from './refusal.js'

/** Runs a plan under a key, generated when none is given, as the only writer of the books. */
export async function changeBooks<Outcome>(
  command: Command,
  givenKey: string | undefined,
  make: (key: string, now: number) => Plan<Outcome>,
): Promise<Outcome> {
  const files = filesOf(command)
  if (migrationsOf(files.database).length === 0)
    throw new CliRefusal(`There is no database at ${files.database}.`)
  if (givenKey?.trim() === '') throw new CliRefusal('--key is empty: leave it out, or give a value')
  const key = givenKey ?? randomUUID()
  const store = await openForWriting(files)
  try {
    print(`key ${key}`)
    // If the playground skipped time, the books are ahead of the clock, and entries must stay in order.
    const now = Math.max(systemClock.now(), store.newestEntryAt)
    return await store.engine.run(() => make(key, now))
  } finally {
    await store.close()
  }
}

/** Reads a community's number, or one of its chats. */
export function readCommunity(text: string): number | Place {
  if (/^[0-9]{1,15}$/.test(text)) return Number(text)
  const [, platform, chat] = /^([^:]+):(.+)$/.exec(text) ?? []
  if (!platform || !chat)
    throw new CliRefusal(
      `${text} is not a community: give its number, or platform:chat like playground:lobby`,
    )
  return { platform, chat }
}

/** Reads the number of a member's wallet. */
export function readWalletNo(text: string): string {
  if (!/^W-[0-9]+$/i.test(text)) throw new CliRefusal(`${text} is not a wallet number: those look like W-12`)
  return text.toUpperCase()
}

/** Returns why a named wallet can't be used. */
export function walletRefusal(
  outcome: ConsoleWalletRefusal,
  asked: { readonly community: string; readonly member: string },
): CliRefusal {
  switch (outcome.kind) {
    case 'unknown_community':
      return new CliRefusal(`community ${asked.community} does not exist`)
    case 'unknown_wallet':
      return new CliRefusal(`community ${asked.community} has no member with the wallet ${asked.member}`)
    case 'wallet_merged':
      return new CliRefusal(
        `${asked.member} now belongs to ${outcome.name}, whose wallet is ${outcome.walletNo}: use that one instead`,
      )
    case 'community_linked':
      return new CliRefusal(
        `${outcome.name} is linked to community ${outcome.community}: its members have their wallets there`,
      )
    case 'community_moving':
      return new CliRefusal(
        `${outcome.name} is being linked or unlinked: start the bot, which completes that, and then try again`,
      )
    default:
      outcome satisfies never
      throw new Error('unknown outcome')
  }
}
