import {
  allComponents,
  type SentComponent,
  type SentEmbed,
  type SentMessage,
  type SentModal,
  V2,
} from './shapes.js'

const SELECTS = [3, 5, 6, 7, 8]

/** Lists what Discord would refuse in a message with these flags; empty when it is fine. */
export function messageFaults(sent: SentMessage, flags: number): string[] {
  const faults: string[] = []
  const content = sent.content ?? ''
  if (content.length > 2000) faults.push(`content: ${content.length} characters, at most 2000`)
  if (sent.nonce !== undefined && String(sent.nonce).length > 25)
    faults.push('nonce: more than 25 characters')
  if (flags & V2) {
    if (content !== '') faults.push('content: not with the components flag')
    if (sent.embeds?.length) faults.push('embeds: not with the components flag')
  }
  faults.push(
    ...embedFaults(sent.embeds ?? []),
    ...componentFaults(sent.components ?? [], Boolean(flags & V2)),
  )
  return faults
}

/** Returns whether a new message would be empty, which is 50006. */
export function isEmpty(sent: SentMessage): boolean {
  return !sent.content && !sent.embeds?.length && !sent.components?.length
}

function embedFaults(embeds: readonly SentEmbed[]): string[] {
  const faults: string[] = []
  let total = 0
  const measure = (what: string, text: string | undefined, most: number, least = 0) => {
    total += text?.length ?? 0
    if ((text?.length ?? 0) > most) faults.push(`${what}: ${text?.length} characters, at most ${most}`)
    if ((text?.length ?? 0) < least) faults.push(`${what}: must not be empty`)
  }
  if (embeds.length > 10) faults.push(`embeds: ${embeds.length}, at most 10`)
  for (const embed of embeds) {
    measure('embed title', embed.title, 256)
    measure('embed description', embed.description, 4096)
    measure('embed footer', embed.footer?.text, 2048)
    measure('embed author', embed.author?.name, 256)
    if ((embed.fields?.length ?? 0) > 25) faults.push(`embed fields: ${embed.fields?.length}, at most 25`)
    for (const field of embed.fields ?? []) {
      measure('embed field name', field.name, 256, 1)
      measure('embed field value', field.value, 1024, 1)
    }
  }
  if (total > 6000) faults.push(`embeds: ${total} characters together, at most 6000`)
  return faults
}

function componentFaults(components: readonly SentComponent[], v2: boolean): string[] {
  const faults: string[] = []
  const customIds = new Set<string>()
  let count = 0
  let text = 0
  for (const component of components) {
    if (!v2 && component.type !== 1)
      faults.push(`component type ${component.type}: needs the components flag`)
    if (v2 && ![1, 9, 10, 12, 13, 14, 17].includes(component.type))
      faults.push(`component type ${component.type}: not at the top of a message`)
  }
  if (!v2 && components.length > 5) faults.push(`components: ${components.length} action rows, at most 5`)
  for (const component of allComponents(components)) {
    count += 1
    faults.push(...onMessage(component))
    if (component.type === 10) {
      text += component.content?.length ?? 0
      if (!component.content) faults.push('text display: must not be empty')
    }
    if (component.custom_id === undefined) continue
    if (customIds.has(component.custom_id)) faults.push(`custom_id ${component.custom_id}: not unique`)
    customIds.add(component.custom_id)
  }
  if (count > 40) faults.push(`components: ${count} in all, at most 40`)
  if (text > 4000) faults.push(`text displays: ${text} characters together, at most 4000`)
  return faults
}

function onMessage(component: SentComponent): string[] {
  const { type } = component
  if (type === 1) return rowFaults(component)
  if (type === 2) return buttonFaults(component)
  if (SELECTS.includes(type)) return selectFaults(component)
  if (type === 9) {
    const faults: string[] = []
    const count = component.components?.length ?? 0
    if (count < 1 || count > 3) faults.push(`section: ${count} texts, 1 to 3`)
    if (!component.accessory) faults.push('section: needs an accessory')
    return faults
  }
  if (type === 12 && !between(component.items?.length ?? 0, 1, 10)) return ['media gallery: 1 to 10 items']
  if (type === 17 && !component.components?.length) return ['container: must not be empty']
  if (type === 17 && component.accent_color != null && !between(component.accent_color, 0, 0xffffff))
    return ['container: accent colour out of range']
  if (type === 4 || type >= 18) return [`component type ${type}: not on a message`]
  return []
}

