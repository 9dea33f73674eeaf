/**
 * Fields of a command that say how it came and by what right, not what is asked. Names of people and roles change without
 * the request being another.
 */
const NOT_ASKED: ReadonlySet<string> = new Set(['key', 'platformAdmin', 'roles', 'name', 'within'])

/**
 * Returns the body that a key is compared with: the use case and every field that is asked, in any order, so that none can
 * be forgotten. A field that is not given is left out, so that a new optional one changes no body.
 */
export function bodyOf(useCase: string, command: object): readonly unknown[] {
  return [useCase, fieldsOf(command as Readonly<Record<string, unknown>>)]
}

function fieldsOf(command: Readonly<Record<string, unknown>>): unknown[] {
  const fields: unknown[] = []
  for (const name of Object.keys(command).sort()) {
    const value = command[name]
    if (value === undefined || NOT_ASKED.has(name)) continue
    fields.push(name, canonical(value))
  }
  return fields
}

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? value.map(canonical) : fieldsOf(value as Readonly<Record<string, unknown>>)
}
