import { readFileSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { ownSchema } from '../../src/integrity/schema-check.js'
import { schemaDigest } from '../../src/integrity/schema-record.js'
import type { Migrations } from '../../src/store/migrate.js'
import { digestsOfFirst } from '../support/schema-digests.js'

/**
 * Released migrations with the digest of the schema that each leaves behind. Files out there have these schemas, so a
 * line never changes. A release adds the lines of its new migrations.
 */
const released: Readonly<Record<string, string>> = JSON.parse(
  readFileSync('migrations/released.json', 'utf8'),
)
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

test('released migrations make the schema that they were released with', async () => {
  expect(released).toEqual(await digestsOfFirst(Object.keys(released).length))
})

test('from version 1.0.0 on, the first migration is released', async () => {
  const wanted = version.startsWith('0.') ? {} : await digestsOfFirst(1)
  expect(released).toMatchObject(wanted)
  expect(Object.keys(released).length > 0).toBe(!version.startsWith('0.'))
})

test('the digest changes with a comment inside a statement', async () => {
  const saying = (comment: string): Migrations => ({
    '0001_only': {
      up: async (db: Kysely<unknown>) => {
        await sql.raw(`CREATE TABLE only (id INTEGER ${comment})`).execute(db)
      },
    },
  })
  const digest = async (comment: string) => schemaDigest(await ownSchema(saying(comment)))
  expect(await digest('/* a */')).not.toBe(await digest('/* b */'))
  expect(await digest('/* a */')).toBe(await digest('/* a */'))
})
