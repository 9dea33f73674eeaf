import { ownSchema } from '../../src/integrity/schema-check.js'
import { schemaDigest } from '../../src/integrity/schema-record.js'
import { MIGRATIONS, type Migrations } from '../../src/store/migrate.js'

/** The program's migrations in their order. */
export const NAMES = Object.keys(MIGRATIONS).sort()

/** Resolves with the digest of the schema that each of the program's first `count` migrations leaves behind. */
export async function digestsOfFirst(count: number): Promise<Record<string, string>> {
  const digests = NAMES.slice(0, count).map(async (name, index) => {
    const first = NAMES.slice(0, index + 1).map((each) => [each, MIGRATIONS[each]])
    return [name, schemaDigest(await ownSchema(Object.fromEntries(first) as Migrations))]
  })
  return Object.fromEntries(await Promise.all(digests))
}
