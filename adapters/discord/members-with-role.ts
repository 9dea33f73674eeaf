import { type Guild, type GuildMember, Status } from 'discord.js'

/** The gateway answers for at most so many members at once. */
const BATCH = 100
/** So many questions are under way at once: the gateway takes 120 messages in a minute. */
const AT_ONCE = 10
/** The gateway may stay silent. Milliseconds. */
const PATIENCE = 5_000

/**
 * Those of the users who are in the server now, have the role and are no bots. Asked by their ids, which needs
 * no privileged intent, and at the moment of use, because nothing here remembers members. The role with the
 * server's own id is everybody's. Rejects when the gateway does not answer.
 */
export async function membersWithRole(
  guild: Guild,
  role: string,
  users: readonly string[],
): Promise<GuildMember[]> {
  const batches: string[][] = []
  for (let from = 0; from < users.length; from += BATCH) batches.push(users.slice(from, from + BATCH))
  const found: GuildMember[] = []
  for (let from = 0; from < batches.length; from += AT_ONCE) {
    // The library does not hear of a question that could not be sent, and then nobody does.
    if (guild.shard.status !== Status.Ready) throw new Error('the gateway is not connected')
    const answers = await Promise.all(
      batches.slice(from, from + AT_ONCE).map((user) => guild.members.fetch({ user, time: PATIENCE })),
    )
    for (const members of answers) found.push(...members.values())
  }
  return found.filter((member) => !member.user.bot && member.roles.cache.has(role))
}
