import { type Guild, type GuildMember, Status } from 'discord.js'
import { chunked } from '../../src/core/chunked.js'

/** Maximum members per gateway request. */
const BATCH = 100
/** Concurrent requests: the gateway accepts 120 messages a minute. */
const AT_ONCE = 10
/** Timeout, because the gateway may never answer. Milliseconds. */
const PATIENCE = 5_000

/**
 * Returns those of the users who are in the server now, have the role and aren't bots. Asks by id, which needs no
 * privileged intent, and at the time of use, because members aren't cached. Everyone has the role with the server's
 * own id. Rejects when the gateway doesn't answer.
 */
export async function membersWithRole(
  guild: Guild,
  role: string,
  users: readonly string[],
): Promise<GuildMember[]> {
  const found: GuildMember[] = []
  for (const batches of chunked(chunked(users, BATCH), AT_ONCE)) {
    // The library doesn't report a request that couldn't be sent.
    if (guild.shard.status !== Status.Ready) throw new Error('the gateway is not connected')
    const answers = await Promise.all(batches.map((user) => guild.members.fetch({ user, time: PATIENCE })))
    for (const members of answers) found.push(...members.values())
  }
  return found.filter((member) => !member.user.bot && member.roles.cache.has(role))
}