function rowFaults({ components = [] }: SentComponent): string[] {
  const faults: string[] = []
  const buttons = components.filter((component) => component.type === 2).length
  if (!between(components.length, 1, 5)) faults.push(`action row: ${components.length} components, 1 to 5`)
  if (buttons < components.length && components.length > 1) faults.push('action row: a select stands alone')
  return faults
}

function buttonFaults(button: SentComponent): string[] {
  const faults: string[] = []
  if ((button.label?.length ?? 0) > 80)
    faults.push(`button label: ${button.label?.length} characters, at most 80`)
  if (!button.label && !('emoji' in button)) faults.push('button: needs a label or an emoji')
  if (!between(button.style ?? 0, 1, 6)) faults.push('button: needs a style')
  if (button.style === 5) {
    if (!button.url || button.custom_id !== undefined) faults.push('link button: a url and no custom_id')
  } else faults.push(...customIdFaults(button))
  return faults
}

function selectFaults(select: SentComponent): string[] {
  const faults = customIdFaults(select)
  const placeholder = select.placeholder?.length ?? 0
  if (placeholder > 150) faults.push(`placeholder: ${placeholder} characters, at most 150`)
  if (!between(select.min_values ?? 1, 0, 25)) faults.push('min_values: 0 to 25')
  if (!between(select.max_values ?? 1, 1, 25)) faults.push('max_values: 1 to 25')
  if ((select.min_values ?? 1) > (select.max_values ?? 1)) faults.push('min_values: more than max_values')
  if ((select.default_values?.length ?? 0) > (select.max_values ?? 1))
    faults.push('default_values: more than max_values')
  if (select.type === 3) {
    faults.push(...choiceFaults('select', select, 1, 25))
    if ((select.max_values ?? 1) > (select.options?.length ?? 0)) faults.push('max_values: more than options')
  }
  return faults
}

function choiceFaults(what: string, { options = [] }: SentComponent, least: number, most: number): string[] {
  const faults: string[] = []
  if (!between(options.length, least, most))
    faults.push(`${what} options: ${options.length}, ${least} to ${most}`)
  for (const option of options) {
    if (!between(option.label?.length ?? 0, 1, 100)) faults.push('option label: 1 to 100 characters')
    if (!between(option.value?.length ?? 0, 1, 100)) faults.push('option value: 1 to 100 characters')
    if ((option.description?.length ?? 0) > 100) faults.push('option description: at most 100 characters')
  }
  if (new Set(options.map((option) => option.value)).size < options.length)
    faults.push(`${what} options: values not unique`)
  return faults
}

function customIdFaults({ custom_id: id }: SentComponent): string[] {
  if (typeof id !== 'string') return ['custom_id: required']
  return between(id.length, 1, 100) ? [] : [`custom_id: ${id.length} characters, 1 to 100`]
}

