import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { App } from '../../src/app/app.js'
import { systemClock } from '../../src/clock.js'
import type { Place } from '../../src/core/place.js'
import { startShards } from '../../src/shards/start-shards.js'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import { StoreRefused } from '../../src/store/refused.js'
import { folderOfTest } from '../support/bot-program.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { person } from '../support/world.js'

/** Several databases of one bot, on one server. */
async function withDatabases(count = 3) {
  const urls: string[] = []
  for (let made = 0; made < count; made++) urls.push(await takeDatabase(mariadbUrl() as string))
  onTestFinished(async () => {
    for (const url of urls) await giveBack(url)
  })
  const folder = folderOfTest()
  /** Opens them as a program does. */
  const open = async (addresses = urls) => {
    const fatal: Error[] = []
    const notices: string[] = []
    const engine = await startShards(addresses, {
      file: join(folder, 'unused.db'),
      ledgerKeyFile: join(folder, 'luckymoney.key'),
      gatherMillis: 0,
      clock: systemClock,
      onFatal: (error) => fatal.push(error),
      onDamaged: (error) => fatal.push(error),
      onNotice: (notice) => notices.push(notice),
      thread: pathToFileURL(resolve('dist/engine-thread.js')),
    })
    let open = true
    const close = async () => {
      if (!open) return
      open = false
      await engine.close()
      expect(fatal).toEqual([])
    }
    onTestFinished(close)
    return { app: engine.app, notices, close }
  }
  return { urls, open }
}

/** Runs a query in one of them. */
async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const session = await MysqlSession.open(readMysqlUrl(url))
  try {
    return await session.query<Row[]>(sql)
  } finally {
    await session.query('COMMIT')
    await session.close()
  }
}

/** A group, which is its own whole, or a channel of a server. */
function group(chat: string, whole = chat): Place {
  return { platform: 'test', chat, within: { chat: whole, name: `The ${whole}` } }
}

let keys = 0
const by = (place: Place, name: string) => ({ key: `key ${++keys}`, place, by: person(name) })

async function fund(app: App, place: Place, ...names: string[]): Promise<void> {
  for (const to of names.map(person))
    expect(
      await app.topUp({ ...by(place, 'Admin'), platformAdmin: true, to, amount: 1_000, reason: 'test' }),
    ).toMatchObject({ kind: 'topped_up' })
}

async function send(app: App, place: Place, more: object = {}) {
  const sent = await app.sendEnvelope({
    ...by(place, 'Ann'),
    ...{ kind: 'equal', total: 200, count: 2, greeting: '', ...more },
  })
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  return sent.envelopeNo
}

test('two programs that place the same chats at the same moment agree, and spread them over the databases', async () => {
  const { urls, open } = await withDatabases()
  const [one, other] = [await open(), await open()]
  const places = Array.from({ length: 6 }, (_, index) => group(`channel ${index}`, `server ${index}`))
  await Promise.all(
    [...places, ...places].map((place, index) =>
      (index < places.length ? one : other).app.joinMember({ place, by: person('Ann') }),
    ),
  )
  const known = await Promise.all(
    urls.map((url) => ask<{ chat: string }>(url, `SELECT chat FROM chat WHERE chat LIKE 'channel%'`)),
  )
  expect(known.map((chats) => chats.length)).toEqual([2, 2, 2])
  expect(known.flatMap((chats) => chats.map(({ chat }) => chat)).sort()).toEqual(
    places.map(({ chat }) => chat),
  )
  // A server's other channels follow it.
  const [elsewhere] = known[2] as [{ chat: string }]
  const beside = group('beside', elsewhere.chat.replace('channel', 'server'))
  await other.app.joinMember({ place: beside, by: person('Ann') })
  expect(await ask(urls[2] as string, `SELECT 1 FROM chat WHERE chat = 'beside'`)).toHaveLength(1)
})

test('groups in different databases send, grab, expire and have their cards edited', async () => {
  const { urls, open } = await withDatabases()
  const { app } = await open()
  const places = ['a', 'b', 'c'].map((chat) => group(chat))
  const sent: string[] = []
  for (const place of places) {
    await fund(app, place, 'Ann')
    sent.push(await send(app, place))
  }
  for (const url of urls) {
    expect(await ask(url, 'SELECT id FROM envelope')).toHaveLength(1)
    await ask(url, 'UPDATE community SET min_lifetime = 1000')
  }
  /** Shows all cards, as the updater does; returns what they say. */
  const showAll = async () => {
    const cards = []
    const behind = await app.board.chatsBehind()
    for (const { platform, chat } of [behind.now, behind.soon, behind.later].flatMap(({ chats }) => chats)) {
      const card = await app.board.nextCard(platform, chat)
      if (!card) continue
      await app.board.shown(card.id, `message in ${chat}`, card.rev)
      const { envelopeNo, state, grabbedCount } = card.envelope
      cards.push({ chat, envelopeNo, state, grabbedCount })
    }
    return cards
  }
  const cardsOf = (numbers: string[], what: object) =>
    places.map(({ chat }, index) => ({ chat, envelopeNo: numbers[index], ...what }))
  expect(await showAll()).toEqual(cardsOf(sent, { state: 'open', grabbedCount: 0 }))
  expect(await showAll()).toEqual([])
  const grabs = await Promise.all(
    places.map((place, index) => app.grabShare({ ...by(place, 'Bob'), envelopeNo: sent[index] as string })),
  )
  expect(grabs.map(({ kind }) => kind)).toEqual(['grabbed', 'grabbed', 'grabbed'])
  expect(await showAll()).toEqual(cardsOf(sent, { state: 'open', grabbedCount: 1 }))
  expect(await app.pendingMessages()).toBe(0)

  const short: string[] = []
  for (const place of places) short.push(await send(app, place, { lifetime: 1_000 }))
  let expired = 0
  const expire = async () => {
    expired += await app.expireEnvelopes(10)
    return expired
  }
  await expect.poll(expire).toBe(3)
  expect(await showAll()).toEqual(cardsOf(short, { state: 'expired', grabbedCount: 0 }))
  for (const envelopeNo of sent)
    expect(await app.senderOf(envelopeNo, 'test')).toMatchObject({ user: person('Ann').user })
  const report = await app.reconcile()
  expect(report.invariants.flatMap(({ offenders }) => offenders)).toEqual([])
  // Money, two red packets, a grab and a refund each.
  expect(report).toMatchObject({ ok: true, trades: 3 * 5 })
})

test('databases in another order, or fewer of them, are refused, and one that is added must be empty', async () => {
  const { urls, open } = await withDatabases()
  const [first, second, third] = urls as [string, string, string]
  const alone = await open([first, second])
  const placed = group('old')
  await fund(alone.app, placed, 'Ann')
  await alone.close()
  await expect(open([second, first])).rejects.toThrow(StoreRefused)
  await expect(open([first])).rejects.toThrow(/is the first of 2 databases/)
  await expect(open([second])).rejects.toThrow(/is database 2 of several/)
  const more = await open([first, second, third])
  expect(await more.app.wallet({ place: placed, by: person('Ann') })).toMatchObject({ balance: 1_000 })
})
