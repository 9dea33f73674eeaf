import { GuildMember, type Interaction, type User } from 'discord.js'
import type { PlatformFact, PlatformFacts } from '../../src/core/conditions/platform-facts.js'

/** Facts that Discord gives about people. */
export const DISCORD_TELLS: readonly PlatformFact[] = ['accountSince', 'memberSince', 'boosts']

/** Returns an interaction's facts about its user: the id contains its date, and the member comes along. */
export function factsAbout(user: User, member: Interaction['member']): PlatformFacts {
  const accountSince = user.createdTimestamp
  if (!member) return { accountSince }
  const isCached = member instanceof GuildMember
  const joined = isCached ? member.joinedTimestamp : member.joined_at && Date.parse(member.joined_at)
  const boosts = (isCached ? member.premiumSinceTimestamp : member.premium_since) != null
  // Discord gives no join date for guests.
  return { accountSince, boosts, ...(typeof joined === 'number' && { memberSince: joined }) }
}
