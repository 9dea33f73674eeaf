/**
 * Returns where two values differ, as a path with both sides; undefined when they are equal. Undefined counts as
 * absent, because stored answers come back without it.
 */
export function difference(actual: unknown, expected: unknown, path = ''): string | undefined {
  if (Object.is(actual, expected)) return undefined
  if (typeof actual !== 'object' || typeof expected !== 'object' || !actual || !expected)
    return `${path || 'it'} is ${JSON.stringify(actual)} and should be ${JSON.stringify(expected)}`
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length))
    return `${path || 'it'} is ${JSON.stringify(actual)} and should be ${JSON.stringify(expected)}`
  const one = actual as Record<string, unknown>
  const other = expected as Record<string, unknown>
  for (const name in other) {
    const found = difference(one[name], other[name], path ? `${path}.${name}` : name)
    if (found) return found
  }
  for (const name in one)
    if (one[name] !== undefined && !(name in other))
      return `${path ? `${path}.` : ''}${name} is ${JSON.stringify(one[name])} and should not be there`
  return undefined
}
