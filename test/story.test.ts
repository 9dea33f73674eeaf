import { execFileSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { themeOf } from '../src/core/festivals.js'
import { DAY, HOUR, LOBBY, person, SECOND, World } from './support/world.js'

// The use cases in the words and order of their first description: 发红包, 收红包, 资金交易. One world goes through all of it,
// and the books are checked after each page.

let world: World
const noon = (date: string) => Date.parse(`${date}T12:00:00+08:00`)

beforeAll(async () => {
  world = await World.open({ startAt: noon('2026-02-16') })
  await world.fund(100_000, '小明', '小红')
})

afterEach(async () => {
  expect(await world.broken()).toEqual([])
})

afterAll(() => world.close())

/** 恭喜发财: lucky, 88.00 for eight, unless told otherwise. */
const redPacket = (change: Parameters<World['send']>[1] = {}) => ({
  kind: 'lucky' as const,
  total: 8800,
  count: 8,
  greeting: '恭喜发财',
  ...change,
})

describe('发红包 sending', () => {
  describe('正确发送: a member sends red packets of some amount to one or several', () => {
    test('普通红包 to one: the wallet pays, and the red packet is there to be grabbed', async () => {
      const before = await world.balance('小明')
      const sent = await world.send(
        '小明',
        redPacket({ kind: 'equal', total: 520, count: 1, chosen: [person('小红')] }),
      )
      expect(sent.balance).toBe(before - 520)
      expect(await world.details(sent.envelopeNo)).toMatchObject({
        kind: 'equal',
        audience: 'chosen',
        chosen: [{ name: '小红' }],
        state: 'open',
        count: 1,
      })
      expect(await world.grabs(sent.envelopeNo, '小红')).toEqual([520])
    })

    test('普通红包 to several: everyone gets the same', async () => {
      const { envelopeNo } = await world.send('小明', redPacket({ kind: 'equal', total: 888, count: 4 }))
      expect(await world.grabs(envelopeNo, '甲', '乙', '丙', '丁')).toEqual([222, 222, 222, 222])
      expect((await world.details(envelopeNo)).state).toBe('finished')
    })

    test('碰运气红包 to one: luck has nothing to decide', async () => {
      const { envelopeNo } = await world.send('小红', redPacket({ count: 1 }))
      expect(await world.grabs(envelopeNo, '甲')).toEqual([8800])
    })

    test('碰运气红包 to several: luck decides, and the luckiest is crowned at the end', async () => {
      const { envelopeNo } = await world.send('小红', redPacket({ count: 5, total: 8801 }))
      const amounts = await world.grabs(envelopeNo, '甲', '乙', '丙', '丁', '小红')
      expect(amounts.reduce((sum, amount) => sum + amount)).toBe(8801)
      const { claims } = await world.details(envelopeNo)
      const crowned = claims.filter((claim) => claim.luckiest)
      expect(crowned.map((claim) => claim.amount)).toEqual([Math.max(...amounts)])
    })

    test('various festivals: the day gives the red packet its theme, or the sender does', async () => {
      const days = [
        '2026-02-17',
        '2026-03-03',
        '2026-06-19',
        '2026-08-19',
        '2026-09-25',
        '2026-12-25',
        '2027-01-01',
      ]
      const themes: string[] = []
      for (const day of days) {
        world.clock.time = noon(day)
        const { envelopeNo } = await world.send('小明', redPacket())
        expect((await world.details(envelopeNo)).theme).toBe(themeOf(noon(day)))
        themes.push((await world.details(envelopeNo)).theme)
        await world.cancel('小明', envelopeNo)
      }
      expect(themes).toEqual([
        'spring_festival',
        'lantern',
        'dragon_boat',
        'qixi',
        'mid_autumn',
        'christmas',
        'new_year',
      ])
      const { envelopeNo } = await world.send('小明', redPacket({ theme: 'wedding' }))
      expect((await world.details(envelopeNo)).theme).toBe('wedding')
      await world.cancel('小明', envelopeNo)
    })
  })

  describe('余额不足: a balance is never less than the red packet', () => {
    test('the sender is told the balance and the need, and nothing is sent', async () => {
      await world.fund(100, '穷人')
      const before = world.money()
      expect(await world.trySend('穷人', redPacket({ total: 101, count: 1 }))).toMatchObject({
        kind: 'insufficient',
        balance: 100,
        needed: 101,
      })
      expect(world.money()).toEqual(before)
      expect(await world.trySend('穷人', redPacket({ total: 100, count: 1 }))).toMatchObject({
        kind: 'sent',
        balance: 0,
      })
    })
  })

  describe('红包未收: within 24 hours some is received, some is not', () => {
    test('unclaimed money goes back to the sender after 24 hours, and only that', async () => {
      const before = await world.balance('小红')
      const { envelopeNo } = await world.send('小红', redPacket())
      const grabbed = (await world.grabs(envelopeNo, '甲', '乙', '丙')).reduce((sum, amount) => sum + amount)
      world.clock.pass(DAY - 1)
      await world.app.expireEnvelopes(100)
      expect((await world.details(envelopeNo)).state).toBe('open')
      world.clock.pass(1)
      await world.app.expireEnvelopes(100)
      expect(await world.details(envelopeNo)).toMatchObject({ state: 'expired', refunded: 8800 - grabbed })
      expect(await world.balance('小红')).toBe(before - grabbed)
    })

    test('even if the program was down at that time: it goes back at the next start', async () => {
      const before = await world.balance('小明')
      const { envelopeNo } = await world.send('小明', redPacket({ kind: 'equal', total: 800 }))
      await world.grabs(envelopeNo, '甲', '乙')
      await world.stop()
      world.clock.pass(3 * DAY)
      await world.start()
      expect(await world.grab('丙', envelopeNo)).toEqual({ kind: 'expired' })
      expect(await world.app.expireEnvelopes(100)).toBe(1)
      expect(await world.details(envelopeNo)).toMatchObject({ state: 'expired', refunded: 600 })
      expect(await world.balance('小明')).toBe(before - 200)
      await world.restart()
      expect(await world.app.expireEnvelopes(100)).toBe(0)
      expect(await world.balance('小明')).toBe(before - 200)
    })
  })
})

describe('收红包 receiving', () => {
  let envelopeNo: string

  beforeAll(async () => {
    const chosen = ['甲', '乙', '丙'].map(person)
    envelopeNo = (await world.send('小红', redPacket({ count: 2, chosen, lifetime: HOUR }))).envelopeNo
  })

  test('正确收到: a click, and the amount is in the balance', async () => {
    const before = await world.balance('甲')
    const outcome = await world.grab('甲', envelopeNo)
    if (outcome.kind !== 'grabbed') throw new Error(outcome.kind)
    expect(outcome).toMatchObject({ position: 1, count: 2, balance: before + outcome.amount })
    expect(await world.balance('甲')).toBe(before + outcome.amount)
  })

  describe('异常: a click, but nothing is received', () => {
    test('by a person who is not a recipient (正确目标)', async () => {
      expect(await world.grab('丁', envelopeNo)).toEqual({ kind: 'not_chosen' })
      expect(await world.grab('小红', envelopeNo)).toEqual({ kind: 'not_chosen' })
    })

    test('by a person who already has a share', async () => {
      expect(await world.grab('甲', envelopeNo)).toMatchObject({ kind: 'already_grabbed', position: 1 })
    })

    test('by a latecomer: all shares are taken', async () => {
      world.clock.pass(SECOND)
      await world.grabs(envelopeNo, '乙')
      expect(await world.grab('丙', envelopeNo)).toEqual({ kind: 'finished' })
    })

    test("and the first click's answer stays, however often it is repeated (秒杀)", async () => {
      const race = await world.send('小红', redPacket({ kind: 'equal', total: 300, count: 3 }))
      const people = Array.from({ length: 20 }, (_, index) => `抢${index}`)
      const clicks = people.flatMap((name) =>
        [`${name}:a`, `${name}:a`, `${name}:b`].map((key) => ({ name, key })),
      )
      const answers = await Promise.all(clicks.map(({ name, key }) => world.grab(name, race.envelopeNo, key)))
      const kinds = answers.map((answer) => answer.kind)
      // Each of the first three: a share, the same answer again, and "you have one" to the other click.
      const lucky = ['grabbed', 'grabbed', 'already_grabbed']
      expect(kinds).toEqual([...lucky, ...lucky, ...lucky, ...new Array(51).fill('finished')])
      for (const name of people.slice(0, 3)) expect(await world.balance(name)).toBe(100)
    })
  })
})

describe('资金交易 money', () => {
  test('记账: each movement has an active and a passive side, and both are in the log', async () => {
    const key = world.key()
    const gift = { key, place: LOBBY, by: person('小明'), to: person('小红'), amount: 66, note: '谢谢' }
    const outcome = await world.app.transfer(gift)
    if (outcome.kind !== 'transferred') throw new Error(outcome.kind)
    const entries = await world.app.books({ place: LOBBY, limit: 2 })
    expect(entries).toMatchObject([
      { tradeNo: outcome.tradeNo, owner: '小明', flag: -1, amount: 66, desc: '谢谢', type: 'transfer' },
      { tradeNo: outcome.tradeNo, owner: '小红', flag: 1, amount: 66, desc: '谢谢', type: 'transfer' },
    ])
    expect(entries[0]?.accountNo).toBe(entries[1]?.targetAccountNo)
    expect(entries[1]?.accountNo).toBe(entries[0]?.targetAccountNo)
  })

  test('every member can read how the balance came about', async () => {
    const statement = await world.app.statement({ place: LOBBY, by: person('小红'), limit: 100 })
    if (statement.kind !== 'statement') throw new Error(statement.kind)
    const sum = statement.lines.reduce((left, line) => left + line.flag * line.amount, 0)
    expect(statement.older).toBeUndefined()
    expect(sum).toBe(statement.balance)
    expect(new Set(statement.lines.map((line) => line.type))).toEqual(
      new Set(['top_up', 'grab', 'send', 'refund', 'transfer']),
    )
  })

  test('对账: all money ever issued is in a wallet or in an open red packet', async () => {
    const report = await world.app.reconcile()
    expect(report).toMatchObject({ ok: true, at: world.clock.now() })
    expect(report.entries).toBe(2 * report.trades)
    const { 'M-1': mint = 0, ...held } = world.money().balances
    expect(Object.values(held).reduce((sum, balance) => sum + balance)).toBe(-mint)
    expect(mint).toBe(-200_100)
  })

  test('and anyone can check with a shell that no split was changed', async () => {
    const { envelopeNo, commitment } = await world.send('小红', redPacket())
    await world.grabs(envelopeNo, '甲')
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(100)
    const outcome = await world.app.verifyEnvelope({ place: LOBBY, by: person('丁'), envelopeNo })
    if (outcome.kind !== 'revealed') throw new Error(outcome.kind)
    const digest = execFileSync('sha256sum', { input: outcome.text, encoding: 'utf8' }).slice(0, 64)
    expect([outcome.holds, digest]).toEqual([true, commitment])
  })
})
