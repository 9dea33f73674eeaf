import {
  ApplicationCommandOptionType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  ComponentType,
  type Guild,
  GuildMember,
  type Interaction,
  type Message,
  MessageFlags,
  type ModalData,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type SelectMenuModalData,
  type User,
  type VoiceState,
} from 'discord.js'
import type { App } from '../../src/app/app.js'
import type { PlatformClock } from '../../src/chat/platform-clock.js'
import { decodeAction } from '../../src/commands/framework/actions.js'
import type { Command } from '../../src/commands/framework/define.js'
import {
  CannotAsk,
  type Mention,
  type Raws,
  type Request,
  type Traits,
  type Wish,
} from '../../src/commands/framework/request.js'
import type { PlatformFacts } from '../../src/core/conditions/platform-facts.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import type { Language } from '../../src/i18n/language.js'
import type { Log } from '../../src/log.js'
import { DISCORD_TELLS, type Menu, optionName } from './commands.js'
import { membersWithRole } from './members-with-role.js'
import { hindranceIn } from './permissions.js'
import { discordFile, type FileOptions } from './sent-file.js'

/** Name of this platform in places and persons. */
export const DISCORD = 'discord'

const TRAITS: Traits = {
  name: DISCORD,
  freePrivateReplies: true,
  optionsOnly: true,
  tells: DISCORD_TELLS,
}
/** After this time without a response Discord tells the member that the command failed. Milliseconds. */
const PATIENCE_MS = 3_000

type Member = Interaction['member'] | CommandInteractionOption['member']

export interface DecoderOptions {
  readonly app: Pick<App, 'now'>
  readonly clock: PlatformClock
  readonly find: (command: string) => Command | undefined
  readonly menus: ReadonlyMap<string, Menu>
  readonly log: Log
  /** How attached files are loaded. */
  readonly files: FileOptions
}

export type Decoder = (interaction: Interaction) => Request

/** Turns interactions into requests. Trusts only what Discord vouches for. */
export function createDecoder(options: DecoderOptions): Decoder {
  const { app, clock, log } = options
  return (interaction) => {
    const { id, user, member, guildId, channelId, memberPermissions } = interaction
    const place = placeOf(interaction)
    const message = ownMessageBelow(interaction)
    const reaction = reactionOf(interaction)
    return {
      traits: TRAITS,
      wish: wishOf(interaction, options),
      by: personOf(user, member),
      ...(place && { place }),
      language: languageOf(interaction.locale),
      id,
      ...(message !== undefined && { message }),
      ...(reaction !== undefined && { reaction }),
      askedAt: app.now() - clock.ageOf(interaction.createdTimestamp),
      patienceMs: PATIENCE_MS,
      // Discord reveals the rights in this channel only; a modified client may send a form from another.
      administers: async ({ chat }) =>
        chat === channelId && (memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false),
      roles: () => rolesOf(member, guildId),
      told: () => factsAbout(user, member),
      // Discord names people by their ids.
      resolve: async (name) => ({ kind: 'unknown', name }),
      hindrance: ({ chat }) => hindranceIn(interaction, chat),
      withRole: ({ role }, users) =>
        askGateway(interaction, 'who has a role', log, (guild) => membersWithRole(guild, role, users)),
      inVoice: (max) => peopleInVoice(interaction, max, log),
    }
  }
}

function placeOf({ guildId, channelId, guild, guildLocale }: Interaction): Place | undefined {
  if (!guildId || !channelId) return undefined
  // English is also Discord’s default.
  const language = guildLocale?.startsWith('zh') ? ({ language: 'zh' } as const) : {}
  // As Discord assigns servers to shards.
  const shardKey = Number(BigInt(guildId) >> 22n)
  const within = { chat: guildId, name: guild?.name ?? guildId, ...language, shardKey }
  return { platform: DISCORD, chat: channelId, within }
}

/** Returns the tapped message if it is ephemeral, consists of components and really has the button. */
function ownMessageBelow(interaction: Interaction): string | undefined {
  if (!interaction.isButton()) return undefined
  const { message } = interaction
  const isOwn = message.flags.has([MessageFlags.Ephemeral, MessageFlags.IsComponentsV2])
  return isOwn && interaction.component ? message.id : undefined
}

/**
 * Returns the milliseconds between a message of the chat and the tap on its button, both dated by Discord. A modified
 * client can name another message, so the message must really have the button.
 */
function reactionOf(interaction: Interaction): number | undefined {
  if (!interaction.isButton() || !interaction.component) return undefined
  const { message, createdTimestamp } = interaction
  if (message.flags.has(MessageFlags.Ephemeral)) return undefined
  return Math.max(0, createdTimestamp - message.createdTimestamp)
}

function wishOf(interaction: Interaction, { find, menus, files }: DecoderOptions): Wish {
  if (interaction.isModalSubmit()) {
    const form = decodeAction(interaction.customId, find)
    if (form?.kind !== 'form') return { kind: 'action', data: '' }
    return { kind: 'form', id: form.id, step: { kind: 'submit', raws: fieldsOf(interaction, files) } }
  }
  if (interaction.isMessageComponent()) return { kind: 'action', data: interaction.customId }
  if (interaction.isUserContextMenuCommand()) {
    const { command = '', member: argument = '' } = menus.get(interaction.commandName) ?? {}
    const target = { user: interaction.targetUser, member: interaction.targetMember }
    return { kind: 'command', command, raws: { [argument]: [mentionOf(target)] } }
  }
  if (interaction.isMessageContextMenuCommand()) {
    const { command = '', author: argument = '' } = menus.get(interaction.commandName) ?? {}
    return { kind: 'command', command, raws: { [argument]: [authorOf(interaction.targetMessage)] } }
  }
  if (!interaction.isChatInputCommand() && !interaction.isAutocomplete())
    return { kind: 'command', command: '', raws: {} }
  const [first] = interaction.options.data
  const nested = first?.type === ApplicationCommandOptionType.Subcommand ? first : undefined
  const command = nested ? `${interaction.commandName}.${nested.name}` : interaction.commandName
  return { kind: 'command', command, raws: optionsOf(interaction, find(command), files, nested?.options) }
}

