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
import { MAX_GREETING, MAX_SHARES } from '../../src/core/envelope.js'
import { type Catalogue, catalogue, commandWords, type Language } from '../../src/i18n/catalogue.js'
import { COMMANDS, type CommandName } from '../../src/messaging/commands.js'

/** The name of the entry in a member's context menu. Discord sends it back, so it is the English one always. */
export const SEND_TO = catalogue('en').discord.sendTo

type OptionName = keyof Catalogue['discord']['option']

const { String: Text, Integer, Boolean: YesNo, User, Role, Subcommand } = ApplicationCommandOptionType

/** All commands as Discord wants them, in English with Chinese localisations. */
export function discordCommands(): RESTPostAPIApplicationCommandsJSONBody[] {
  return [
    command('redpacket', [
      option('total', Text, { max_length: 32 }),
      option('count', Integer, { min_value: 1, max_value: MAX_SHARES }),
      option('kind', Text, { choices: choices(['lucky', 'equal'], ({ card }) => card.kind) }),
      option('greeting', Text, { max_length: MAX_GREETING }),
      option('for', User),
      option('role', Role),
      option('hours', Integer, { min_value: 1, max_value: 168 }),
      option('minutes', Integer, { min_value: 1, max_value: 10_080 }),
      option('everywhere', YesNo),
    ]),
    command('wallet'),
    command('history', [option('before', Integer, { min_value: 1 })]),
    command('transfer', [
      option('member', User, { required: true }),
      option('amount', Text, { required: true, max_length: 32 }),
      option('note', Text, { max_length: 200 }),
      option('quiet', YesNo),
    ]),
    command('leaderboard', [
      option('board', Text, {
        choices: choices(['sent', 'received', 'luckiest'], ({ answers }) => answers.board),
      }),
      option('period', Text, {
        choices: choices(['week', 'month', 'ever'], ({ answers }) => answers.period),
      }),
    ]),
    command('envelope', [option('envelope', Text, { autocomplete: true })]),
    command('verify', [option('envelope', Text, { required: true, autocomplete: true })]),
    command('cancel', [option('envelope', Text, { required: true, autocomplete: true })]),
    command('books'),
    { ...command('linkme', [option('code', Text, { max_length: 64 })]), contexts: ANYWHERE },
    { ...command('unlinkme'), contexts: ANYWHERE },
    command('help'),
    // Shown to all: Discord cannot tell who is a treasurer. The rights are checked when it is given.
    command('topup', [
      option('amount', Text, { required: true, max_length: 32 }),
      option('reason', Text, { required: true, max_length: 200 }),
      option('member', User),
      option('to_role', Role),
      option('also1', User),
      option('also2', User),
      option('quiet', YesNo),
    ]),
    command('deduct', [
      option('member', User, { required: true }),
      option('amount', Text, { required: true, max_length: 32 }),
      option('reason', Text, { required: true, max_length: 200 }),
      option('quiet', YesNo),
    ]),
    {
      ...inGuilds(
        'audit',
        named('audit', '审计'),
        described(({ audit }) => audit),
      ),
    },
    {
      ...inGuilds(
        'settings',
        named('settings', '设置'),
        described(({ settings }) => settings),
      ),
      default_member_permissions: FOR_ADMINS,
      options: [
        subcommand('show', '查看', ({ settings_show }) => settings_show, []),
        subcommand('currency', '货币', ({ settings_currency }) => settings_currency, [
          option('name', Text, { max_length: 32 }),
          option('symbol', Text, { max_length: 8 }),
          option('decimals', Integer, { min_value: 0, max_value: 4 }),
        ]),
        subcommand('rules', '规则', ({ settings_rules }) => settings_rules, [
          option('self_grab', YesNo),
          option('hours', Integer, { min_value: 1, max_value: 168 }),
          option('min_minutes', Integer, { min_value: 1, max_value: 10_080 }),
          option('max_hours', Integer, { min_value: 1, max_value: 168 }),
          option('max_total', Text, { max_length: 32 }),
          option('max_open', Integer, { min_value: 1, max_value: 1000 }),
          option('language', Text, {
            choices: [
              { name: 'English', value: 'en' },
              { name: '中文', value: 'zh' },
            ],
          }),
        ]),
        subcommand('treasurer', '财务', ({ settings_treasurer }) => settings_treasurer, [
          option('member', User, { required: true }),
          option('appointed', YesNo, { required: true }),
        ]),
      ],
    },
    {
      ...command('link', [option('code', Text, { max_length: 64 })]),
      default_member_permissions: FOR_ADMINS,
    },
    { ...command('unlink'), default_member_permissions: FOR_ADMINS },
    {
      type: ApplicationCommandType.User,
      name: SEND_TO,
      name_localizations: chinese(catalogue('zh').discord.sendTo),
      ...GUILDS_ONLY,
    },
  ]
}