function between(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

/** Lists what Discord would refuse in a modal. */
export function modalFaults(modal: SentModal): string[] {
  const faults = customIdFaults({ type: 0, custom_id: modal.custom_id })
  const top = modal.components ?? []
  if (!between(modal.title?.length ?? 0, 1, 45)) faults.push('modal title: 1 to 45 characters')
  if (!between(top.length, 1, 5)) faults.push(`modal: ${top.length} components, 1 to 5`)
  const ids: string[] = []
  for (const component of top) {
    if (component.type === 10) {
      if (!component.content) faults.push('text display: must not be empty')
    } else if (component.type === 18) {
      if (!between(component.label?.length ?? 0, 1, 45)) faults.push('label: 1 to 45 characters')
      if ((component.description?.length ?? 0) > 100) faults.push('label description: at most 100 characters')
      if (component.component) faults.push(...inputFaults(component.component))
      else faults.push('label: needs a component')
    } else if (component.type === 1) {
      const [input] = component.components ?? []
      if (component.components?.length !== 1 || input?.type !== 4)
        faults.push('action row in a modal: one text input')
      else if (!between(input.label?.length ?? 0, 1, 45)) faults.push('text input label: 1 to 45 characters')
      if (input) faults.push(...inputFaults(input))
    } else faults.push(`component type ${component.type}: not at the top of a modal`)
  }
  for (const { custom_id } of allComponents(top)) if (custom_id !== undefined) ids.push(custom_id)
  if (new Set(ids).size < ids.length) faults.push('modal: custom_ids not unique')
  return faults
}

function inputFaults(input: SentComponent): string[] {
  if (SELECTS.includes(input.type)) return selectFaults(input)
  const faults = customIdFaults(input)
  if (input.type === 4) {
    const { min_length: min = 0, max_length: max = 4000, value = '' } = input
    if (!between(input.style ?? 0, 1, 2)) faults.push('text input: needs a style')
    if (!between(min, 0, 4000) || !between(max, 1, 4000) || min > max)
      faults.push('text input: length 0 to 4000')
    if ((input.placeholder?.length ?? 0) > 100) faults.push('text input placeholder: at most 100 characters')
    if (value.length > max) faults.push('text input value: longer than max_length')
    return faults
  }
  if (input.type === 21) return [...faults, ...choiceFaults('radio group', input, 2, 10)]
  if (input.type === 22) return [...faults, ...choiceFaults('checkbox group', input, 1, 10)]
  if (input.type === 19 || input.type === 23) return faults
  return [`component type ${input.type}: not in a label`]
}

/** Maximum number of users, and of roles, in `allowed_mentions`. */
const MOST_ALLOWED = 100

/** Lists what Discord would refuse in `allowed_mentions`; empty when it is fine. */
export function allowedMentionsFaults({ allowed_mentions: allowed }: SentMessage): string[] {
  const faults: string[] = []
  for (const list of ['users', 'roles'] as const) {
    const ids = allowed?.[list] ?? []
    if (ids.length > MOST_ALLOWED)
      faults.push(`allowed_mentions.${list}: ${ids.length}, at most ${MOST_ALLOWED}`)
    if (new Set(ids).size < ids.length) faults.push(`allowed_mentions.${list}: one of them twice`)
    if (ids.length > 0 && allowed?.parse?.includes(list))
      faults.push(`allowed_mentions: parse: ["${list}"] and ${list}: [ids...] are mutually exclusive`)
  }
  return faults
}

/** Returns the ids of the users and roles that a message mentions, wherever Discord would find them. */
export function mentionsIn(sent: SentMessage): { users: string[]; roles: string[] } {
  // Code contains no mentions.
  const text = textOf(sent).replace(/```[\s\S]*?```|`[^`\n]+`/g, '')
  const ids = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, id = '']) => id))]
  return { users: ids(/<@!?(\d+)>/g), roles: ids(/<@&(\d+)>/g) }
}

function textOf(sent: SentMessage): string {
  const texts = [sent.content ?? '']
  for (const { type, content } of allComponents(sent.components)) if (type === 10) texts.push(content ?? '')
  return texts.join('\n')
}

/**
 * Returns what is wrong with a message's pings: text without allowed mentions, parsing, or a mismatch between allowed
 * and mentioned. A role may be shown without being pinged.
 */
export function pingFault(sent: SentMessage): string | undefined {
  const text = textOf(sent)
  if (text.trim() === '') return undefined
  const allowed = sent.allowed_mentions
  if (!allowed?.parse) return `allowed_mentions: missing, so this could ping: ${text.slice(0, 60)}`
  if (allowed.parse.length > 0)
    return `allowed_mentions: parses ${allowed.parse.join(', ')}: ${text.slice(0, 60)}`
  const { users, roles } = mentionsIn(sent)
  const { users: allowedUsers = [], roles: allowedRoles = [] } = allowed
  const stray = users.filter((id) => !allowedUsers.includes(id))
  if (stray.length > 0) return `allowed_mentions: mentions ${stray.join(', ')} and does not allow it`
  const idle = [
    ...allowedUsers.filter((id) => !users.includes(id)),
    ...allowedRoles.filter((id) => !roles.includes(id)),
  ]
  if (idle.length > 0) return `allowed_mentions: allows ${idle.join(', ')} and does not mention them`
  return undefined
}
