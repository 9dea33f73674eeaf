import {
  type APIInteractionGuildMember,
  type BaseInteraction,
  type ChatInputCommandInteraction,
  GuildMember,
  PermissionFlagsBits,
  type User,
} from 'discord.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import type { Language } from '../../src/i18n/catalogue.js'
import { DISCORD } from './platform.js'

/** A slash command given in a server. */
export type GuildCommand = ChatInputCommandInteraction<'cached' | 'raw'>

/** What an interaction says of by whom and in which language, as Discord vouches for it. */
export interface Asker {
  readonly by: Person
  readonly language: Language
  /** The interaction's own: Discord may deliver it more than once. */
  readonly key: string
}

/** What an interaction in a server says besides. */
export interface Asked extends Asker {
  readonly place: Place
  /** Whether the member may manage the server at this moment. */
  readonly platformAdmin: boolean
}

/** Who asks, wherever: in a server or in private. */
export function askerOf(interaction: BaseInteraction): Asker {
  return {
    by: personOf(interaction.user, interaction.member),
    language: languageOf(interaction.locale),
    key: `${DISCORD}:${interaction.id}`,
  }
}

/** Undefined when the interaction does not come from a channel of a server. */
export function askedBy(interaction: BaseInteraction): Asked | undefined {
  if (!interaction.guildId || !interaction.channelId) return undefined
  return {
    ...askerOf(interaction),
    place: { platform: DISCORD, chat: interaction.channelId },
    platformAdmin: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  }
}

/** A Discord user as a person of ours, under the name that this server shows. */
export function personOf(user: User, member?: GuildMember | APIInteractionGuildMember | null): Person {
  const nick = member instanceof GuildMember ? member.displayName : member?.nick
  return { platform: DISCORD, user: user.id, name: nick ?? user.displayName }
}

/** A chosen user under the name that this server shows. */
export function personIn(options: GuildCommand['options'], option: string, user: User): Person {
  return personOf(user, options.getMember(option) as APIInteractionGuildMember | null)
}

/** Chinese in every script for those whose Discord is Chinese, English for all others. */
export function languageOf(locale: string): Language {
  return locale.startsWith('zh') ? 'zh' : 'en'
}
