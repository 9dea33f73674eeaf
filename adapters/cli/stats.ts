import type { Command } from 'commander'
import { sparkline } from '../../src/core/sparkline.js'
import { openSnapshot } from '../../src/integrity/snapshot.js'
import {
  type CommunityStats,
  daysOfAll,
  findCommunity,
  startOfDay,
  statsOf,
  totalOf,
} from '../../src/store/overview.js'
import { readCommunity } from './change-books.js'
import { filesOf } from './files.js'
import { formatMoney, print, tableLines } from './print.js'
import { readLimit } from './read-limit.js'
import { CliRefusal } from './refusal.js'

interface StatsOptions {
  readonly community?: string
  readonly limit: number
  readonly json?: boolean
}

const DAYS = 30

/** `stats`: what happened on each of the last 30 days, and where the money came from. */
export function addStats(program: Command): void {
  program
    .command('stats')
    .description(`show the last ${DAYS} days (UTC) and the money supply; read-only, safe while the bot runs`)
    .option('--community <community>', 'only this one: its number, or platform:chat')
    .option('--limit <communities>', 'maximum number of communities, the busiest first', readLimit, 10)
    .option('--json', 'print the figures as JSON; amounts are in minor units, times in UTC milliseconds')
    .action(({ community: where, limit, json }: StatsOptions, command: Command) => {
      const snapshot = openSnapshot(filesOf(command).database)
      try {
        const community = where === undefined ? undefined : findCommunity(snapshot, readCommunity(where))
        if (where !== undefined && community === undefined)
          throw new CliRefusal(`community ${where} does not exist`)
        const range = { today: startOfDay(Date.now()), days: DAYS }
        const stats = statsOf(snapshot, { ...range, ...(community !== undefined && { community }) })
        const shown = stats.slice(0, limit)
        if (json) return print(JSON.stringify(shown, null, 2))
        if (stats.length > 1) {
          print(`${stats.length} communities`)
          for (const line of figureLines(daysOfAll(stats), ['packets', 'grabs'], String)) print(line)
          print()
        }
        for (const each of shown) for (const line of communityLines(each)) print(line)
        if (stats.length > shown.length)
          print(`the busiest ${shown.length} of ${stats.length} communities; --limit shows more`)
      } finally {
        snapshot.close()
      }
    })
}

function communityLines(stats: CommunityStats): string[] {
  const money = (amount: number) => formatMoney(amount, stats)
  return [
    `community ${stats.id}: ${stats.name}`,
    ...figureLines(stats.days, ['packets', 'grabs'], String),
    ...figureLines(stats.days, ['sent', 'grabbed'], money),
    `  in circulation  ${money(stats.in_circulation)}`,
    ...tableLines(
      ['', 'supply', 'amount', 'trades'],
      stats.supply.map(({ kind, amount, times }) => ({
        '': '',
        supply: kind,
        amount: money(amount),
        trades: String(times),
      })),
      ['amount', 'trades'],
    ).slice(stats.supply.length > 0 ? 0 : 1),
    '',
  ]
}

function figureLines<Figure extends string>(
  days: readonly Readonly<Record<Figure, number>>[],
  figures: readonly Figure[],
  format: (figure: number) => string,
): string[] {
  return figures.map((figure) => {
    const bars = sparkline(days.map((each) => each[figure]))
    const today = days.at(-1)?.[figure] ?? 0
    return `  ${figure.padEnd(8)} ${bars}  ${format(totalOf(days, figure))} in ${DAYS} days, ${format(today)} today`
  })
}
