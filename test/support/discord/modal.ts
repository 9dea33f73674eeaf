import type { FakeChannel } from './channel.js'
import type { Resolved } from './command-options.js'
import type { FakeFile } from './file.js'
import type { FakeRole } from './guild.js'
import type { FakeMessage } from './message.js'
import type { SentComponent, SentModal } from './shapes.js'
import type { FakeUser } from './user.js'

/** Values of a modal by custom id: texts, ticks, chosen values, chosen users, roles or channels. */
export type ModalValue = string | boolean | readonly (string | FakeUser | FakeRole | FakeChannel | FakeFile)[]

export interface ModalInput {
  customId: string
  type: number
  label: string
  required: boolean
  value?: string
  placeholder?: string
  minLength?: number
  maxLength?: number
  minValues?: number
  maxValues?: number
  options?: readonly { label: string; value: string; default?: boolean }[]
}

/** A modal that a user sees. */
export class FakeModal {
  constructor(
    readonly sent: SentModal,
    /** Where it was opened, and the message if it was opened by a component. */
    readonly channel: FakeChannel,
    readonly message: FakeMessage | undefined,
  ) {}

  get customId(): string {
    return this.sent.custom_id ?? ''
  }

  get title(): string {
    return this.sent.title ?? ''
  }

  get raw(): Record<string, unknown> {
    return { ...this.sent }
  }

  /** Texts of labels, descriptions and text displays, in order. */
  get text(): string {
    return (this.sent.components ?? [])
      .flatMap((top) => [top.content, top.label, top.description, top.components?.[0]?.label])
      .filter((line) => line !== undefined && line !== '')
      .join('\n')
  }

  get inputs(): readonly ModalInput[] {
    return (this.sent.components ?? []).flatMap((top) => {
      const input = top.component ?? top.components?.[0]
      return input ? [shownInput(top.label ?? input.label ?? '', input)] : []
    })
  }

  /** Returns what pressing the button sends; throws for values that the client wouldn't send. */
  fill(values: Record<string, ModalValue>, resolved: Resolved): Record<string, unknown>[] {
    const unknown = Object.keys(values).find((id) => !this.inputs.some((input) => input.customId === id))
    if (unknown !== undefined)
      throw new Error(`no input ${unknown} among: ${this.inputs.map((input) => input.customId).join(', ')}`)
    return (this.sent.components ?? []).map((top, index) => {
      const fill = (input: SentComponent) => ({
        type: input.type,
        id: 100 + index,
        custom_id: input.custom_id,
        ...filledInput(input, values[input.custom_id ?? ''], resolved),
      })
      if (top.component) return { type: top.type, id: index, component: fill(top.component) }
      if (top.components) return { type: top.type, id: index, components: top.components.map(fill) }
      return { type: top.type, id: index }
    })
  }
}

function shownInput(label: string, input: SentComponent): ModalInput {
  return {
    customId: input.custom_id ?? '',
    type: input.type,
    label,
    required: input.required ?? true,
    ...(input.value === undefined ? {} : { value: input.value }),
    ...(input.placeholder === undefined ? {} : { placeholder: input.placeholder }),
    ...(input.min_length === undefined ? {} : { minLength: input.min_length }),
    ...(input.max_length === undefined ? {} : { maxLength: input.max_length }),
    ...(input.min_values === undefined ? {} : { minValues: input.min_values }),
    ...(input.max_values === undefined ? {} : { maxValues: input.max_values }),
    ...(input.options === undefined ? {} : { options: input.options }),
  }
}

function filledInput(
  input: SentComponent,
  given: ModalValue | undefined,
  resolved: Resolved,
): { value: unknown } | { values: string[] } {
  const wrong = (why: string) => new Error(`input ${input.custom_id}: ${why}`)
  const required = input.required ?? true
  if (input.type === 4) {
    const value = given ?? input.value ?? ''
    if (typeof value !== 'string') throw wrong('takes a text')
    if (required && value === '') throw wrong('is required')
    if (value !== '' && (value.length < (input.min_length ?? 0) || value.length > (input.max_length ?? 4000)))
      throw wrong(`${value.length} characters, ${input.min_length ?? 0} to ${input.max_length ?? 4000}`)
    return { value }
  }
  if (input.type === 23) {
    const value = given ?? input.default ?? false
    if (typeof value !== 'boolean') throw wrong('takes a tick: true or false')
    return { value }
  }
  const chosen = chosenValues(input, given, resolved)
  const offered = input.options?.map((option) => option.value)
  for (const value of chosen)
    if (offered && !offered.includes(value)) throw wrong(`${value} is none of ${offered.join(', ')}`)
  if (input.type === 21) {
    if (chosen.length > 1) throw wrong('takes one')
    if (required && chosen.length === 0) throw wrong('is required')
    return { value: chosen[0] ?? null }
  }
  const least = required ? (input.min_values ?? 1) : 0
  const most = input.max_values ?? (input.type === 22 ? (offered?.length ?? 10) : 1)
  if (chosen.length < least || chosen.length > most)
    throw wrong(`${chosen.length} chosen, ${least} to ${most}`)
  return { values: chosen }
}

/** Returns the chosen values of a select: the user's, otherwise the preselected ones. */
export function chosenValues(
  input: SentComponent,
  given: ModalValue | undefined,
  resolved: Resolved,
): string[] {
  if (given === undefined)
    return [
      ...(input.options ?? []).filter((option) => option.default).map((option) => option.value),
      ...(input.default_values ?? []).map(({ id }) => resolved.addById(id)),
    ]
  if (typeof given === 'boolean') throw new Error(`input ${input.custom_id}: takes values`)
  if (typeof given === 'string') return [given]
  return given.map((each) => (typeof each === 'string' ? each : resolved.add(each)))
}
