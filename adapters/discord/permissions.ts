import { type BaseInteraction, PermissionFlagsBits } from 'discord.js'
import type { Hindrance } from '../../src/commands/framework/request.js'

/** Returns the reason why the bot must not post in a channel on behalf of the sender, if there is one. */
export function hindranceIn(interaction: BaseInteraction, chat: string): Hindrance | undefined {
  // An interaction reveals nothing about other channels, and only a modified client would ask there.
  if (interaction.channelId !== chat || !memberMayWrite(interaction)) return { kind: 'read_only' }
  const permissions = missingToPost(interaction)
  return permissions.length > 0 ? { kind: 'bot_lacks', permissions } : undefined
}

/**
 * Returns whether the member may write in the interaction's channel. Discord lets members open commands from a menu
 * where they may only read, and they must not make the bot post there.
 */
function memberMayWrite({ channel, memberPermissions }: BaseInteraction): boolean {
  const may = (name: 'SendMessages' | 'SendMessagesInThreads') =>
    memberPermissions?.has(PermissionFlagsBits[name]) ?? false
  // A channel unknown to the client may be a thread.
  if (!channel) return may('SendMessages') || may('SendMessagesInThreads')
  return may(channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages')
}

/** Returns the permissions that the bot lacks for posting in the interaction's channel. */
function missingToPost({ channel, appPermissions }: BaseInteraction) {
  const needed = [
    'ViewChannel' as const,
    channel?.isThread() ? ('SendMessagesInThreads' as const) : ('SendMessages' as const),
  ]
  return needed.filter((name) => !appPermissions.has(PermissionFlagsBits[name]))
}
