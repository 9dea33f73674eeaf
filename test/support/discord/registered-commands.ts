import { checkedCommands } from './checks.js'
import type { FakeDiscord } from './fake-discord.js'
import type { FakeGuild } from './guild.js'
import { type Command, type CommandOption, snowflake } from './shapes.js'

/** Replaces all commands; one with the same name and type as before keeps its id. Throws for invalid ones. */
export function registeredCommands(
  fake: FakeDiscord,
  body: unknown,
  before: readonly Command[],
  guild?: FakeGuild,
): Command[] {
  const version = snowflake()
  return checkedCommands(fake, body).map((command) => {
    const { name, type = 1, options } = command
    const same = before.find((each) => each.name === name && (each.type ?? 1) === type)
    return {
      application_id: fake.applicationId,
      version,
      default_member_permissions: null,
      nsfw: false,
      contexts: null,
      integration_types: [0],
      name_localizations: null,
      description_localizations: null,
      ...command,
      id: same?.id ?? snowflake(),
      type,
      description: command.description ?? '',
      options: options?.map(keptOption) ?? [],
      ...(guild ? { guild_id: guild.id } : {}),
    }
  })
}

/** Drops false and empty fields, like Discord. */
function keptOption({ required, autocomplete, choices, options, ...rest }: CommandOption): CommandOption {
  return {
    name_localizations: null,
    description_localizations: null,
    ...rest,
    ...(required ? { required } : {}),
    ...(autocomplete ? { autocomplete } : {}),
    ...(choices?.length
      ? { choices: choices.map((choice) => ({ name_localizations: null, ...choice })) }
      : {}),
    ...(options?.length ? { options: options.map(keptOption) } : {}),
  }
}

/**
 * Returns commands as a GET shows them: without translations unless `with_localizations` is set, and never with an
 * empty list.
 */
export function shownCommands(commands: readonly Command[], withLocalizations: boolean): unknown {
  const text = JSON.stringify(commands, (key, value) => {
    if (!withLocalizations && key.endsWith('_localizations')) return undefined
    return key === 'options' && Array.isArray(value) && value.length === 0 ? undefined : value
  })
  return JSON.parse(text)
}
