import { type BaseInteraction, PermissionFlagsBits } from 'discord.js'

/**
 * Whether the member who asks may write in the channel of an interaction. Discord lets members use commands from a menu
 * where they may only read, and what the bot posts there must not be theirs to choose.
 */
export function memberMayWrite({ channel, memberPermissions }: BaseInteraction): boolean {
  const may = (name: 'SendMessages' | 'SendMessagesInThreads') =>
    memberPermissions?.has(PermissionFlagsBits[name]) ?? false
  // A channel that the client does not know may be a thread.
  if (!channel) return may('SendMessages') || may('SendMessagesInThreads')
  return may(channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages')
}

/** What the bot needs to post in the channel of an interaction, and has not. */
export function missingToPost({ channel, appPermissions }: BaseInteraction) {
  const needed = [
    'ViewChannel' as const,
    channel?.isThread() ? ('SendMessagesInThreads' as const) : ('SendMessages' as const),
  ]
  return needed.filter((name) => !appPermissions.has(PermissionFlagsBits[name]))
}
