import { FakeChannel } from './channel.js'
import { FakeFile } from './file.js'
import { type FakeGuild, FakeRole } from './guild.js'
import type { Command, CommandOption } from './shapes.js'
import { FakeUser } from './user.js'

/** A value for an option of a slash command: its type must match the registered option. */
export type OptionValue = string | number | boolean | FakeUser | FakeRole | FakeChannel | FakeFile
export type OptionValues = Record<string, OptionValue | undefined>

interface FilledOption {
  name: string
  type: number
  value?: string | number | boolean
  focused?: boolean
  options?: FilledOption[]
}

/** The users, roles and channels that an interaction mentions by id, in API format. */
export class Resolved {
  readonly users: Record<string, unknown> = {}
  readonly members: Record<string, unknown> = {}
  readonly roles: Record<string, unknown> = {}
  readonly channels: Record<string, unknown> = {}
  readonly messages: Record<string, unknown> = {}
  readonly attachments: Record<string, unknown> = {}

  constructor(private readonly guild: FakeGuild | undefined) {}

  /** Adds an object and returns its id. */
  add(thing: FakeUser | FakeRole | FakeChannel | FakeFile): string {
    if (thing instanceof FakeFile) this.attachments[thing.id] = thing.api
    else if (thing instanceof FakeUser) {
      this.users[thing.id] = thing.api
      const { user: _, ...member } = this.guild?.memberApi(thing) ?? { user: undefined }
      if (Object.keys(member).length > 0) this.members[thing.id] = member
    } else if (thing instanceof FakeRole) this.roles[thing.id] = thing.api
    else this.channels[thing.id] = { ...thing.api, permissions: '0' }
    return thing.id
  }

  /** Adds the user or role with this id, unless it no longer exists; returns the id. */
  addById(id: string): string {
    const user = this.guild?.members.find((member) => member.id === id)
    const thing = user ?? this.guild?.roles.find((role) => role.id === id)
    return thing ? this.add(thing) : id
  }
}

/** Returns the command with this name and the options of its subcommand ('settings currency'); throws when unknown. */
export function findCommand(
  commands: readonly Command[],
  path: string,
): { command: Command; options: readonly CommandOption[]; wrap: (filled: FilledOption[]) => FilledOption[] } {
  const [name, ...rest] = path.split(' ')
  const command = commands.find((each) => (each.type ?? 1) === 1 && each.name === name)
  if (!command)
    throw new Error(`no slash command ${name} among: ${commands.map((each) => each.name).join(', ')}`)
  let options: readonly CommandOption[] = command.options ?? []
  const steps: CommandOption[] = []
  for (const step of rest) {
    const found = options.find((option) => option.type <= 2 && option.name === step)
    if (!found) throw new Error(`no subcommand ${step} in ${path}`)
    steps.push(found)
    options = found.options ?? []
  }
  if (options.some((option) => option.type <= 2))
    throw new Error(`${path} needs a subcommand: ${options.map((option) => option.name).join(', ')}`)
  const wrap = (filled: FilledOption[]) =>
    steps.reduceRight((inner, step) => [{ name: step.name, type: step.type, options: inner }], filled)
  return { command, options, wrap }
}

/** Fills the options like a user's client: throws for anything that the client wouldn't send. */
export function fillOptions(
  options: readonly CommandOption[],
  given: OptionValues,
  resolved: Resolved,
  typing?: { option: string; text: string },
): FilledOption[] {
  const unknown = Object.keys(given).find((name) => !options.some((option) => option.name === name))
  if (unknown)
    throw new Error(`no option ${unknown} among: ${options.map((option) => option.name).join(', ')}`)
  const filled: FilledOption[] = []
  for (const option of options) {
    const value = given[option.name]
    if (typing?.option === option.name)
      filled.push({ name: option.name, type: option.type, value: typing.text, focused: true })
    else if (value !== undefined)
      filled.push({ name: option.name, type: option.type, value: filledValue(option, value, resolved) })
    else if (option.required && !typing) throw new Error(`option ${option.name} is required`)
  }
  return filled
}

function filledValue(
  option: CommandOption,
  value: OptionValue,
  resolved: Resolved,
): string | number | boolean {
  const wrong = (why: string) => new Error(`option ${option.name}: ${why}`)
  if (value instanceof FakeFile) {
    if (option.type !== 11) throw wrong(`takes type ${option.type}, not a file`)
    return resolved.add(value)
  }
  if (value instanceof FakeUser || value instanceof FakeRole || value instanceof FakeChannel) {
    const fits =
      value instanceof FakeUser
        ? [6, 9]
        : value instanceof FakeRole
          ? [8, 9]
          : value instanceof FakeChannel
            ? [7]
            : []
    if (!fits.includes(option.type)) throw wrong(`takes type ${option.type}, not ${value.constructor.name}`)
    if (
      value instanceof FakeChannel &&
      option.channel_types &&
      !option.channel_types.includes(value.parent ? 11 : 0)
    )
      throw wrong('takes other kinds of channels')
    return resolved.add(value)
  }
  const types: Record<number, string> = { 3: 'string', 4: 'number', 5: 'boolean', 10: 'number' }
  if (types[option.type] !== typeof value)
    throw wrong(`takes type ${option.type}, not ${JSON.stringify(value)}`)
  if (typeof value === 'number') {
    if (option.type === 4 && !Number.isSafeInteger(value)) throw wrong(`${value} is no integer`)
    if (value < (option.min_value ?? value) || value > (option.max_value ?? value))
      throw wrong(`${value} is outside ${option.min_value} … ${option.max_value}`)
  }
  if (typeof value === 'string') {
    const { min_length: least = 0, max_length: most = 6000 } = option
    if (value.length < least || value.length > most)
      throw wrong(`${value.length} characters, ${least} to ${most}`)
  }
  if (option.choices?.length && !option.choices.some((choice) => choice.value === value))
    throw wrong(`${value} is none of ${option.choices.map((choice) => choice.value).join(', ')}`)
  return value
}
