import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { other, unite } from '../support/linked-world.js'
import { seededRandom } from '../support/seeded-random.js'
import { asThief, foundAfterWork } from '../support/thief.js'
import { HOUR, LOBBY, person, World } from '../support/world.js'

// Envelopes, named by their greetings. In `secret` Bob tried twice, once with each of two linked accounts, Cai used all
// tries, and Dan grabbed. In `wishes` Bob and Dan wished. In `drawn` Bob and Eve joined with the password.
let world: World
let now: number

beforeAll(async () => {
  world = await World.open({ random: seededRandom(7) })
  await world.fund(10_000, 'Ann')
  const password = { kind: 'password', word: 'sesame', secret: true } as const
  const secret = (await world.send('Ann', { greeting: 'secret', conditions: [password] })).envelopeNo
  const wishes = (await world.send('Ann', { greeting: 'wishes', conditions: [{ kind: 'wish_wall' }] }))
    .envelopeNo
  const drawn = (
    await world.send('Ann', { greeting: 'drawn', conditions: [password], way: 'draw', lifetime: HOUR })
  ).envelopeNo
  const say = (by: ReturnType<typeof person>, envelopeNo: string, text: string) =>
    world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo, given: { text, inPublic: false } })
  await unite(world, person('Bob'), other('Bob'))
  await say(person('Bob'), secret, 'rice')
  await say(other('Bob'), secret, 'rice')
  for (let tries = 0; tries < 5; tries++) await say(person('Cai'), secret, 'rice')
  await say(person('Dan'), secret, 'sesame')
  for (const name of ['Bob', 'Dan']) await say(person(name), wishes, `${name} wishes`)
  for (const name of ['Bob', 'Eve']) await say(person(name), drawn, 'sesame')
  world.clock.pass(HOUR)
  while ((await world.app.expireEnvelopes(10)) > 0);
  now = world.clock.now()
  await world.stop()
  world.tamper((database) => database.pragma('wal_checkpoint(TRUNCATE)'))
})

afterAll(() => world.close())

const of = (greeting: string) => `envelope = (SELECT id FROM envelope WHERE greeting = '${greeting}')`
const NEXT = `(SELECT max(number) + 1 FROM condition_answer WHERE ${of('secret')})`
const again = (user: string, accepted: 0 | 1) => `INSERT INTO condition_answer
  SELECT envelope, ${NEXT}, kind, member, platform, user, ${accepted}, text, answered_at FROM condition_answer
  WHERE ${of('secret')} AND user = '${user}' LIMIT 1`

/** Invariant, the tampering, its SQL, and the expected report. */
const lies: [number, string, string[], string][] = [
  [
    7,
    'another password',
    [`UPDATE envelope_condition SET details = '{"word":"rice","secret":true}' WHERE ${of('secret')}`],
    'does not have the shares it was sealed with',
  ],
  [
    7,
    'a password that is gone',
    ['DELETE FROM envelope_condition'],
    'does not have the shares it was sealed with',
  ],
  [
    7,
    'a condition of no kind',
    [`UPDATE envelope_condition SET kind = 'bribe' WHERE ${of('secret')}`],
    'has conditions that this program did not write',
  ],
  [7, 'a password without a word', [`UPDATE envelope_condition SET details = '{}'`], 'did not write'],
  [8, 'a sixth try', [again('cai', 0)], 'gave 6 wrong answers'],
  [8, 'a try after the right word', [again('dan', 0)], 'answered envelope'],
  [8, 'a second right answer', [again('dan', 1)], 'answered envelope'],
  [
    8,
    'a try that is gone',
    [`DELETE FROM condition_answer WHERE number = 2 AND ${of('secret')}`],
    'lacks answers',
  ],
  [
    8,
    'a share without a right answer',
    [`UPDATE condition_answer SET accepted = 0 WHERE ${of('secret')} AND user = 'dan'`],
    'was grabbed without an answer',
  ],
  [
    8,
    'a right answer of another member',
    [`UPDATE condition_answer SET member = 1 WHERE ${of('wishes')} AND user = 'dan'`],
    'was grabbed without an answer',
  ],
  [
    8,
    'a right answer that got nothing',
    [`UPDATE condition_answer SET accepted = 1 WHERE ${of('secret')} AND number = 3`],
    'has 1 grabbed shares and 2 right answers',
  ],
  [
    8,
    'a winner of a draw who was not right',
    [`UPDATE condition_answer SET accepted = 0 WHERE ${of('drawn')} AND user = 'eve'`],
    'has 2 grabbed shares and 1 right answers',
  ],
  [
    9,
    'a number of conditions that is not theirs',
    [`UPDATE envelope SET conditions = 0 WHERE greeting = 'wishes'`],
    'has 1 conditions instead of 0',
  ],
  [
    9,
    'an answer after the deadline',
    [
      `UPDATE condition_answer SET answered_at = (SELECT deadline FROM envelope WHERE greeting = 'secret') WHERE ${of('secret')}`,
    ],
    'came too late',
  ],
  [
    14,
    'a password that is no longer secret',
    [`UPDATE envelope_condition SET details = '{"word":"sesame","secret":false}' WHERE ${of('secret')}`],
    'the rows of envelope_condition are not',
  ],
  [
    14,
    'a wish in other words',
    [`UPDATE condition_answer SET text = 'rice' WHERE ${of('wishes')}`],
    'the rows of condition_answer are not',
  ],
  [
    14,
    'a try taken from the other account',
    ['DELETE FROM answer_holder'],
    'the rows of answer_holder are not',
  ],
]

describe('reconcile', () => {
  test('finds nothing in an honest world of conditions', async () => {
    expect(await foundAfterWork(world, () => {}, now)).toEqual([])
  })

  test.each(lies)('invariant %i finds %s', async (invariant, _what, statements, offender) => {
    const found = await foundAfterWork(world, asThief(statements), now)
    expect(found.filter((line) => line.startsWith(`${invariant}: `)).join('\n')).toContain(offender)
  })
})
