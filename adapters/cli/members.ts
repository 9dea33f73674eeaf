import type { Command } from 'commander'
import { formatAmount } from '../../src/core/money.js'
import { openSnapshot } from '../../src/integrity/snapshot.js'
import { countMembers, findCommunity, type MemberFound, richestMembers } from '../../src/store/overview.js'
import { readCommunity } from './change-books.js'
import { filesOf } from './files.js'
import { print, tableLines } from './print.js'
import { readLimit } from './read-limit.js'
import { CliRefusal } from './refusal.js'

/** `members`: lists the members of a community, the largest balance first. */
export function addMembers(program: Command): void {
  program
    .command('members')
    .description(
      'list the members of a community, the largest balance first; read-only, safe while the bot runs',
    )
    .argument('<community>', 'community number, or platform:chat')
    .option('--limit <members>', 'maximum number of members', readLimit, 20)
    .option('--json', 'print them as JSON; amounts are in minor units')
    .action((where: string, { limit, json }: { limit: number; json?: boolean }, command: Command) => {
      const snapshot = openSnapshot(filesOf(command).database)
      try {
        const community = findCommunity(snapshot, readCommunity(where))
        if (community === undefined) throw new CliRefusal(`community ${where} does not exist`)
        const members = richestMembers(snapshot, community, limit)
        if (json) return print(JSON.stringify(members, null, 2))
        const scale = snapshot.prepare('SELECT scale FROM community WHERE id = ?').pluck().get(community)
        for (const line of memberLines(members, scale as number)) print(line)
        const all = countMembers(snapshot, community)
        if (all > members.length) print(`${members.length} of ${all}; --limit shows more`)
      } finally {
        snapshot.close()
      }
    })
}

function memberLines(members: readonly MemberFound[], scale: number): string[] {
  return tableLines(
    ['wallet', 'balance', 'sent', 'packets', 'received', 'grabs', 'notes', 'name'],
    members.map((each) => ({
      wallet: each.wallet,
      balance: formatAmount(each.balance, scale),
      sent: formatAmount(each.sent, scale),
      packets: String(each.packets_sent),
      received: formatAmount(each.received, scale),
      grabs: String(each.packets_grabbed),
      notes: notesOf(each),
      name: each.name,
    })),
    ['balance', 'sent', 'packets', 'received', 'grabs'],
  )
}

function notesOf({ status, treasurer, blocked }: MemberFound): string {
  const notes = [
    ...(status === 'active' ? [] : [status]),
    ...(blocked === null ? [] : ['blocked']),
    ...(treasurer ? ['treasurer'] : []),
  ]
  return notes.join(', ') || '-'
}
