import type { Command } from 'commander'
import { formatAmount } from '../../src/core/money.js'
import { openSnapshot } from '../../src/integrity/snapshot.js'
import { type CommunityFound, countCommunities, latestCommunities } from '../../src/store/overview.js'
import { filesOf } from './files.js'
import { formatMoney, formatTime, print, tableLines } from './print.js'
import { readLimit } from './read-limit.js'

/** `communities`: lists the communities, the latest activity first. */
export function addCommunities(program: Command): void {
  program
    .command('communities')
    .description('list the communities, the latest activity first; read-only, safe while the bot runs')
    .option('--limit <communities>', 'maximum number of communities', readLimit, 20)
    .option('--json', 'print them as JSON; amounts are in minor units, times in UTC milliseconds')
    .action(({ limit, json }: { limit: number; json?: boolean }, command: Command) => {
      const snapshot = openSnapshot(filesOf(command).database)
      try {
        const communities = latestCommunities(snapshot, limit)
        if (json) return print(JSON.stringify(communities, null, 2))
        const all = countCommunities(snapshot)
        for (const line of communityLines(communities)) print(line)
        if (all > communities.length) print(`the latest ${communities.length} of ${all}; --limit shows more`)
      } finally {
        snapshot.close()
      }
    })
}

function communityLines(communities: readonly CommunityFound[]): string[] {
  return tableLines(
    ['id', 'members', 'open', 'packets', 'in wallets', 'in packets', 'last activity', 'chat', 'name'],
    communities.map((each) => {
      const [chat = '-', ...more] = each.chats
      return {
        id: String(each.id),
        members: String(each.members),
        open: String(each.open),
        packets: String(each.packets),
        'in wallets': formatMoney(each.in_wallets, each),
        'in packets': formatAmount(each.in_packets, each.scale),
        'last activity': formatTime(each.last_activity),
        chat: more.length > 0 ? `${chat} +${more.length}` : chat,
        name: each.linked_to === null ? each.name : `${each.name} (linked to ${each.linked_to})`,
      }
    }),
    ['id', 'members', 'open', 'packets', 'in wallets', 'in packets'],
  )
}