/** To whom Discord shows a command unless a server says otherwise. The rights are checked when it is given. */
const FOR_ADMINS = String(PermissionFlagsBits.ManageGuild)

/** In a server or in a conversation with the bot. */
const ANYWHERE = [InteractionContextType.Guild, InteractionContextType.BotDM]

const GUILDS_ONLY = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
}

/** Both scripts get the same words: readers of either understand them. */
function chinese(text: string): LocalizationMap {
  return { 'zh-CN': text, 'zh-TW': text }
}

interface Named {
  readonly name: string
  readonly name_localizations: LocalizationMap
}

interface Described {
  readonly description: string
  readonly description_localizations: LocalizationMap
}

function named(name: string, chineseName: string): Named {
  return { name, name_localizations: chinese(chineseName) }
}

function described(words: (description: Catalogue['discord']['description']) => string): Described {
  const say = (language: Language) => words(catalogue(language).discord.description)
  return { description: say('en'), description_localizations: chinese(say('zh')) }
}

function inGuilds(name: string, names: Named, description: Described) {
  return { type: ApplicationCommandType.ChatInput as const, ...GUILDS_ONLY, ...names, ...description, name }
}

/** A command that every platform has, with the words that it has everywhere. */
function command(
  name: CommandName,
  options: APIApplicationCommandBasicOption[] = [],
): RESTPostAPIApplicationCommandsJSONBody {
  const alias = COMMANDS.find((known) => known.name === name)?.aliases[0] ?? name
  const description = commandWords(name, 'en').description.slice(0, 100)
  const localised = chinese(commandWords(name, 'zh').description.slice(0, 100))
  const words = { description, description_localizations: localised }
  return { ...inGuilds(name, named(name, alias), words), ...(options.length > 0 && { options }) }
}

function subcommand(
  name: string,
  chineseName: string,
  words: (description: Catalogue['discord']['description']) => string,
  options: APIApplicationCommandBasicOption[],
): APIApplicationCommandOption {
  return { type: Subcommand, ...named(name, chineseName), ...described(words), options }
}

/** An option with its words; `more` is what Discord checks of its value before it reaches the bot. */
function option(
  name: OptionName,
  type: APIApplicationCommandBasicOption['type'],
  more: object = {},
): APIApplicationCommandBasicOption {
  const [en, zh] = [catalogue('en').discord.option[name], catalogue('zh').discord.option[name]]
  const words = {
    ...named(en.name, zh.name),
    description: en.description,
    description_localizations: chinese(zh.description),
  }
  return { type, ...words, ...more } as APIApplicationCommandBasicOption
}

function choices<Value extends string>(
  values: readonly Value[],
  words: (catalogue: Catalogue) => Readonly<Record<Value, string>>,
) {
  return values.map((value) => ({
    name: words(catalogue('en'))[value],
    name_localizations: chinese(words(catalogue('zh'))[value]),
    value,
  }))
}
