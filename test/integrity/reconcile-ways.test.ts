import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { other, unite } from '../support/linked-world.js'
import { seededRandom } from '../support/seeded-random.js'
import { asThief, foundAfterWork } from '../support/thief.js'
import { LOBBY, MINUTE, person, World } from '../support/world.js'

// Envelopes by their greetings: a draw that took place (`drawn`: Bob, Cai, Dan and Eve joined, two won), one in which Bob
// of two platforms joined once (`linked`), one to come (`to come`: Bob joined), a fair start that
// was served (`fair`: Bob, Cai and Dan tapped, two won) and one that collects (`collecting`: Cai tapped).
let world: World
let now: number

beforeAll(async () => {
  world = await World.open({ random: seededRandom(5) })
  await world.fund(10_000, 'Ann')
  const draw = async (greeting: string, count: number, lifetime = MINUTE) =>
    (await world.send('Ann', { way: 'draw', greeting, count, lifetime })).envelopeNo
  const drawn = await draw('drawn', 2)
  for (const name of ['Bob', 'Cai', 'Dan', 'Eve']) await world.grab(name, drawn)
  await unite(world, person('Bob'), other('Bob'))
  const linked = await draw('linked', 2)
  await world.app.grabShare({ key: world.key(), place: LOBBY, by: other('Bob'), envelopeNo: linked })
  const toCome = await draw('to come', 2, 2 * MINUTE)
  await world.grab('Bob', toCome)
  const fair = (await world.send('Ann', { fairStart: 1_000, greeting: 'fair', count: 2 })).envelopeNo
  const collecting = (await world.send('Ann', { fairStart: 1_000, greeting: 'collecting' })).envelopeNo
  world.app.endWaits()
  for (const name of ['Bob', 'Cai', 'Dan']) await world.grab(name, fair)
  world.clock.pass(MINUTE)
  await world.app.serveFairStarts(10)
  await world.grab('Cai', collecting)
  while ((await world.app.expireEnvelopes(10)) > 0);
  now = world.clock.now()
  await world.stop()
  world.tamper((database) => database.pragma('wal_checkpoint(TRUNCATE)'))
})

afterAll(() => world.close())

const of = (greeting: string) => `envelope = (SELECT id FROM envelope WHERE greeting = '${greeting}')`
const WINNER = `${of('drawn')} AND position = 1`
const LOSER = `${of('drawn')} AND ticket = (SELECT max(ticket) FROM entrant WHERE ${of('drawn')} AND position IS NULL)`

/** Promise, what is done, the SQL, and what reconcile must say. */
const lies: [number, string, string[], string][] = [
  [
    8,
    'two winners changed places',
    [
      `UPDATE entrant SET position = 3 WHERE ${WINNER}`,
      `UPDATE entrant SET position = 1 WHERE ${of('drawn')} AND position = 2`,
      `UPDATE entrant SET position = 2 WHERE ${of('drawn')} AND position = 3`,
    ],
    'got 2 instead of 1',
  ],
  [
    8,
    'a loser won in place of a winner',
    [`UPDATE entrant SET position = NULL WHERE ${WINNER}`, `UPDATE entrant SET position = 1 WHERE ${LOSER}`],
    'got no share instead of 1',
  ],
  [
    8,
    'a winner who was passed over without a share going to anybody',
    [`UPDATE entrant SET position = NULL, passed_over = 'frozen' WHERE ${WINNER}`],
    'share 1 of envelope',
  ],
  [
    8,
    'a salt that gives another order',
    [`UPDATE envelope SET salt = '${'0'.repeat(32)}' WHERE greeting = 'drawn'`],
    'instead of',
  ],
  [
    8,
    'a ticket that is gone',
    [`DELETE FROM entrant WHERE ${of('drawn')} AND ticket = 2`],
    'has 3 tickets up to number 4',
  ],
  [
    8,
    'a share that was won before the draw',
    [`UPDATE entrant SET position = 1 WHERE ${of('to come')}`],
    'was won without a ticket',
  ],
  [
    8,
    'a person who joined with both accounts',
    [
      `INSERT INTO entrant SELECT envelope, 2, 1, 'test', 'bob', joined_at, NULL, NULL, NULL FROM entrant WHERE ${of('linked')}`,
    ],
    'ticket 1 of envelope',
  ],
  [
    8,
    'tickets of a red packet that is simply grabbed',
    [`UPDATE envelope SET way = 'speed' WHERE greeting = 'to come'`],
    'has 1 tickets',
  ],
  [
    7,
    'a draw that was promised as a grab',
    [`UPDATE envelope SET way = 'speed' WHERE greeting = 'drawn'`],
    'has not the shares it was sealed with',
  ],
  [
    9,
    'somebody who joined at the deadline',
    [
      `UPDATE entrant SET joined_at = (SELECT deadline FROM envelope WHERE greeting = 'drawn') WHERE ${LOSER}`,
    ],
    'too late',
  ],
  [
    9,
    'a draw before its time',
    [`UPDATE envelope SET deadline = deadline + 1 WHERE greeting = 'drawn'`],
    'was drawn before the deadline',
  ],
  [
    14,
    'a ticket of another member',
    [`UPDATE entrant SET member = 1 WHERE ${LOSER}`],
    'the rows of entrant are not',
  ],
  [
    14,
    'a ticket that no longer belongs to the other account',
    ['DELETE FROM entrant_holder'],
    'the rows of entrant_holder are not',
  ],
]

describe('reconcile', () => {
  test('finds nothing in an honest world of draws', async () => {
    expect(await foundAfterWork(world, () => {}, now)).toEqual([])
  })

  test.each(lies)('invariant %i finds %s', async (invariant, _what, statements, offender) => {
    const found = await foundAfterWork(world, asThief(statements), now)
    expect(found.filter((line) => line.startsWith(`${invariant}: `)).join('\n')).toContain(offender)
  })
})
