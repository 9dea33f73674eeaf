import { type BaseInteraction, PermissionFlagsBits } from 'discord.js'
import type { Hindrance } from '../../src/commands/request.js'

/** Returns the reason why the bot must not post in a channel on behalf of the sender, if there is one. */
export function hindranceIn(interaction: BaseInteraction, chat: string): Hindrance | undefined {
  // An interaction says nothing about other channels, and only a modified client asks there.
  if (interaction.channelId !== chat || !memberMayWrite(interaction)) return { kind: 'read_only' }
  const permissions = missingToPost(interaction)
  return permissions.length > 0 ? { kind: 'bot_lacks', permissions } : undefined
}

/**
 * Whether the member who asks may write in the channel of an interaction. Discord lets members use commands from a menu
 * where they may only read, and what the bot posts there must not be theirs to choose.
 */
function memberMayWrite({ channel, memberPermissions }: BaseInteraction): boolean {
  const may = (name: 'SendMessages' | 'SendMessagesInThreads') =>
    memberPermissions?.has(PermissionFlagsBits[name]) ?? false
  // A channel that the client does not know may be a thread.
  if (!channel) return may('SendMessages') || may('SendMessagesInThreads')
  return may(channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages')
}

/** What the bot needs to post in the channel of an interaction, and has not. */
function missingToPost({ channel, appPermissions }: BaseInteraction) {
  const needed = [
    'ViewChannel' as const,
    channel?.isThread() ? ('SendMessagesInThreads' as const) : ('SendMessages' as const),
  ]
  return needed.filter((name) => !appPermissions.has(PermissionFlagsBits[name]))
}
