import type { Command, CommandOption } from './shapes.js'

const NAME = /^[-_\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const LOCALES = new Set(
  (
    'id en-US en-GB bg zh-CN zh-TW hr cs da nl fi fr de el hi hu it ja ko lt no pl pt-BR ro ru es-ES es-419 ' +
    'sv-SE th tr uk vi'
  ).split(' '),
)

type Localizations = Record<string, string> | null | undefined

/** Lists what Discord would refuse in a registration of these commands. */
export function commandsFaults(commands: readonly Command[]): string[] {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [type, most] of [
    [1, 100],
    [2, 15],
    [3, 15],
  ] as const) {
    const count = commands.filter((command) => (command.type ?? 1) === type).length
    if (count > most) faults.push(`commands of type ${type}: ${count}, at most ${most}`)
  }
  for (const command of commands) {
    const key = `${command.type ?? 1}:${command.name}`
    if (seen.has(key)) faults.push(`command ${command.name}: not unique`)
    seen.add(key)
    faults.push(...commandFaults(command).map((fault) => `command ${command.name}: ${fault}`))
  }
  return faults
}

function commandFaults(command: Command): string[] {
  if ((command.type ?? 1) === 1) {
    const faults = [...slashNameFaults(command), ...optionsFaults(command.options ?? [], 0)]
    if (textOf(command) > 8000) faults.push('names, descriptions and values: more than 8000 characters')
    return faults
  }
  const faults = lengthFaults('name', command.name, command.name_localizations, 32)
  if (command.description) faults.push('description: not on a context menu')
  if (command.options?.length) faults.push('options: not on a context menu')
  return faults
}

function slashNameFaults({
  name,
  description,
  name_localizations,
  description_localizations,
}: Pick<Command, 'name' | 'description' | 'name_localizations' | 'description_localizations'>): string[] {
  const faults = lengthFaults('description', description ?? '', description_localizations, 100)
  for (const each of [name, ...Object.values(name_localizations ?? {})])
    if (!NAME.test(each) || each !== each.toLowerCase()) faults.push(`name ${each}: not allowed`)
  return [...faults, ...localeFaults(name_localizations)]
}

function lengthFaults(what: string, text: string, localizations: Localizations, most: number): string[] {
  const faults = localeFaults(localizations)
  for (const each of [text, ...Object.values(localizations ?? {})])
    if (each.length < 1 || each.length > most) faults.push(`${what} "${each}": 1 to ${most} characters`)
  return faults
}

function localeFaults(localizations: Localizations): string[] {
  const unknown = Object.keys(localizations ?? {}).filter((locale) => !LOCALES.has(locale))
  return unknown.map((locale) => `localisation ${locale}: no locale of Discord`)
}

function optionsFaults(options: readonly CommandOption[], depth: number): string[] {
  const faults: string[] = []
  if (options.length > 25) faults.push(`options: ${options.length}, at most 25`)
  if (new Set(options.map((option) => option.name)).size < options.length) faults.push('options: not unique')
  const nested = options.filter((option) => option.type <= 2).length
  if (nested > 0 && nested < options.length) faults.push('options: subcommands stand beside other options')
  let optional = false
  for (const option of options) {
    if (option.required && optional) faults.push(`option ${option.name}: required ones come first`)
    if (!option.required) optional = true
    faults.push(...optionFaults(option, depth).map((fault) => `option ${option.name}: ${fault}`))
  }
  return faults
}

function optionFaults(option: CommandOption, depth: number): string[] {
  const faults = slashNameFaults(option)
  if (option.type < 1 || option.type > 11) faults.push(`type ${option.type}: unknown`)
  if (option.type <= 2) {
    if (option.type === 2 && depth > 0) faults.push('group: not in a group')
    if (depth > 1) faults.push('subcommand: too deep')
    return [...faults, ...optionsFaults(option.options ?? [], depth + 1)]
  }
  if (option.options?.length) faults.push('options: only in subcommands')
  if (option.autocomplete && option.choices?.length) faults.push('autocomplete: not beside choices')
  if (option.autocomplete && ![3, 4, 10].includes(option.type)) faults.push('autocomplete: not for this type')
  return [...faults, ...choicesFaults(option)]
}

function choicesFaults({ type, choices = [] }: CommandOption): string[] {
  const faults: string[] = []
  if (choices.length > 25) faults.push(`choices: ${choices.length}, at most 25`)
  for (const choice of choices) {
    faults.push(...lengthFaults('choice', choice.name, choice.name_localizations, 100))
    if (typeof choice.value !== (type === 3 ? 'string' : 'number'))
      faults.push(`choice ${choice.name}: wrong type`)
    if (typeof choice.value === 'string' && (choice.value.length < 1 || choice.value.length > 100))
      faults.push(`choice ${choice.name}: value of 1 to 100 characters`)
  }
  return faults
}

/** Lists what Discord would refuse in the answer to an autocomplete. */
export function autocompleteFaults(choices: readonly { name: string; value: string | number }[]): string[] {
  const faults: string[] = []
  if (choices.length > 25) faults.push(`choices: ${choices.length}, at most 25`)
  for (const { name, value } of choices) {
    if (name.length < 1 || name.length > 100) faults.push(`choice "${name}": 1 to 100 characters`)
    if (typeof value === 'string' && (value.length < 1 || value.length > 100))
      faults.push(`choice "${name}": value of 1 to 100 characters`)
  }
  return faults
}

/** Returns the length of the longest localisation, which is what counts. */
function textOf(part: Command | CommandOption): number {
  const longest = (text: string | undefined, localizations: Localizations) =>
    Math.max(text?.length ?? 0, ...Object.values(localizations ?? {}).map((each) => each.length))
  let total =
    longest(part.name, part.name_localizations) + longest(part.description, part.description_localizations)
  for (const choice of ('choices' in part ? part.choices : undefined) ?? [])
    total += choice.name.length + String(choice.value).length
  for (const option of part.options ?? []) total += textOf(option)
  return total
}
