import { type BaseInteraction, PermissionFlagsBits } from 'discord.js'

/** What the bot needs to post in the channel of an interaction, and has not. */
export function missingToPost({ channel, appPermissions }: BaseInteraction) {
  const needed = [
    'ViewChannel' as const,
    channel?.isThread() ? ('SendMessagesInThreads' as const) : ('SendMessages' as const),
  ]
  return needed.filter((name) => !appPermissions.has(PermissionFlagsBits[name]))
}
