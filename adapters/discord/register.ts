import { createHash } from 'node:crypto'
import { type APIApplicationCommand, type REST, Routes } from 'discord.js'
import type { Entry } from '../../src/commands/define.js'
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
  const known = (await rest.get(Routes.applicationCommands(application), {
    query,
  })) as APIApplicationCommand[]
  if (digest(known) === digest(wanted)) return false
  await rest.put(Routes.applicationCommands(application), { body: wanted })
  return true
}

/** Discord adds ids, versions and defaults; only fields that we set count. */
function digest(commands: readonly object[]): string {
  const texts = commands.map((command) => JSON.stringify(essence(command))).sort()
  return createHash('sha256').update(texts.join('\n')).digest('hex')
}

const OURS = new Set([
  ...['type', 'name', 'name_localizations', 'description', 'description_localizations', 'options', 'choices'],
  ...['required', 'autocomplete', 'min_value', 'max_value', 'min_length', 'max_length', 'value'],
  ...['default_member_permissions', 'contexts', 'integration_types'],
])

function essence(value: unknown, ours = (key: string) => OURS.has(key)): unknown {
  if (Array.isArray(value)) return value.map((item) => essence(item))
  if (value === null || typeof value !== 'object') return value
  const said = Object.entries(value).filter(([key, held]) => ours(key) && !isNothing(held))
  // Keys of localisations are languages, all of them ours, including `id` (Indonesian).
  const inner = (key: string, held: unknown) =>
    key.endsWith('_localizations') ? essence(held, () => true) : essence(held)
  return Object.fromEntries(
    said.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, held]) => [key, inner(key, held)]),
  )
}

/** Returns whether a value is a default that Discord fills in. */
function isNothing(held: unknown): boolean {
  return (
    held === null ||
    held === undefined ||
    held === false ||
    held === '' ||
    (Array.isArray(held) && held.length === 0)
  )
}
