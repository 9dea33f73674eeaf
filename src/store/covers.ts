import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { build, one, type Plan, run, statement } from './plan.js'

// Pictures travel as hexadecimal text, which both dialects store as bytes.
const insertCover = statement<{ community: number; picture: string; at: number }>()((arg) =>
  build.insertInto('community_cover').values({
    community: arg('community'),
    picture: sql<Uint8Array>`unhex(${arg('picture')})`,
    created_at: arg('at'),
  }),
)

const deleteCover = statement<{ community: number }>()((arg) =>
  build.deleteFrom('community_cover').where('community', '=', arg('community')),
)

const selectCover = statement<{ community: number }>()((arg) =>
  build
    .selectFrom('community_cover')
    .select(sql<string>`lower(hex(picture))`.as('picture'))
    .where('community', '=', arg('community')),
)

const updateDigest = statement<{ community: number; digest: string | null }>()((arg) =>
  build
    .updateTable('community')
    .set({ cover: arg('digest') })
    .where('id', '=', arg('community')),
)

/** Returns the digest by which a picture is known. */
export function digestOf(picture: Uint8Array): string {
  return hash('sha256', picture, 'hex')
}

/** Stores a community's own cover in place of the one that it has. */
export function* putCover(community: number, picture: Uint8Array, at: number): Plan<void> {
  yield* run(deleteCover, { community })
  yield* run(insertCover, { community, picture: Buffer.from(picture).toString('hex'), at })
  yield* run(updateDigest, { community, digest: digestOf(picture) })
}

/** Deletes a community's own cover. */
export function* dropCover(community: number): Plan<void> {
  yield* run(deleteCover, { community })
  yield* run(updateDigest, { community, digest: null })
}

/** Returns a community's own cover; undefined when it has none, or not the one with this digest. */
export function* coverWith(community: number, digest: string): Plan<Uint8Array | undefined> {
  const row = yield* one(selectCover, { community })
  const picture = row && Uint8Array.from(Buffer.from(row.picture, 'hex'))
  return picture && digestOf(picture) === digest ? picture : undefined
}
