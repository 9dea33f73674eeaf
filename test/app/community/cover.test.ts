import { expect, test } from 'vitest'
import { openWorld, person } from '../../support/world.js'

const jpeg = (...more: number[]) => Uint8Array.of(0xff, 0xd8, ...more, 0xff, 0xd9)

async function open() {
  const world = await openWorld()
  const by = person('Admin')
  const set = (picture: Uint8Array, place = world.place) =>
    world.app.setCover({ key: world.key(), place, by, platformAdmin: true, picture })
  const shown = async (place = world.place) => {
    const outcome = await world.app.cover({ place, by })
    return outcome.kind === 'cover' ? [...outcome.picture] : outcome.kind
  }
  return { world, by, set, shown }
}

test('a cover takes the place of the one before, in its own community only', async () => {
  const { world, set, shown } = await open()
  const elsewhere = await world.foundElsewhere()
  await set(jpeg(0, 255, 10))
  await set(jpeg(7))
  await set(jpeg(8), elsewhere)
  expect([await shown(), await shown(elsewhere)]).toEqual([[...jpeg(7)], [...jpeg(8)]])
  expect(await world.broken()).toEqual([])
})

test('a removed cover is gone', async () => {
  const { world, by, set, shown } = await open()
  const remove = () =>
    world.app.removeCover({ key: world.key(), place: world.place, by, platformAdmin: true })
  await set(jpeg(7))
  expect([(await remove()).kind, (await remove()).kind, await shown()]).toEqual([
    'cover_removed',
    'no_cover',
    'no_cover',
  ])
  expect(await world.broken()).toEqual([])
})

test('a stored picture that was changed is not shown, and reconcile says so', async () => {
  const { world, set, shown } = await open()
  await set(jpeg(7))
  world.tamper((database) => database.exec(`UPDATE community_cover SET picture = x'ffd8'`))
  expect(await shown()).toBe('no_cover')
  expect(await world.broken()).toEqual([expect.stringContaining('community_cover')])
})

test('another picture under the same key is refused', async () => {
  const { world, by, shown } = await open()
  const set = (picture: Uint8Array) =>
    world.app.setCover({ key: 'same', place: world.place, by, platformAdmin: true, picture })
  expect([(await set(jpeg(1))).kind, (await set(jpeg(1))).kind, (await set(jpeg(2))).kind]).toEqual([
    'cover_set',
    'cover_set',
    'key_reused',
  ])
  expect(await shown()).toEqual([...jpeg(1)])
})
