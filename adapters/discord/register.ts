import { isDeepStrictEqual } from 'node:util'
import { type APIApplicationCommand, type REST, Routes } from 'discord.js'
import type { Entry } from '../../src/commands/framework/define.js'
import { discordCommands } from './commands.js'

/**
 * Updates Discord's list of commands if it differs from ours: every change makes clients reload the list. Resolves with
 * whether it was changed; rejects when Discord refuses.
 */
export async function registerCommands(
  rest: REST,
  application: string,
  entries: readonly Entry[],
): Promise<boolean> {
  const wanted = discordCommands(entries)
  const query = new URLSearchParams({ with_localizations: 'true' })
  const known = await rest.get(Routes.applicationCommands(application), { query })
  if (isDeepStrictEqual(said(known as APIApplicationCommand[]), said(wanted))) return false
  await rest.put(Routes.applicationCommands(application), { body: wanted })
  return true
}

const OURS = new Set([
  ...['type', 'name', 'name_localizations', 'description', 'description_localizations', 'options', 'choices'],
  ...['required', 'autocomplete', 'min_value', 'max_value', 'min_length', 'max_length', 'value'],
  ...['default_member_permissions', 'contexts', 'integration_types'],
])

/** Returns the text of commands, by type and name: Discord answers with ids, versions and defaults of its own. */
function said(commands: readonly { readonly type?: number; readonly name: string }[]): object {
  return Object.fromEntries(commands.map((command) => [`${command.type} ${command.name}`, essence(command)]))
}

function essence(value: unknown, isOurs = (key: string) => OURS.has(key)): unknown {
  if (Array.isArray(value)) return value.map((item) => essence(item))
  if (value === null || typeof value !== 'object') return value
  const given = Object.entries(value).filter(([key, held]) => isOurs(key) && !isDefault(held))
  return Object.fromEntries(
    // Keys of localisations are languages, all of them ours, including `id` (Indonesian).
    given.map(([key, held]) => [key, essence(held, key.endsWith('_localizations') ? () => true : undefined)]),
  )
}

/** Returns whether Discord fills this in by default. */
function isDefault(held: unknown): boolean {
  return [null, undefined, false, ''].includes(held as null) || (Array.isArray(held) && held.length === 0)
}
