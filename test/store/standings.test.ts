import { describe, expect, test } from 'vitest'
import type { Board } from '../../src/app/community/leaderboard.js'
import { type Period, periodStart } from '../../src/core/periods.js'
import { TRADES_A_COUNT } from '../../src/store/standings.js'
import { CommandChat, textOf } from '../support/command-chat.js'
import { other, unite, unlinkPerson } from '../support/linked-world.js'
import { seededRandom } from '../support/seeded-random.js'
import { asThief } from '../support/thief.js'
import { DAY, HOUR, LOBBY, openWorld, person, type World } from '../support/world.js'

const BOARDS: readonly Board[] = ['sent', 'received', 'luckiest']
const PERIODS: readonly Period[] = ['week', 'month', 'ever']

/** Computes one board with a query over all history. */
function counted(world: World, board: Board, period: Period): unknown[] {
  const since = periodStart(period, world.clock.now())
  const events = {
    sent: `SELECT sender AS doer, CASE state WHEN 'open' THEN total ELSE grabbed_total END AS score, 0 AS amount
           FROM envelope WHERE created_at >= @since`,
    received: `SELECT claimer AS doer, amount AS score, 0 AS amount FROM share WHERE claimed_at >= @since`,
    luckiest: `SELECT claimer AS doer, 1 AS score, amount FROM
                 (SELECT s.*, row_number() OVER (PARTITION BY envelope ORDER BY s.amount DESC, position) AS rank
                  FROM share s JOIN envelope e ON e.id = s.envelope
                  WHERE e.kind = 'lucky' AND e.ended_at >= @since AND e.grabbed_count > 1 AND claimer IS NOT NULL)
               WHERE rank = 1`,
  }[board]
  return world.tamper((database) =>
    database
      .prepare(
        `SELECT m.id AS member, m.name, sum(score) AS score, count(*) AS times
         FROM (${events}) JOIN member d ON d.id = doer JOIN member m ON m.id = coalesce(d.merged_into, d.id)
         GROUP BY m.id HAVING sum(score) > 0 ORDER BY sum(score) DESC, sum(amount) DESC, m.id LIMIT 10`,
      )
      .all({ since }),
  )
}

async function expectAllBoards(world: World): Promise<void> {
  for (const board of BOARDS)
    for (const period of PERIODS) {
      const outcome = await world.app.leaderboard({ place: LOBBY, by: person('Ann'), board, period })
      if (outcome.kind !== 'leaderboard') throw new Error(outcome.kind)
      expect(outcome.ranks, `${board} ${period}`).toEqual(counted(world, board, period))
    }
}

test('sending the same money around until the sum exceeds 2^53 breaks neither the boards nor the books', async () => {
  const chat = await CommandChat.open()
  const { world } = chat
  await world.fund(10_000, 'Ann', 'Bob')
  for (let sent = 0; sent < 10; sent++) {
    const { envelopeNo } = await world.send('Ann', { total: 999, count: 2, kind: 'lucky' })
    await world.grabs(envelopeNo, 'Ann', 'Bob')
  }
  // Equivalent to nine thousand red packets of the maximum amount, scaled down.
  world.tamper(
    asThief([
      'UPDATE trade SET amount = amount * 1000000000007 WHERE envelope IS NOT NULL',
      'UPDATE envelope SET total = total * 1000000000007, grabbed_total = grabbed_total * 1000000000007',
      'UPDATE share SET amount = amount * 1000000000007',
    ]),
  )
  for (const board of BOARDS)
    expect(textOf(await chat.line('Ann', `/leaderboard ${board} ever`))).toContain('Ann')
  expect((await world.broken()).filter((line) => line.includes('standing'))).toEqual([])
})