function optionsOf(
  { options, guildId }: ChatInputCommandInteraction | AutocompleteInteraction,
  command: Command | undefined,
  files: FileOptions,
  given: readonly CommandInteractionOption[] = options.data,
): Raws {
  const raws: Record<string, Raws[string]> = {}
  for (const [name, { kind }] of Object.entries(command?.arguments ?? {})) {
    const option = given.find((each) => each.name === optionName(name))
    if (!option) continue
    const { value } = option
    if (kind === 'member' || kind === 'role') raws[name] = [mentionOf(option)]
    else if (kind === 'picture') raws[name] = option.attachment ? [discordFile(option.attachment, files)] : []
    else if (kind === 'people') raws[name] = isEveryone(option, guildId) ? [] : [mentionOf(option)]
    else raws[name] = typeof value === 'boolean' ? yesOrNo(value) : String(value ?? '')
  }
  return raws
}

function fieldsOf({ fields, guildId }: ModalSubmitInteraction, files: FileOptions): Raws {
  return Object.fromEntries(fields.fields.map((field, name) => [name, rawOf(field, guildId, files)]))
}

function rawOf(field: ModalData, guildId: string | null, files: FileOptions): Raws[string] {
  if (field.type === ComponentType.FileUpload) {
    const attachment = field.attachments.first()
    return attachment ? [discordFile(attachment, files)] : []
  }
  if ('value' in field) return typeof field.value === 'boolean' ? yesOrNo(field.value) : (field.value ?? '')
  if (!('values' in field)) return ''
  if (field.type === ComponentType.StringSelect) return field.values[0] ?? ''
  const { users, members, roles } = field as SelectMenuModalData
  return field.values
    .map((id) => ({ user: users?.get(id), member: members?.get(id), role: roles?.get(id) }))
    .filter((picked) => !isEveryone(picked, guildId))
    .map(mentionOf)
}

type Picked = Pick<CommandInteractionOption, 'user' | 'member' | 'role'> & { readonly member?: Member }

/** Recognises @everyone: its id is the server’s. */
function isEveryone({ role }: { readonly role?: Picked['role'] | undefined }, guildId: string | null) {
  return role !== undefined && role?.id === guildId
}

function mentionOf({ user, member, role }: { [K in keyof Picked]?: Picked[K] | undefined }): Mention {
  if (user) return user.bot ? { kind: 'bot' } : { kind: 'person', person: personOf(user, member) }
  return role
    ? { kind: 'role', role: { platform: DISCORD, role: role.id, name: role.name } }
    : { kind: 'gone' }
}

/** Returns the author of a message. A webhook writes under any name, and isn't a person. */
function authorOf({ author, member, webhookId }: Message): Mention {
  return webhookId === null ? mentionOf({ user: author, member }) : { kind: 'bot' }
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no'
}

/** Everyone has the role with the server's own id, which Discord doesn't list. */
function rolesOf(member: Interaction['member'], guildId: string | null): readonly string[] {
  if (!member || !guildId) return []
  const listed = Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()]
  return [...new Set([...listed, guildId])]
}

/** Returns what an interaction says about its user: a user's id has its date, and the member comes along. */
function factsAbout(user: User, member: Interaction['member']): PlatformFacts {
  const accountSince = user.createdTimestamp
  if (!member) return { accountSince }
  const isCached = member instanceof GuildMember
  const joined = isCached ? member.joinedTimestamp : member.joined_at && Date.parse(member.joined_at)
  const boosts = (isCached ? member.premiumSinceTimestamp : member.premium_since) != null
  // Discord doesn't say it of guests.
  return { accountSince, boosts, ...(typeof joined === 'number' && { memberSince: joined }) }
}

/** Returns a Discord user as a person, under the name shown in this server. */
export function personOf(user: User, member?: Member | null): Person {
  const nick = member instanceof GuildMember ? member.displayName : member?.nick
  return { platform: DISCORD, user: user.id, name: nick ?? user.displayName }
}

export function languageOf(locale: string): Language {
  return locale.startsWith('zh') ? 'zh' : 'en'
}

async function peopleInVoice(
  interaction: Interaction,
  max: number,
  log: Log,
): Promise<readonly Person[] | undefined> {
  const { guild, user } = interaction
  const channel = guild?.voiceStates.cache.get(user.id)?.channelId
  if (guild && !channel) return undefined
  const isBeside = ({ id, channelId }: VoiceState) => channelId === channel && id !== user.id
  return askGateway(interaction, 'who is in a voice channel', log, (guild) => {
    const beside = [...guild.voiceStates.cache.filter(isBeside).keys()]
    // Everyone has the role with the server's own id.
    return membersWithRole(guild, guild.id, beside.slice(0, max))
  })
}

/** Resolves with the people whom the gateway names. Rejects with CannotAsk when it doesn't. */
async function askGateway(
  { guild, id }: Interaction,
  what: string,
  log: Log,
  ask: (guild: Guild) => Promise<readonly GuildMember[]>,
): Promise<readonly Person[]> {
  try {
    if (!guild) throw new Error('the gateway does not know the server')
    const members = await ask(guild)
    return members.map((member) => personOf(member.user, member))
  } catch (error) {
    const failure = `Discord did not say ${what}`
    log.warn({ err: error, interaction: id }, failure)
    throw new CannotAsk(failure, { cause: error })
  }
}
