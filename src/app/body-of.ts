/**
 * Fields that say how a command arrived and with what rights, not what it asks. Names of people and roles may change
 * between repeats of one request.
 */
const NOT_ASKED: ReadonlySet<string> = new Set([
  'key',
  'platformAdmin',
  'roles',
  'reaction',
  'told',
  'name',
  'within',
])

/**
 * Returns the body that a key is compared with: the use case and every field that is part of the request, in any order,
 * so none can be forgotten. Leaves out undefined fields, so that a new optional field changes no existing body.
 */
export function bodyOf(useCase: string, command: object): readonly unknown[] {
  return [useCase, fieldsOf(command as Readonly<Record<string, unknown>>)]
}

function fieldsOf(command: Readonly<Record<string, unknown>>): unknown[] {
  const fields: unknown[] = []
  for (const name of inOrder(Object.keys(command))) {
    const value = command[name]
    if (value === undefined || NOT_ASKED.has(name)) continue
    fields.push(name, canonical(value))
  }
  return fields
}

/** Sorts names in place, by insertion: they are few, and sort() costs every grab several times as much. */
function inOrder(names: string[]): string[] {
  for (let index = 1; index < names.length; index++) {
    const name = names[index] as string
    let place = index
    for (; place > 0 && (names[place - 1] as string) > name; place--)
      names[place] = names[place - 1] as string
    names[place] = name
  }
  return names
}

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? value.map(canonical) : fieldsOf(value as Readonly<Record<string, unknown>>)
}
