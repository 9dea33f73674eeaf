import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { type ConsoleTopUpOutcome, consoleTopUp } from '../../src/app/wallets/console-top-up.js'
import { systemClock } from '../../src/clock.js'
import type { Place } from '../../src/core/place.js'
import { migrationsOf } from '../../src/integrity/snapshot.js'
import { filesOf } from './files.js'
import { openForWriting } from './open-for-writing.js'
import { formatMoney, print } from './print.js'
import { CliRefusal } from './refusal.js'

interface TopUpOptions {
  readonly community: string
  readonly member: string
  readonly amount: string
  readonly reason: string
  readonly key?: string
}

/** `top-up`: moves money from a community's mint to a member's wallet. Needs the bot to be stopped. */
export function addTopUp(program: Command): void {
  program
    .command('top-up')
    .description("move money from a community's mint to a member; stop the bot first")
    .requiredOption('--community <community>', 'its number, or platform:chat')
    .requiredOption('--member <wallet>', "the number of the member's wallet, like W-12")
    .requiredOption('--amount <amount>', "in the community's currency, like 12.50")
    .requiredOption('--reason <text>', 'shown to the member and in the log')
    .option('--key <key>', 'the same key is booked once, however often; made up when not given')
    .action(async (options: TopUpOptions, command: Command) => {
      const files = filesOf(command)
      const community = readCommunity(options.community)
      if (!/^W-[0-9]+$/i.test(options.member))
        throw new CliRefusal(`${options.member} is no wallet number: those look like W-12`)
      if (migrationsOf(files.database).length === 0)
        throw new CliRefusal(`There is no database at ${files.database}.`)
      if (options.key?.trim() === '') throw new CliRefusal('--key is empty: leave it out, or give one')
      const key = options.key ?? randomUUID()
      const store = await openForWriting(files)
      try {
        print(`key ${key}`)
        const { amount, reason } = options
        const walletNo = options.member.toUpperCase()
        // Where the playground let time pass, the books are ahead of the clock: no entry may be older than the last.
        const now = Math.max(systemClock.now(), store.newestEntryAt)
        const outcome = await store.engine.run(() =>
          consoleTopUp({ key, community, walletNo, amount, reason }, now),
        )
        print(describe(outcome, options))
      } finally {
        await store.close()
      }
    })
}

function readCommunity(text: string): number | Place {
  if (/^[0-9]{1,15}$/.test(text)) return Number(text)
  const [, platform, chat] = /^([^:]+):(.+)$/.exec(text) ?? []
  if (!platform || !chat)
    throw new CliRefusal(`${text} is no community: give its number, or platform:chat like playground:lobby`)
  return { platform, chat }
}

/** What was done, in one line. Throws CliRefusal for what was not. */
function describe(outcome: ConsoleTopUpOutcome, asked: TopUpOptions): string {
  switch (outcome.kind) {
    case 'topped_up': {
      const { name, amount, balance, currency, tradeNo } = outcome
      return `trade ${tradeNo}: ${formatMoney(amount, currency)} to ${name}, whose balance was ${formatMoney(balance, currency)} then`
    }
    case 'unknown_community':
      throw new CliRefusal(`there is no community ${asked.community}`)
    case 'unknown_wallet':
      throw new CliRefusal(`community ${asked.community} has no member with the wallet ${asked.member}`)
    case 'wallet_merged':
      throw new CliRefusal(
        `${asked.member} belongs to ${outcome.name} now, whose wallet is ${outcome.walletNo}: name that one`,
      )
    case 'community_linked':
      throw new CliRefusal(
        `${outcome.name} is linked to community ${outcome.community}: its members have their wallets there`,
      )
    case 'community_moving':
      throw new CliRefusal(
        `${outcome.name} is being linked or unlinked: start the program, which goes on with that, and then try again`,
      )
    case 'wallet_frozen':
      throw new CliRefusal(`the wallet of ${outcome.name} is frozen`)
    case 'amount_refused':
      throw new CliRefusal(`${asked.amount} is no amount here: ${AMOUNT_WORDS[outcome.why](outcome.scale)}`)
    case 'reason_missing':
      throw new CliRefusal('give a --reason: it stands in the log')
    case 'reason_too_long':
      throw new CliRefusal(`the reason is longer than ${outcome.max} characters`)
    case 'circulation_full':
      throw new CliRefusal('the community may not have so much money in circulation')
    case 'key_reused':
      throw new CliRefusal(`the key ${asked.key} was used for another command: nothing was done`)
    default:
      outcome satisfies never
      throw new Error('unknown outcome')
  }
}

const AMOUNT_WORDS: Record<
  Extract<ConsoleTopUpOutcome, { kind: 'amount_refused' }>['why'],
  (scale: number) => string
> = {
  not_a_number: () => 'write digits, like 12.50',
  too_many_decimals: (scale) => `the currency has ${scale} decimals`,
  not_positive: () => 'it must be more than nothing',
  too_large: () => 'it is too large',
}
