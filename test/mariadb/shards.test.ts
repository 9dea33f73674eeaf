import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { App, DatabaseApp } from '../../src/app/app.js'
import { systemClock } from '../../src/clock.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import { idAcross } from '../../src/core/row-across.js'
import { Database } from '../../src/shards/database.js'
import { Placements } from '../../src/shards/placements.js'
import { createRouter } from '../../src/shards/router.js'
import { ROUTES } from '../../src/shards/routes.js'
import { startShards } from '../../src/shards/start-shards.js'
import { StoreBusy } from '../../src/store/engine.js'
import { MysqlSession, readMysqlUrl } from '../../src/store/mysql-session.js'
import { StoreRefused } from '../../src/store/refused.js'
import { startEngine } from '../../src/thread/start-engine.js'
import { folderOfTest, startBotProgram } from '../support/bot-program.js'
import { other } from '../support/linked-world.js'
import { startMariadb } from '../support/mariadb.js'
import { giveBack, newDatabase, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import type { FakeChat } from '../support/telegram/chat.js'
import { startFakeTelegram } from '../support/telegram/fake-telegram.js'
import type { FakeMessage } from '../support/telegram/message.js'
import { person } from '../support/world.js'

/** Several databases of one bot, on one server. */
async function withDatabases(count = 2) {
  const urls: string[] = []
  for (let made = 0; made < count; made++) urls.push(await takeDatabase(mariadbUrl() as string))
  onTestFinished(async () => {
    for (const url of urls) await giveBack(url)
  })
  const folder = folderOfTest()
  const fatal: Error[] = []
  const notices: string[] = []
  const options = {
    file: join(folder, 'unused.db'),
    ledgerKeyFile: join(folder, 'luckymoney.key'),
    gatherMillis: 0,
    clock: systemClock,
    onFatal: (error: Error) => fatal.push(error),
    onDamaged: (error: Error) => fatal.push(error),
    onNotice: (notice: string) => notices.push(notice),
    thread: pathToFileURL(resolve('dist/engine-thread.js')),
  }
  const closing = <Opened extends { close(): Promise<void> }>(opened: Opened): Opened => {
    let open = true
    const close = async () => {
      if (!open) return
      open = false
      await opened.close()
      expect(fatal).toEqual([])
    }
    onTestFinished(close)
    return { ...opened, close }
  }
  /** Opens them as a program does. */
  const open = async (addresses = urls) => closing(await startShards(addresses, options))
  /** Opens one of them. */
  const openOne = async (no: number) =>
    closing(await startEngine({ ...options, url: urls[no - 1] as string, database: { no, of: urls.length } }))
  return { urls, open, openOne, notices }
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

/** Returns a group, which is its own whole, or a channel of a server. */
function group(chat: string, whole = chat): Place {
  return { platform: 'test', chat, within: { chat: whole, name: `The ${whole}` } }
}

let keys = 0
const by = (place: Place, name: string) => ({ key: `key ${++keys}`, place, by: person(name) })

async function fund(app: App, place: Place, ...people: Person[]): Promise<void> {
  for (const to of people)
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

test('two programs that place the same chats at the same moment agree and spread them over the databases', async () => {
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
  expect(known.map((chats) => chats.length)).toEqual([3, 3])
  expect(known.flatMap((chats) => chats.map(({ chat }) => chat)).sort()).toEqual(
    places.map(({ chat }) => chat),
  )
  // A server's other channels follow it.
  const [elsewhere] = known[1] as [{ chat: string }]
  const beside = group('beside', elsewhere.chat.replace('channel', 'server'))
  await other.app.joinMember({ place: beside, by: person('Ann') })
  expect(await ask(urls[1] as string, `SELECT 1 FROM chat WHERE chat = 'beside'`)).toHaveLength(1)
})

test('places a chat at its first command even during another lookup of it', async () => {
  const { urls, open } = await withDatabases(2)
  const { app } = await open()
  const place = group('new')
  const { platform, chat } = place
  await Promise.all([app.themeAt({ platform, chat }), fund(app, place, person('Ann'))])
  // A standby that opened the databases before would found the chat again, elsewhere.
  expect(await ask(urls[0] as string, 'SELECT chat, database_no AS no FROM placement')).toEqual([
    { chat, no: 1 },
  ])
})

test('places the next chat after a failed count, and asks the list when a late answer contradicts what it remembers', async () => {
  const { openOne } = await withDatabases(1)
  const engine = await openOne(1)
  const database = (no: number) =>
    new Database({ no, open: async () => engine, onOpen: async () => {}, onNotice: () => {} }, engine.app)
  const [first, second] = [database(1), database(2)]
  const placements = new Placements([first, second])
  const chat = { platform: 'test', chat: 'new' }
  await expect(placements.placed(chat, chat)).rejects.toThrow(StoreBusy)
  await first.open()
  expect(await placements.placed(chat, chat)).toBe(first)

  let move = (_: boolean) => {}
  const moved = new Promise<boolean>((resolve) => (move = resolve))
  const moving = placements.moveAll([chat], first, second, () => moved)
  placements.learn(chat, 1)
  expect(placements.known(chat)).toBeUndefined()
  move(true)
  await moving
  expect(placements.known(chat)).toBe(second)
  await engine.app.placements.replaceAll([chat], 2)
  placements.learn(chat, 1)
  expect(await placements.at(chat)).toBe(second)
})

test('groups in different databases send, grab, expire and have their cards edited', async () => {
  const { urls, open } = await withDatabases()
  const { app } = await open()
  const places = ['a', 'b'].map((chat) => group(chat))
  const sent: string[] = []
  for (const place of places) {
    await fund(app, place, person('Ann'))
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
  expect(grabs.map(({ kind }) => kind)).toEqual(['grabbed', 'grabbed'])
  expect(await showAll()).toEqual(cardsOf(sent, { state: 'open', grabbedCount: 1 }))
  expect(await app.pendingMessages()).toBe(0)

  const short: string[] = []
  for (const place of places) short.push(await send(app, place, { lifetime: 1_000 }))
  let expired = 0
  const expire = async () => {
    expired += await app.expireEnvelopes(10)
    return expired
  }
  await expect.poll(expire).toBe(2)
  expect(await showAll()).toEqual(cardsOf(short, { state: 'expired', grabbedCount: 0 }))
  for (const envelopeNo of sent)
    expect(await app.senderOf(envelopeNo, 'test')).toMatchObject({ user: person('Ann').user })
  const report = await app.reconcile()
  expect(report.invariants.flatMap(({ offenders }) => offenders)).toEqual([])
  // For each group: a top-up, two red packets, a grab and a refund.
  expect(report).toMatchObject({ ok: true, trades: 2 * 5 })
})

test('refuses an empty database in place of one that has chats', async () => {
  const { urls, open } = await withDatabases(4)
  const [first, second, empty, newFirst] = urls as [string, string, string, string]
  const before = await open([first, second])
  for (const place of [group('a'), group('b')]) await fund(before.app, place, person('Ann'))
  await before.close()
  await expect(open([first, empty])).rejects.toThrow(/Database 2 is empty, but chats were placed in it \(1\)/)
  await expect(open([newFirst, second])).rejects.toThrow(
    /first database in DATABASE_URL is empty, but database 2 has/,
  )
  const { app } = await open([first, second])
  expect(await app.wallet({ place: group('b'), by: person('Ann') })).toMatchObject({ balance: 1_000 })
})

test('refuses databases in another order, fewer of them, and an added one that is in use', async () => {
  const { urls, open } = await withDatabases(3)
  const [first, second, third] = urls as [string, string, string]
  const alone = await open([first, second])
  const placed = group('old')
  await fund(alone.app, placed, person('Ann'))
  await alone.close()
  await expect(open([second, first])).rejects.toThrow(StoreRefused)
  await expect(open([first])).rejects.toThrow(/is the first of 2 databases/)
  await expect(open([second])).rejects.toThrow(/is database 2 of several/)
  const more = await open([first, second, third])
  expect(await more.app.wallet({ place: placed, by: person('Ann') })).toMatchObject({ balance: 1_000 })
})

/** Groups in the first, the second and the first database. Ann has money in all, and Zoe, of another platform, in the last two. */
async function withPeople(app: App) {
  const places = ['a', 'b', 'c'].map((chat) => group(chat))
  const [a, b, c] = places as [Place, Place, Place]
  for (const place of places) await fund(app, place, person('Ann'))
  for (const place of [b, c]) await fund(app, place, other('Zoe'))
  return { a, b, c }
}

/** Returns the users who act as Ann's member in each database. */
async function actingAsAnn(urls: readonly string[]): Promise<string[][]> {
  const identities = await Promise.all(
    urls.map((url) =>
      ask<{ user: string }>(
        url,
        `SELECT i.user FROM identity i JOIN identity ann ON ann.member = i.member WHERE ann.user = 'ann' ORDER BY i.user`,
      ),
    ),
  )
  return identities.map((rows) => rows.map(({ user }) => user))
}

/** Expects that the books of all databases balance. */
async function balances(app: App): Promise<void> {
  const { invariants, ok } = await app.reconcile()
  expect(invariants.flatMap(({ offenders }) => offenders)).toEqual([])
  expect(ok).toBe(true)
}

test('lists the wallets of all databases in a private chat, and links and unlinks people in all', async () => {
  const { urls, open } = await withDatabases()
  const { app } = await open()
  const { a, b, c } = await withPeople(app)
  const { wallets } = await app.walletsOf({ by: person('Ann') })
  expect(wallets.map(({ place, balance }) => [place.chat, balance])).toEqual([
    [c.chat, 1_000],
    [b.chat, 1_000],
    [a.chat, 1_000],
  ])
  expect(new Set(wallets.map(({ walletNo }) => walletNo)).size).toBe(3)
  for (const { place, walletNo, balance } of wallets)
    expect(await app.statement({ place, by: person('Ann') })).toMatchObject({ walletNo, balance })

  const { code } = await app.makePersonCode({ key: 'make', by: person('Ann') })
  expect(await app.previewPersonLink({ by: other('Zoe'), code })).toMatchObject({
    kind: 'people_preview',
    moves: [{ amount: 1_000 }, { amount: 1_000 }],
  })
  const link = { key: 'link', by: other('Zoe'), code }
  const linked = await app.linkPeople(link)
  expect(linked).toMatchObject({ kind: 'people_linked', wallets: [{ amount: 2_000 }, { amount: 2_000 }] })
  expect(await app.linkPeople(link)).toEqual(linked)
  expect(await app.linkPeople({ ...link, code: '00000-00000' })).toEqual({ kind: 'key_reused' })
  expect(await actingAsAnn(urls)).toEqual([
    ['ann', 'ann', 'zoe'],
    ['ann', 'zoe'],
  ])
  // In a chat where only Ann was so far, Zoe is Ann from her first command on.
  expect(await app.wallet({ place: a, by: other('Zoe') })).toMatchObject({ balance: 1_000 })
  const again = await app.makePersonCode({ key: 'again', by: person('Ann') })
  expect(await app.previewPersonLink({ by: other('Zoe'), code: again.code })).toEqual({
    kind: 'already_linked',
  })

  await app.freezeWallet({
    ...{ ...by(c, 'Admin'), platformAdmin: true, member: person('Ann'), reason: 'test' },
  })
  const unlink = { key: 'unlink', by: other('Zoe') }
  expect(await app.previewUnlinkPerson(unlink)).toMatchObject({ kind: 'wallet_frozen' })
  expect(await app.unlinkPerson(unlink)).toMatchObject({ kind: 'wallet_frozen' })
  await app.thawWallet({
    ...{ ...by(c, 'Admin'), platformAdmin: true, member: person('Ann'), reason: 'test' },
  })
  expect(await app.unlinkPerson(unlink)).toMatchObject({ kind: 'wallet_frozen' })
  const unlinked = await app.unlinkPerson({ ...unlink, key: 'unlink once more' })
  expect(unlinked).toMatchObject({
    kind: 'person_unlinked',
    others: [{ platform: 'test' }],
    stays: [{}, {}, {}],
  })
  expect(await actingAsAnn(urls)).toEqual([['ann', 'ann'], ['ann']])
  expect(await app.wallet({ place: b, by: other('Zoe') })).toMatchObject({ balance: 0 })
  await balances(app)
})

test('completes a link of people after a crash between two databases, even in a database added since', async () => {
  const { urls, open, openOne } = await withDatabases(3)
  const two = urls.slice(0, 2)
  const before = await open(two)
  await fund(before.app, group('a'), person('Ann'))
  await fund(before.app, group('b'), person('Ann'), other('Zoe'))
  const { code } = await before.app.makePersonCode({ key: 'make', by: person('Ann') })
  await before.close()

  const command = { key: 'link', by: other('Zoe'), code }
  const first = await openOne(1)
  const change = await first.app.people.prepareLink(command)
  if (change.kind !== 'link') throw new Error(change.kind)
  expect(await first.app.people.begin({ command, change })).toBe('begun')
  await first.app.people.changeHere({ command, change })
  await first.close()
  expect(await actingAsAnn(two)).toEqual([['ann'], ['ann']])

  const { app } = await open()
  await app.moveSome()
  expect(await actingAsAnn(two)).toEqual([['ann'], ['ann', 'zoe']])
  expect(await app.linkPeople(command)).toMatchObject({ kind: 'people_linked', wallets: [{ amount: 2_000 }] })
  expect(await ask(urls[0] as string, 'SELECT * FROM spanning')).toEqual([])
  for (const url of urls) expect(await ask(url, 'SELECT user FROM person_identity')).toHaveLength(2)
  const c = group('c')
  await fund(app, c, person('Ann'))
  expect(await ask(urls[2] as string, `SELECT 1 FROM chat WHERE chat = 'c'`)).toHaveLength(1)
  expect(await app.wallet({ place: c, by: other('Zoe') })).toMatchObject({ balance: 1_000 })
  await balances(app)
})

test('a chat joins a community in another database only while it is unused', async () => {
  const { urls, open } = await withDatabases()
  const { app } = await open()
  const [a, b, beside, c] = ['a', 'b', 'beside', 'c'].map((chat) => group(chat)) as [
    Place,
    Place,
    Place,
    Place,
  ]
  const asAdmin = (place: Place) => ({ ...by(place, 'Admin'), platformAdmin: true })
  for (const place of [a, b, beside, c]) await app.joinMember(by(place, 'Admin'))
  // Members can't keep it from moving.
  await app.leaveBoards({ ...by(b, 'Bob'), leave: true })
  await fund(app, a, person('Ann'))
  await fund(app, c, person('Cai'))
  const codeOf = async (place: Place) => {
    const made = await app.makeLinkCode(asAdmin(place))
    if (made.kind !== 'link_code') throw new Error(made.kind)
    return made.code
  }
  const code = await codeOf(a)
  expect(await app.previewLink({ ...asAdmin(c), code })).toEqual({ kind: 'other_database', host: 'The a' })
  // No one who reads the code there can use it elsewhere.
  expect(await app.previewLink({ ...asAdmin(b), code })).toEqual({ kind: 'bad_code' })
  const next = await codeOf(a)
  await app.claimCode({ ...by(b, 'Admin'), code: next })
  expect(await app.previewLink({ ...asAdmin(b), code: next })).toMatchObject({
    kind: 'link_preview',
    host: 'The a',
  })
  const command = { ...asAdmin(b), code: next }
  const linked = await app.linkCommunities(command)
  expect(linked).toMatchObject({ kind: 'communities_linked', host: 'The a', joined: 'The b' })
  expect(await app.linkCommunities(command)).toEqual(linked)
  expect(await app.wallet({ place: b, by: person('Ann') })).toMatchObject({ balance: 1_000 })
  expect(
    await ask(urls[0] as string, `SELECT chat FROM placement WHERE database_no = 1 ORDER BY chat`),
  ).toEqual([{ chat: 'a' }, { chat: 'b' }, { chat: 'beside' }])
  expect(await app.unlinkCommunities(asAdmin(b))).toMatchObject({ kind: 'communities_unlinked' })
  expect(await app.wallet({ place: b, by: person('Ann') })).toMatchObject({ balance: 0 })
  await balances(app)
})

test('a community with a frozen wallet stays in its database, where it can be thawed', async () => {
  const { open } = await withDatabases(2)
  const { app } = await open()
  const [a, b] = ['a', 'b'].map((chat) => group(chat)) as [Place, Place]
  const asAdmin = (place: Place) => ({ ...by(place, 'Admin'), platformAdmin: true })
  await fund(app, a, person('Ann'))
  const frozen = { ...asAdmin(b), member: person('Bob'), reason: 'test' }
  await app.joinMember(by(b, 'Bob'))
  expect(await app.freezeWallet(frozen)).toMatchObject({ kind: 'frozen' })
  const made = await app.makeLinkCode(asAdmin(a))
  if (made.kind !== 'link_code') throw new Error(made.kind)
  expect(await app.previewLink({ ...asAdmin(b), code: made.code })).toMatchObject({ kind: 'other_database' })
  expect(await app.thawWallet({ ...frozen, key: 'thaw' })).toMatchObject({ kind: 'thawed' })
})

test('unlinks people even if the first database was restored from a backup made before their link', async () => {
  const { urls, open } = await withDatabases(3)
  const { app } = await open()
  await withPeople(app)
  const { code } = await app.makePersonCode({ key: 'make', by: person('Ann') })
  const linked = await app.linkPeople({ key: 'link', by: other('Zoe'), code })
  expect(linked).toMatchObject({ kind: 'people_linked' })
  await ask(urls[0] as string, 'DELETE FROM person_identity')
  expect(await app.previewUnlinkPerson({ by: person('Ann') })).toMatchObject({
    kind: 'unlink_person_preview',
  })
  expect(await app.unlinkPerson({ key: 'leave', by: person('Ann') })).toMatchObject({
    kind: 'person_unlinked',
  })
  expect(await actingAsAnn(urls)).toEqual([['ann'], ['ann'], ['ann']])
})

test('a database that is down doesn’t keep a link of people from the others', async () => {
  const { urls, open, openOne } = await withDatabases(3)
  const before = await open()
  await withPeople(before.app)
  const { code } = await before.app.makePersonCode({ key: 'make', by: person('Ann') })
  await before.close()
  const [one, three] = [await openOne(1), await openOne(3)]
  const command = { key: 'link', by: other('Zoe'), code }
  const change = await one.app.people.prepareLink(command)
  if (change.kind !== 'link') throw new Error(change.kind)
  expect(await one.app.people.begin({ command, change })).toBe('begun')
  const database = (no: number, engine = one) =>
    new Database({ no, open: async () => engine, onOpen: async () => {}, onNotice: () => {} }, one.app)
  const databases = [database(1), database(2), database(3, three)] as const
  await databases[0].open()
  await databases[2].open()
  await createRouter([...databases]).moveSome()
  expect(await actingAsAnn(urls)).toEqual([['ann'], ['ann'], ['ann', 'zoe']])
})

test('a second program that fills an added database doesn’t link people again who were unlinked meanwhile', async () => {
  const { urls, open, openOne } = await withDatabases(2)
  await (await open()).close()
  const [ann, zoe] = [person('Ann'), other('Zoe')]
  const late = await openOne(2)
  await late.app.people.keep([[ann, zoe]])
  expect(await ask(urls[1] as string, 'SELECT user FROM person_identity')).toEqual([])
})

/** Returns an app that notes the name of each function that is called. */
function noting(app: DatabaseApp, note: (name: string) => void): DatabaseApp {
  const noted = (functions: object, prefix: string): object =>
    Object.fromEntries(
      Object.entries(functions).map(([name, member]) => {
        if (typeof member !== 'function') return [name, noted(member, `${name}.`)]
        const call = (...args: unknown[]) => {
          note(`${prefix}${name}`)
          return member(...args)
        }
        return [name, call]
      }),
    )
  return noted(app, '') as DatabaseApp
}

test('a chat’s use cases reach only its database, and only linking reaches several', async () => {
  const { openOne } = await withDatabases()
  const called: { no: number; name: string }[] = []
  const openNoting = async (no: number) => {
    const engine = await openOne(no)
    const app = noting(engine.app, (name) => called.push({ no, name }))
    const database = new Database(
      { no, open: async () => ({ ...engine, app }), onOpen: async () => {}, onNotice: () => {} },
      engine.app,
    )
    await database.open()
    return database
  }
  const databases = [await openNoting(1), await openNoting(2)] as const
  const app = createRouter([...databases])
  const [, b] = [group('a'), group('b')] as [Place, Place]
  for (const place of [group('a'), b]) await fund(app, place, person('Ann'))
  const functions = Object.entries(app).flatMap(
    ([name, member]): [string, (...args: unknown[]) => unknown][] =>
      typeof member === 'function'
        ? [[name, member]]
        : Object.entries(member).map(([part, call]) => [
            `${name}.${part}`,
            call as (...args: unknown[]) => unknown,
          ]),
  )
  expect(functions.map(([name]) => name).sort()).toEqual(Object.keys(ROUTES).sort())
  /** Arguments of the use cases that don't begin with a command. */
  const others: Record<string, unknown[]> = {
    communityInfo: [b],
    themeAt: [b],
    enterChat: [{ place: b, within: { platform: 'test', chat: 'b' }, name: 'b' }],
    foundCommunity: [{ place: b, name: 'b', currency: { name: 'Gold', symbol: 'G', scale: 2 } }],
    migrateChat: [{ platform: 'test', from: 'b', to: 'b2' }],
    'board.nextCard': ['test', 'b'],
    'board.wakeSoon': ['test', 'b'],
  }
  const wrong: string[] = []
  for (const [name, call] of functions) {
    const route = ROUTES[name as keyof typeof ROUTES]
    if (route !== 'chat') continue
    const command = {
      ...{ ...by(b, 'Ann'), platformAdmin: true, envelopeNo: 'ffffffffff', to: person('Bob') },
      ...{ amount: 1, note: '', reason: 'test', kind: 'equal', total: 100, count: 1, greeting: '', limit: 5 },
    }
    called.length = 0
    // Not all of them accept it.
    await Promise.resolve(call(...(others[name] ?? [command, 5]))).catch(() => {})
    const concerned = called.filter((each) => !each.name.startsWith('placements.'))
    if (concerned.length === 0 || concerned.some(({ no }) => no !== 2))
      wrong.push(`${name}: ${concerned.map((each) => `${each.no} ${each.name}`)}`)
  }
  expect(wrong).toEqual([])

  const concerns = async (call: () => Promise<unknown>) => {
    called.length = 0
    await call()
    return [...new Set(called.map(({ no }) => no))].sort()
  }
  expect(await concerns(() => app.board.later(idAcross(2, 1), 0, 0))).toEqual([2])
  expect(await concerns(() => app.userCalled('test', 'ann'))).toEqual([1])
  expect(await concerns(() => app.expireEnvelopes(5))).toEqual([1, 2])
  expect(
    await concerns(() => app.previewLink({ ...by(b, 'Ann'), platformAdmin: true, code: 'abc' })),
  ).toEqual([1, 2])
})

/** Waits for a message of the bot with these words in a group. */
async function saysIn(chat: FakeChat, words: RegExp | string, after = 0) {
  const isIt = ({ text }: FakeMessage) =>
    typeof words === 'string' ? text.includes(words) : words.test(text)
  return await chat.fake.waitFor(() => chat.botMessages.slice(after).find(isIt), `“${words}”`)
}

test('while one of three servers is down, the bot refuses commands in its groups and serves all others', async () => {
  const fake = await startFakeTelegram()
  const [second, third] = await Promise.all([startMariadb({ durable: true }), startMariadb()])
  onTestFinished(async () => {
    await Promise.all([fake.close(), second.stop(), third.stop()])
  })
  const first = await takeDatabase(mariadbUrl() as string)
  onTestFinished(() => giveBack(first))
  const urls = [first, await newDatabase(second.url), await newDatabase(third.url)]
  const folder = folderOfTest()
  const place = { DATABASE_URL: urls.join(' '), LEDGER_KEY_FILE: join(folder, 'luckymoney.key') }
  const start = async () => {
    const program = startBotProgram(
      { ...place, TELEGRAM_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.apiRoot },
      folder,
    )
    await program.says('Telegram is connected')
    return program
  }
  const program = await start()
  const groups = ['A', 'B', 'C'].map((title) => fake.addGroup(title)) as [FakeChat, FakeChat, FakeChat]
  const [a, b, c] = groups
  for (const one of groups) {
    one.someAdmin.command(one, ['/topup ', one.someAdmin, ' 100 to begin'])
    await saysIn(one, ' topped up ')
  }
  for (const url of urls) expect(await ask(url, 'SELECT id FROM community')).toHaveLength(1)
  /** Sends a red packet in a group, and grabs it. */
  const play = async (one: FakeChat) => {
    const before = one.botMessages.length
    one.someAdmin.command(one, '/redpacket 6 1')
    const card = await saysIn(one, /^🧧/, before)
    expect((await one.someAdmin.press(card, /Grab/)).text).toContain('You got')
    await fake.waitFor(() => card.text.includes('All grabbed'), 'the finished card')
  }
  await second.kill()
  const before = b.botMessages.length
  b.someAdmin.command(b, '/redpacket 6 1')
  await Promise.all([play(a), play(c)])
  await saysIn(b, 'nothing was done', before)
  await program.says('database 2: ')
  const monitor = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output())?.[0]
  const up = async () => {
    const metrics = await (await fetch(`${monitor}/metrics`)).text()
    const found = [...metrics.matchAll(/luckymoney_database_up\{database="(\d)"\} (\d)/g)]
    return found.map(([, no, value]) => `${no}: ${value}`)
  }
  await expect.poll(up).toEqual(['1: 1', '2: 0', '3: 1'])
  await second.start()
  await play(b)

  // It may also be down when a program starts.
  program.child.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  await second.kill()
  const next = await start()
  expect(next.output()).toContain('database 2 is down')
  await play(c)
  const later = b.botMessages.length
  b.someAdmin.command(b, '/redpacket 6 1')
  await saysIn(b, 'nothing was done', later)
  await second.start()
  await next.says('database 2 is back')
  await play(b)
  next.child.kill('SIGTERM')
  expect(await next.ended).toBe(0)
  const env = { PATH: process.env.PATH, ...place }
  const cli = (...args: string[]) => promisify(execFile)(process.execPath, ['dist/cli.js', ...args], { env })
  expect((await cli('reconcile')).stdout.match(/the books balance/g)).toHaveLength(3)
  const copy = join(folder, 'second.db')
  await expect(cli('backup', copy)).rejects.toThrow('choose one with --number, from 1 to 3')
  expect((await cli('backup', copy, '--number', '2')).stdout).toContain('verified')
  expect(fake.violations).toEqual([])
})
