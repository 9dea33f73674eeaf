import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { other, unite } from '../support/linked-world.js'
import { seededRandom } from '../support/seeded-random.js'
import { asThief, foundAfterWork } from '../support/thief.js'
import { LOBBY, MINUTE, person, World } from '../support/world.js'

// Envelopes, named by their greetings. Draws: `drawn` has run (Bob, Cai, Dan and Eve joined, two won), in `linked` Bob
// joined once with two accounts, `to come` hasn't run (Bob joined). Fair starts: `fair` was served (Bob, Cai and Dan
// tapped, two won), `collecting` is still open (Cai tapped). Shake: in `shaken` five people used their tries or won, and one of four won
// all of `emptied`.
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
  const shaken = (await world.send('Ann', { way: 'shake', greeting: 'shaken', count: 40 })).envelopeNo
  const emptied = (await world.send('Ann', { way: 'shake', greeting: 'emptied', count: 1 })).envelopeNo
  // Ten tries: one of them wins.
  for (const name of ['Gus', 'Hal', 'Ida', 'Jim'])
    for (let tries = 0; tries < 3; tries++) await world.grab(name, emptied)
  world.app.endWaits()
  for (const name of ['Bob', 'Cai', 'Dan', 'Eve', 'Fay'])
    for (let tries = 0; tries < 3; tries++) await world.grab(name, shaken)
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

const MISSED = `${of('shaken')} AND position IS NULL`
const LUCKLESS = `(SELECT ticket FROM entrant WHERE ${MISSED} LIMIT 1)`

