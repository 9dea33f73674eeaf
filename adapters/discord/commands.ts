import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js'
import type { Argument } from '../../src/commands/framework/arguments/arguments.js'
import { labelsOf } from '../../src/commands/framework/arguments/choices.js'
import {
  type Command,
  commandsOf,
  type Entry,
  isGroup,
  isOffered,
} from '../../src/commands/framework/define.js'
import type { ArgumentWords } from '../../src/commands/framework/words.js'
import type { Telling } from '../../src/core/conditions/platform-facts.js'

/** What Discord tells about people. */
export const DISCORD_TELLS: readonly Telling[] = ['accountSince', 'memberSince', 'boosts', 'voice']

/** Discord shows such commands to members who may manage the server. The use case checks the rights. */
const FOR_ADMINS = String(PermissionFlagsBits.ManageGuild)
const MAX_DESCRIPTION = 100
const MAX_MENU_NAME = 32
const MAX_NUMBER = 32
const MAX_CODE = 64

const { Subcommand, String: Text, Integer, Boolean: YesNo } = ApplicationCommandOptionType
const { User, Role, Mentionable, Attachment } = ApplicationCommandOptionType
const TYPES: Readonly<Record<Argument['kind'], APIApplicationCommandBasicOption['type']>> = {
  ...{ text: Text, code: Text, amount: Text, choice: Text, duration: Text, envelope: Text },
  ...{ whole: Integer, flag: YesNo, member: User, people: Mentionable, role: Role },
  picture: Attachment,
}

/**
 * Returns all commands in Discord’s format. Names and values on the wire are ids of the code; translations are only shown.
 * Members whose language has no translation see the ids, so these are the English names.
 */
export function discordCommands(entries: readonly Entry[]): RESTPostAPIApplicationCommandsJSONBody[] {
  const { User, Message } = ApplicationCommandType
  const menu = (type: typeof User | typeof Message, name: string, zh: string) => ({
    ...{ type, name, name_localizations: chinese(zh), ...placesOf() },
  })
  const menus = [...menusOf(entries)].flatMap(([name, { zh, member, author }]) => [
    ...(member === undefined ? [] : [menu(User, name, zh)]),
    ...(author === undefined ? [] : [menu(Message, name, zh)]),
  ])
  return [...entries.filter(isOffered).map(slashCommand), ...menus]
}

/** Entry in the context menu of a member or a message. */
export interface Menu {
  readonly command: string
  /** The arguments that a member becomes, and the author of a message. */
  readonly member: string | undefined
  readonly author: string | undefined
  readonly zh: string
}

/** Returns the entries by their registered names, which Discord sends back in every language. */
export function menusOf(entries: readonly Entry[]): ReadonlyMap<string, Menu> {
  const menus = new Map<string, Menu>()
  for (const { name, onMember: member, onMessage: author, words } of commandsOf(entries)) {
    if (member === undefined && author === undefined) continue
    const titled = ({ form, about }: Command['words']['en']) => (form?.title ?? about).slice(0, MAX_MENU_NAME)
    menus.set(titled(words.en), { command: name, member, author, zh: titled(words.zh) })
  }
  return menus
}

/** Returns the option name of an argument: its key in snake case. */
export function optionName(argument: string): string {
  return argument.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function slashCommand(entry: Entry): RESTPostAPIApplicationCommandsJSONBody {
  const options = isGroup(entry) ? entry.commands.map(subcommand) : optionsOf(entry)
  return {
    type: ApplicationCommandType.ChatInput,
    ...placesOf(isGroup(entry) ? undefined : entry.where),
    ...described(entry.name, entry.words),
    ...(entry.rights === 'admin' && { default_member_permissions: FOR_ADMINS }),
    ...(options.length > 0 && { options }),
  }
}

function subcommand(command: Command): APIApplicationCommandOption {
  const name = command.name.slice(command.name.indexOf('.') + 1)
  return { type: Subcommand, ...described(name, command.words), options: optionsOf(command) }
}

/** Contexts of a command: servers, and for some also the direct messages with the bot. */
function placesOf(where: Command['where'] = 'chat') {
  const { Guild, BotDM } = InteractionContextType
  return {
    contexts: where === 'anywhere' ? [Guild, BotDM] : [Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }
}

interface Named {
  readonly name: string
  readonly about: string
}

function described(id: string, { en, zh }: { readonly en: Named; readonly zh: Named }) {
  return {
    name: id,
    name_localizations: chinese(zh.name),
    description: en.about.slice(0, MAX_DESCRIPTION),
    description_localizations: chinese(zh.about.slice(0, MAX_DESCRIPTION)),
  }
}

/** Localises for both scripts: readers of either understand the same text. */
function chinese(text: string): LocalizationMap {
  return { 'zh-CN': text, 'zh-TW': text }
}

/** Returns the options, required ones first as Discord demands. */
function optionsOf(command: Command): APIApplicationCommandBasicOption[] {
  const options = Object.entries(command.arguments)
    .filter(([, { hidden, unlisted }]) => !hidden && !unlisted)
    .filter(([, { needs }]) => needs === undefined || DISCORD_TELLS.includes(needs))
    .map(([name, argument]) => optionOf(command, name, argument))
  return [...options.filter(({ required }) => required), ...options.filter(({ required }) => !required)]
}

function optionOf(
  { words, form }: Command,
  name: string,
  argument: Argument & { optional?: true },
): APIApplicationCommandBasicOption {
  const { [name]: en } = words.en.arguments
  const { [name]: zh } = words.zh.arguments
  const required = !argument.optional && argument.or === undefined && !form
  return {
    type: TYPES[argument.kind],
    ...described(optionName(name), { en: en as Named, zh: zh as Named }),
    ...(required && { required }),
    ...limitsOf(argument, en as ArgumentWords<Argument>, zh as ArgumentWords<Argument>),
  } as APIApplicationCommandBasicOption
}

/** Returns limits and choices that Discord checks before a value reaches the bot. */
function limitsOf(argument: Argument, en: ArgumentWords<Argument>, zh: ArgumentWords<Argument>): object {
  switch (argument.kind) {
    case 'text':
      return { max_length: argument.max, ...(argument.suggests && { autocomplete: true }) }
    case 'code':
      return { max_length: MAX_CODE }
    case 'amount':
      return { max_length: MAX_NUMBER }
    case 'whole':
      return { min_value: 0, max_value: argument.max }
    case 'duration':
    case 'envelope':
      return { max_length: MAX_NUMBER, autocomplete: true }
    case 'choice':
      return {
        choices: argument.values.map((value) => ({
          name: labelsOf(en, value)[0] ?? value,
          name_localizations: chinese(labelsOf(zh, value)[0] ?? value),
          value,
        })),
      }
    default:
      return {}
  }
}
