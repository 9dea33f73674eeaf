import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type Database from '../../src/store/sqlite-library.js'
import { found, fundAt, GROUP, link, other, unite } from '../support/linked-world.js'
import { asThief, foundAfterWork } from '../support/thief.js'
import { LOBBY, person, World } from '../support/world.js'

// In the lobby Ann (W-2) also acts for Ann of the other platform (W-5), who grabbed from `before`; so did the unlinked
// Bob. The group, community 2, is linked to the lobby; the side room is part of the group. The hall, community 3, is
// linked to nothing; the old room moved to the new room.
let world: World
let now: number

beforeAll(async () => {
  world = await World.open()
  await world.fund(10_000, 'Ann', 'Bob')
  await fundAt(world, LOBBY, other('Ann'), 500)
  const { envelopeNo } = await world.send('Bob', { greeting: 'before' })
  await world.app.grabShare({ key: world.key(), place: LOBBY, by: other('Ann'), envelopeNo })
  await unite(world, person('Ann'), other('Ann'))
  const after = await world.send('Bob', { greeting: 'after' })
  await world.grabs(after.envelopeNo, 'Ann', 'Bob')
  await found(world)
  await fundAt(world, GROUP, other('Zoe'), 700)
  await link(world)
  await world.app.enterChat({ place: { platform: 'other', chat: 'side room' }, within: GROUP, name: 'x' })
  await world.foundElsewhere('old room')
  await world.app.migrateChat({ platform: 'test', from: 'old room', to: 'new room' })
  now = world.clock.now()
  await world.stop()
  world.tamper((database) => database.pragma('wal_checkpoint(TRUNCATE)'))
})

afterAll(() => world.close())

const foundAfter = (work: (database: Database.Database) => void) => foundAfterWork(world, work, now)

const shareOf = (greeting: string, position: number) =>
  `envelope = (SELECT id FROM envelope WHERE greeting = '${greeting}') AND position = ${position}`

/** Invariant, manipulation, its SQL, and what reconcile must report. */
const lies: [number, string, string[], string][] = [
  [
    8,
    'a share grabbed by a merged member',
    ['UPDATE member SET merged_after = 1 WHERE id = 5'],
    'member 5 grabbed envelope',
  ],
  [
    8,
    'a second share for one person',
    [`UPDATE share SET claimer = 2, claimed_at = 5, trade_no = 99 WHERE ${shareOf('before', 2)}`],
    'for which member 5 has a share',
  ],
  [
    8,
    'a share beside one that was grabbed for both',
    [
      `UPDATE member SET merged_into = NULL, merged_after = NULL WHERE id = 5`,
      `UPDATE share SET claimer = 5, claimed_at = 5, trade_no = 99 WHERE ${shareOf('after', 3)}`,
    ],
    'person ann of other has share 1 and share 3 of envelope',
  ],
  [
    8,
    'a share with another holder',
    [`UPDATE share SET claimer = 1 WHERE ${shareOf('after', 1)}`],
    'belongs to others than who grabbed it',
  ],
  [
    13,
    'a member who is merged into one of another community',
    ['UPDATE member SET merged_into = (SELECT min(id) FROM member WHERE community = 2) WHERE id = 5'],
    'member 5 is not rightly merged',
  ],
  [
    13,
    'a chain of merged members',
    ['UPDATE member SET merged_into = 3, merged_after = 1 WHERE id = 2'],
    'member 5 is not rightly merged into member 2',
  ],
  [
    13,
    'a grab that does not look at those who are merged',
    ['UPDATE member SET represents_others = 0 WHERE id = 2'],
    'member 5 is not rightly merged into member 2',
  ],
  [
    13,
    'a merged member of nobody',
    [`UPDATE identity SET original_member = NULL WHERE original_member = 5`],
    'member 5 is not rightly merged into member 2',
  ],
  [
    13,
    'an identity that acts as a merged member',
    [`UPDATE identity SET member = 5, original_member = NULL WHERE original_member = 5`],
    'person ann of other acts as member 5, who is merged into another',
  ],
  [
    13,
    'an identity whose original member represents itself',
    ['UPDATE member SET merged_into = NULL, merged_after = NULL WHERE id = 5'],
    'person ann of other acts as member 2, who is merged into another',
  ],
  [
    13,
    'money that stayed in a merged wallet',
    [`UPDATE account SET balance = 7 WHERE account_no = 'W-5'`],
    'account W-5 of a merged member has 7',
  ],
  [
    13,
    'a person who is two members',
    [`INSERT INTO person_identity SELECT 'test', 'bob', 'Bob', person, 1 FROM person_identity LIMIT 1`],
    'person 1 is 2 members of community 1',
  ],
  [
    13,
    'a stranger who acts as a member',
    [`DELETE FROM person_identity WHERE platform = 'other'`],
    'person ann of other shares member 2 with a stranger',
  ],
  [
    13,
    'a chat moved into another community',
    [`UPDATE chat SET community = 3 WHERE chat = 'side room'`],
    'chat side room of other is in community 3 without a link',
  ],
  [
    13,
    'a link that ended and left its chats behind',
    ['UPDATE link SET unlinked_at = 1, unlinked_by = 1'],
    'chat group of other is in community 1 without a link',
  ],
  [
    13,
    'a chat of a linked community that stayed there',
    [`UPDATE chat SET community = 2, origin = NULL WHERE chat = 'side room'`],
    'community 2 lives in 1 and in chats of its own',
  ],
  [
    13,
    'money that stayed in a linked community',
    [`UPDATE account SET balance = -5 WHERE account_no = 'M-2'`],
    'community 2 lives in 1 and has money of its own: M-2 has -5',
  ],
  [
    13,
    'a place of the host elsewhere',
    [`UPDATE link SET host_chat = 'group', host_platform = 'other'`],
    'link 1 has its places in other communities',
  ],
  [
    13,
    'a place of the guest elsewhere',
    [`UPDATE link SET joined_chat = 'lobby', joined_platform = 'test'`],
    'link 1 has its places in other communities',
  ],
  [
    13,
    'money on its way while it can be grabbed',
    [
      `INSERT INTO community_move (kind, from_community, to_community, by_platform, by_user, by_name, started_at)
       VALUES ('unlink', 3, 1, 'test', 'bob', 'Bob', 5)`,
    ],
    'community 1 has red packet',
  ],
  [
    13,
    'an old chat that leads into another community',
    [`UPDATE chat SET moved_to = 'lobby' WHERE chat = 'old room'`],
    'chat old room of test moved to lobby, which is elsewhere',
  ],
  [
    14,
    'a community that may be linked twice',
    ['DROP INDEX link_joined_once'],
    'index link_joined_once is missing',
  ],
]

test('an untouched world keeps every invariant, linked or not', async () => {
  expect(await foundAfter(() => {})).toEqual([])
})

describe('reconcile reports', () => {
  test.each(lies)('%i: %s', async (invariant, _, statements, offender) => {
    const lines = await foundAfter(asThief(statements))
    const named = lines.filter((line) => line.startsWith(`${invariant}: `) && line.includes(offender))
    expect(named, `found instead:\n${lines.join('\n')}`).not.toEqual([])
  })
})