/** Invariant, the tampering, its SQL, and the expected report. */
const lies: [number, string, string[], string][] = [
  [
    8,
    'two winners in swapped places',
    [
      `UPDATE entrant SET position = 3 WHERE ${WINNER}`,
      `UPDATE entrant SET position = 1 WHERE ${of('drawn')} AND position = 2`,
      `UPDATE entrant SET position = 2 WHERE ${of('drawn')} AND position = 3`,
    ],
    'got 2 instead of 1',
  ],
  [
    8,
    'a loser in place of a winner',
    [`UPDATE entrant SET position = NULL WHERE ${WINNER}`, `UPDATE entrant SET position = 1 WHERE ${LOSER}`],
    'got no share instead of 1',
  ],
  [
    8,
    'a winner passed over with the share left unclaimed',
    [`UPDATE entrant SET position = NULL, passed_over = 'frozen' WHERE ${WINNER}`],
    'share 1 of envelope',
  ],
  [
    8,
    'a salt that gives a different order',
    [`UPDATE envelope SET salt = '${'0'.repeat(32)}' WHERE greeting = 'drawn'`],
    'instead of',
  ],
  [
    8,
    'a missing ticket',
    [`DELETE FROM entrant WHERE ${of('drawn')} AND ticket = 2`],
    'has 3 tickets up to number 4',
  ],
  [
    8,
    'a share won before the draw',
    [`UPDATE entrant SET position = 1 WHERE ${of('to come')}`],
    'was won without a ticket',
  ],
  [
    8,
    'a person who joined with two accounts',
    [
      `INSERT INTO entrant SELECT envelope, 2, 1, 'test', 'bob', joined_at, NULL, NULL, NULL, NULL FROM entrant WHERE ${of('linked')}`,
    ],
    'ticket 1 of envelope',
  ],
  [
    8,
    'tickets for a first come, first served red packet',
    [`UPDATE envelope SET way = 'speed' WHERE greeting = 'to come'`],
    'has 1 tickets',
  ],
  [
    7,
    'a draw committed as first come, first served',
    [`UPDATE envelope SET way = 'speed' WHERE greeting = 'drawn'`],
    'does not have the shares it was sealed with',
  ],
  [
    9,
    'an entrant who joined at the deadline',
    [
      `UPDATE entrant SET joined_at = (SELECT deadline FROM envelope WHERE greeting = 'drawn') WHERE ${LOSER}`,
    ],
    'too late',
  ],
  [
    9,
    'a draw held too early',
    [`UPDATE envelope SET deadline = deadline + 1 WHERE greeting = 'drawn'`],
    'was drawn before the deadline',
  ],
  [
    8,
    'a fair start served in the wrong order',
    [
      `UPDATE entrant SET position = 3 WHERE ${of('fair')} AND position = 1`,
      `UPDATE entrant SET position = 1 WHERE ${of('fair')} AND position = 2`,
      `UPDATE entrant SET position = 2 WHERE ${of('fair')} AND position = 3`,
    ],
    'got 2 instead of 1',
  ],
  [
    8,
    'a fair start served without giving out a share',
    [`UPDATE fair_start SET served = 1 WHERE ${of('collecting')}`],
    'got no share instead of 1',
  ],
  [
    9,
    'a share grabbed before its fair start ended',
    [`UPDATE fair_start SET ends_at = ends_at + 60000, window = 90000 WHERE ${of('fair')}`],
    'was grabbed before its fair start had ended',
  ],
  [
    9,
    'a share of a fair start whose taps are still waiting',
    [`UPDATE fair_start SET served = 0 WHERE ${of('fair')}`],
    'was grabbed before its fair start had ended',
  ],
  [
    9,
    'an entrant who joined after the fair start’s window',
    [`UPDATE entrant SET joined_at = joined_at + 1000 WHERE ${of('fair')} AND ticket = 2`],
    'out of its window',
  ],
  [9, 'a fair start that is gone', [`DELETE FROM fair_start WHERE ${of('fair')}`], 'has no fair start'],
  [
    7,
    'a window that was not committed',
    [`UPDATE fair_start SET window = 2000 WHERE ${of('fair')}`],
    'does not have the shares it was sealed with',
  ],
  [
    8,
    'wins that are not on the tape',
    [`UPDATE envelope_way SET details = '{"wins":[121]}' WHERE ${of('shaken')}`],
    'instead of none',
  ],
  [
    8,
    'a try that should have won',
    [
      `UPDATE envelope_way SET details = json_insert(details, '$.wins[#]', (SELECT min(number) FROM shake_try WHERE ${MISSED}))
       WHERE ${of('shaken')}`,
    ],
    'won no share instead of',
  ],
  [
    8,
    'a fourth try',
    [
      `INSERT INTO shake_try
       SELECT envelope, (SELECT max(number) + 1 FROM shake_try WHERE ${of('shaken')}), ticket, NULL, tried_at
       FROM shake_try WHERE ${MISSED} AND ticket = ${LUCKLESS} LIMIT 1`,
    ],
    'has more than 3 tries',
  ],
  [
    8,
    'a try after a win',
    [
      `INSERT INTO shake_try
       SELECT envelope, (SELECT max(number) + 1 FROM shake_try WHERE ${of('shaken')}), ticket, NULL, tried_at
       FROM shake_try WHERE ${of('shaken')} AND position = 1`,
    ],
    'tried again after it had won',
  ],
  [8, 'a try that is gone', [`DELETE FROM shake_try WHERE ${of('shaken')} AND number = 2`], 'is its try 2'],
  [
    8,
    'a share that its try’s ticket did not win',
    [`UPDATE entrant SET position = NULL WHERE ${of('shaken')} AND position = 1`],
    'its ticket none',
  ],
  [
    9,
    'a try after the last win',
    [
      `INSERT INTO shake_try SELECT envelope, max(number) + 1, max(ticket), NULL, max(tried_at) FROM shake_try
       WHERE ${of('emptied')} GROUP BY envelope`,
    ],
    'came too late',
  ],
  [
    9,
    'a try after the deadline',
    [
      `UPDATE shake_try SET tried_at = (SELECT deadline FROM envelope WHERE greeting = 'shaken') WHERE ${MISSED}`,
    ],
    'came too late',
  ],
  [9, 'a tape that is gone', ['DELETE FROM envelope_way'], 'lacks the details of its way'],
  [
    7,
    'a tape that was not committed',
    [`UPDATE envelope_way SET details = json_insert(details, '$.wins[#]', 121)`],
    'does not have the shares it was sealed with',
  ],
  [
    14,
    'a try moved to another ticket',
    [`UPDATE shake_try SET ticket = ticket + 1 WHERE ${MISSED}`],
    'the rows of shake_try are not',
  ],
  [
    14,
    'a ticket moved to another member',
    [`UPDATE entrant SET member = 1 WHERE ${LOSER}`],
    'the rows of entrant are not',
  ],
  [
    14,
    'a ticket taken from the other account',
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
