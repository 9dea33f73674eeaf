/**
 * Messages from a bot, as far as the fake reads them. All of it is untrusted until limits.ts has checked it, so every
 * field that a bot could forget is optional.
 */
export interface SentComponent {
  type: number
  id?: number
  custom_id?: string
  label?: string
  description?: string
  style?: number
  url?: string
  disabled?: boolean
  required?: boolean
  content?: string
  placeholder?: string
  value?: string
  default?: boolean
  title?: string
  min_length?: number
  max_length?: number
  min_values?: number
  max_values?: number
  accent_color?: number | null
  options?: SentOption[]
  default_values?: { id: string; type: string }[]
  components?: SentComponent[]
  component?: SentComponent
  accessory?: SentComponent
  items?: { media?: { url?: string }; description?: string }[]
}

/** An option in a select, a radio group or a checkbox group. */
export interface SentOption {
  label: string
  value: string
  description?: string
  default?: boolean
}

export interface SentEmbed {
  title?: string
  description?: string
  color?: number
  fields?: { name: string; value: string }[]
  footer?: { text: string }
  author?: { name: string }
}

export interface AllowedMentions {
  parse?: string[]
  users?: string[]
  roles?: string[]
  replied_user?: boolean
}

export interface SentMessage {
  content?: string | null
  embeds?: SentEmbed[] | null
  components?: SentComponent[] | null
  flags?: number
  nonce?: string | number
  enforce_nonce?: boolean
  message_reference?: { message_id: string; fail_if_not_exists?: boolean }
  allowed_mentions?: AllowedMentions | null
  attachments?: { id: number | string; filename?: string; description?: string }[]
}

export interface SentModal {
  custom_id?: string
  title?: string
  components?: SentComponent[]
}

export interface CommandOption {
  type: number
  name: string
  description?: string
  name_localizations?: Record<string, string> | null
  description_localizations?: Record<string, string> | null
  required?: boolean
  autocomplete?: boolean
  choices?: { name: string; value: string | number; name_localizations?: Record<string, string> | null }[]
  options?: CommandOption[]
  min_value?: number
  max_value?: number
  min_length?: number
  max_length?: number
  channel_types?: number[]
}

export interface Command {
  id: string
  /** 1 slash, 2 on a user, 3 on a message. */
  type?: number
  name: string
  description?: string
  name_localizations?: Record<string, string> | null
  description_localizations?: Record<string, string> | null
  options?: CommandOption[]
  default_member_permissions?: string | null
  contexts?: number[] | null
  guild_id?: string
}

export interface SentCallback {
  type?: number
  data?: SentMessage & SentModal & { choices?: { name: string; value: string | number }[] }
}

/** An error response of the API. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

export const unknownChannel = () => new ApiError(404, 10003, 'Unknown Channel')
export const unknownMessage = () => new ApiError(404, 10008, 'Unknown Message')
export const missingAccess = () => new ApiError(403, 50001, 'Missing Access')
export const missingPermissions = () => new ApiError(403, 50013, 'Missing Permissions')

/** 400 50035 with the invalid places. */
export function invalidBody(faults: readonly string[]): ApiError {
  return new ApiError(400, 50035, `Invalid Form Body\n${faults.join('\n')}`, {
    errors: { _errors: faults.map((message) => ({ code: 'BASE_TYPE_BAD', message })) },
  })
}

const EPOCH = 1_420_070_400_000n
let increment = 0n

/** Returns a new id of 18 or 19 digits, greater than earlier ones. `at` is the date in it, UTC milliseconds. */
export function snowflake(at = Date.now()): string {
  increment = (increment + 1n) & 0x3fffffn
  return (((BigInt(at) - EPOCH) << 22n) | increment).toString()
}

export const V2 = 1 << 15
export const EPHEMERAL = 1 << 6
export const LOADING = 1 << 7

/** Yields all components, nested ones included, in reading order. */
export function* allComponents(
  components: readonly SentComponent[] | null | undefined,
): Generator<SentComponent> {
  for (const component of components ?? []) {
    yield component
    yield* allComponents(component.components)
    if (component.component) yield* allComponents([component.component])
    if (component.accessory) yield* allComponents([component.accessory])
  }
}