describe('the figures of the leaderboards', () => {
  test.each([1, 2, 3, 4])('match the history, whoever is linked when (seed %i)', async (seed) => {
    const world = await openWorld()
    const random = seededRandom(seed)
    const pick = <One>(list: readonly One[]) => list[random.below(list.length)] as One
    const people = ['Ann', 'Bob', 'Cai', 'Dan'].flatMap((name) => [person(name), other(name)])
    for (const by of people) await world.app.joinMember({ place: LOBBY, by })
    await world.fund(1_000_000, 'Ann', 'Bob', 'Cai', 'Dan')
    const nos: string[] = []
    for (let step = 0; step < 150; step++) {
      const [by, to] = [pick(people), pick(people)]
      switch (random.below(9)) {
        case 0:
        case 1: {
          const count = 1 + random.below(3)
          const sent = await world.trySend('', {
            by,
            count,
            total: count * (1 + random.below(500)),
            lifetime: 5 * HOUR,
          })
          if (sent.kind === 'sent') nos.push(sent.envelopeNo)
          break
        }
        case 2:
        case 3:
        case 4:
          for (const envelopeNo of nos.slice(-3))
            await world.app.grabShare({ key: world.key(), place: LOBBY, by, envelopeNo })
          break
        case 5:
          if (nos.length > 0)
            await world.app.cancelEnvelope({ key: world.key(), place: LOBBY, by, envelopeNo: pick(nos) })
          break
        case 6:
          world.clock.pass(random.below(10) === 0 ? 9 * DAY : HOUR)
          await world.app.expireEnvelopes(100)
          break
        case 7: {
          const { code } = await world.app.makePersonCode({ key: world.key(), by })
          await world.app.linkPeople({ key: world.key(), by: to, code })
          break
        }
        case 8:
          await unlinkPerson(world, by)
          break
      }
      if (step % 15 === 14) await expectAllBoards(world)
    }
    expect(await world.broken()).toEqual([])
  })

  test('count a rush in slices, with other plans in between', async () => {
    const world = await openWorld()
    await world.fund(100_000, 'Ann')
    const turns = TRADES_A_COUNT * 2
    for (let sent = 0; sent < turns / 50; sent++) {
      const { envelopeNo } = await world.send('Ann', { kind: 'equal', total: 50, count: 50 })
      await world.grabs(envelopeNo, ...Array.from({ length: 50 }, (_, index) => `Member${index}`))
    }
    expect(await world.broken()).toEqual([])
    const order: string[] = []
    const query = { place: LOBBY, by: person('Ann'), board: 'received', period: 'ever' } as const
    const asked = world.app.leaderboard(query).then(() => order.push('leaderboard'))
    const wallet = world.app.wallet({ place: LOBBY, by: person('Bob') }).then(() => order.push('wallet'))
    await Promise.all([asked, wallet])
    expect(order).toEqual(['wallet', 'leaderboard'])
    await expectAllBoards(world)
  })

  test('are counted automatically once much has happened, and on demand when little is left', async () => {
    const world = await openWorld()
    await world.fund(100_000, 'Ann')
    const upto = () =>
      world.tamper((database) => database.prepare('SELECT trade_no FROM standing_upto').pluck().get())
    await world.app.countForLeaderboards()
    expect(upto()).toBe(0)
    for (let sent = 0; sent < TRADES_A_COUNT; sent++) await world.fund(1, 'Ann')
    await world.app.countForLeaderboards()
    expect(upto()).toBe(TRADES_A_COUNT)
    await world.stop()
    await world.start()
    await expectAllBoards(world)
    expect(upto()).toBe(TRADES_A_COUNT + 1)
  })

  test('stay with a member who is linked to others and unlinked again', async () => {
    const world = await openWorld()
    await world.fund(10_000, 'Ann')
    await unite(world, person('Bob'), other('Bob'))
    const first = await world.send('Ann', { count: 2 })
    await world.grabs(first.envelopeNo, 'Bob', 'Cai')
    await expectAllBoards(world)
    await unlinkPerson(world, person('Bob'))
    await expectAllBoards(world)
    expect(await world.broken()).toEqual([])
  })
})
