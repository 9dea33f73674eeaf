import type { FormField, FormView } from './reply.js'

/** Values of a form's fields: text, or the names of people. */
export type FormValues = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Writes the line that does the same as a filled-in form, as a person could have typed it. Spells out every option, so
 * that no word at the start of a text can be read as one.
 */
export function writeLine(
  { command, fields }: Pick<FormView, 'command' | 'fields'>,
  values: FormValues,
): string {
  const positional: string[] = []
  const between: string[] = []
  const keyworded: string[] = []
  const rest: string[] = []
  for (const field of fields) {
    const value = values[field.name]
    const option = field.options?.find((each) => each.value === value)
    if (field.rest) rest.push(textOf(value))
    else if (option?.ahead) between.push(option.typed)
    else if (field.kind === 'choice' || field.keyword !== undefined) keyworded.push(wordsFor(field, value))
    else positional.push(field.kind === 'member' ? mentions(value) : (option?.typed ?? textOf(value)))
  }
  const [first = '', ...others] = positional
  return [command, first, ...between, ...others, ...keyworded, ...rest]
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .join(' ')
}

function wordsFor(field: FormField, value: FormValues[string]): string {
  const { keyword = '', kind, options = [], ends = '' } = field
  const typed = options.find((option) => option.value === value)?.typed ?? textOf(value)
  if (kind === 'flag') return value === 'yes' ? keyword : ''
  if (kind === 'people') {
    const everyone = options[0]?.typed ?? ''
    return `${keyword} ${value === undefined || value.length === 0 ? everyone : mentions(value)}`
  }
  return typed === '' ? '' : `${keyword} ${field.quoted && /\s/.test(typed) ? `"${typed}"` : typed}${ends}`
}

function textOf(value: FormValues[string]): string {
  return typeof value === 'string' ? value : ''
}

function mentions(value: FormValues[string]): string {
  return (typeof value === 'string' ? [value] : (value ?? [])).map((name) => `@${name}`).join(' ')
}
