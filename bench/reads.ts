import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../src/app/app.js'
import { systemClock } from '../src/clock.js'
import { readLedgerKey } from '../src/integrity/ledger-key.js'
import { openStore } from '../src/integrity/open.js'
import { sealAll } from '../src/integrity/row-seals.js'
import { cryptoRandom } from '../src/random.js'
import Database from '../src/store/sqlite-library.js'
import { measureOptions } from '../test/support/measure-options.js'
import { median, quantile, round } from './numbers.js'

/**
 * Measures every read command on a file with very many red packets: how long each answer occupies the one thread that
 * serves clicks, and how long a grab waits behind twenty leaderboards. SQL writes the rows, because they are only read:
 * no entry is signed, but the seal is right, or the store wouldn't open.
 */
const { values } = measureOptions({
  options: {
    packets: { type: 'string', default: '1000000' },
    shares: { type: 'string', default: '3' },
    members: { type: 'string', default: '10000' },
    times: { type: 'string', default: '100' },
  },
})
const PACKETS = Number(values.packets)
const SHARES = Number(values.shares)
const MEMBERS = Number(values.members)
const TIMES = Number(values.times)
const DAY = 24 * 3_600_000
const place = { platform: 'bench', chat: 'lobby' }
const quiet = { platform: 'bench', chat: 'quiet' }
const visited = { platform: 'other', chat: 'visited' }
const person = (index: number) => ({ platform: 'bench', user: `u${index}`, name: `Member ${index}` })
const admin = { ...person(0), user: 'admin', name: 'Admin' }
const say = (line: string) => process.stderr.write(`${line}\n`)

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))
const file = join(folder, 'reads.db')
const open = async () => {
  const store = await openStore({
    file,
    ledgerKeyFile: join(folder, 'key'),
    onFatal: (error) => {
      throw error
    },
  })
  return { store, app: createApp({ store, clock: systemClock, random: cryptoRandom }) }
}

/** Writes a year of red packets, each grabbed by as many members as it has shares, in chronological order. */
function fill(): void {
  const database = new Database(file)
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -400000')
  const [first, trades] = database
    .prepare(
      `SELECT (SELECT min(id) FROM member WHERE name LIKE 'Member %'), (SELECT max(trade_no) FROM trade)`,
    )
    .raw()
    .get() as [number, number]
  const walletOf = new Map(
    database.prepare('SELECT user_id, id FROM account WHERE user_id IS NOT NULL').raw().all() as [
      number,
      number,
    ][],
  )
  const account = database.prepare(
    `INSERT INTO account (account_no, account_name, account_type, username, status, created_at, updated_at, community, seq)
     VALUES (?, 'Envelope', 'envelope', '', 'closed', ?, ?, 1, ?)`,
  )
  const envelope = database.prepare(
    `INSERT INTO envelope (id, envelope_no, community, account_no, sender, kind, audience, theme, greeting, total, count,
       state, grabbed_count, grabbed_total, salt, commitment, created_at, deadline, ended_at)
     VALUES (?, ?, 1, ?, ?, 'lucky', 'everyone', 'plain', '', ?, ?, 'finished', ?, ?, '', '', ?, ?, ?)`,
  )
  const share = database.prepare('INSERT INTO share VALUES (?, ?, ?, ?, ?, ?, NULL)')
  const trade = database.prepare(
    `INSERT INTO trade VALUES (?, 1, ?, ?, ?, ?, ?, ?, '', ?, ?, 0, ?, 0, zeroblob(16))`,
  )
  const card = database.prepare(
    `INSERT INTO envelope_message (envelope, platform, chat, message, nonce, observed_rev, posted_at)
     VALUES (?, 'bench', ?, ?, ?, 1, ?)`,
  )
  const record = database.prepare(
    `INSERT INTO idempotency_record (key, body, outcome, trade_no, created_at, checksum) VALUES (?, zeroblob(16), '{}', ?, ?, 0)`,
  )
  const wallets = new Set(walletOf.values())
  const seqs = new Map<number, number>()
  const nextSeq = (id: number) => {
    const seq = (seqs.get(id) ?? (wallets.has(id) ? 10 : 0)) + 1
    seqs.set(id, seq)
    return seq
  }
  let tradeNo = trades
  const move = (
    from: number,
    to: number,
    amount: number,
    kind: string,
    actor: number,
    id: number,
    at: number,
  ) => {
    tradeNo++
    trade.run(tradeNo, from, to, amount, kind, actor, id, at, nextSeq(from), nextSeq(to))
    record.run(`key${tradeNo}`, tradeNo, at)
  }
  const begin = Date.now() - 364 * DAY
  const step = Math.floor((364 * DAY) / PACKETS)
  for (let from = 1; from <= PACKETS; from += 5_000) {
    database.transaction(() => {
      for (let id = from; id < from + 5_000 && id <= PACKETS; id++) {
        const at = begin + id * step
        const no = id.toString(16).padStart(10, '0')
        const sender = first + (id % MEMBERS)
        const own = Number(account.run(`E-${no}`, at, at, SHARES + 1).lastInsertRowid)
        const total = 100 * SHARES
        envelope.run(id, no, `E-${no}`, sender, total, SHARES, SHARES, total, at, at + DAY, at)
        move(walletOf.get(sender) as number, own, total, 'send', sender, id, at)
        for (let position = 1; position <= SHARES; position++) {
          const claimer = first + ((id * 7 + position * 13) % MEMBERS)
          move(own, walletOf.get(claimer) as number, 100, 'grab', claimer, id, at)
          share.run(id, position, 100, claimer, at, tradeNo)
        }
        seqs.delete(own)
        card.run(id, id % 10 === 0 ? 'visited' : 'lobby', String(id), `${no}-1`, at)
      }
    })()
    if (from % 100_000 === 1) say(`${from - 1} of ${PACKETS} red packets written`)
  }
  database.exec(`UPDATE envelope_message SET platform = 'other' WHERE chat = 'visited'`)
  const seq = database.prepare('UPDATE account SET seq = ? WHERE id = ?')
  database.transaction(() => {
    for (const [id, reached] of seqs) seq.run(reached, id)
  })()
  sealAll(database, readLedgerKey(join(folder, 'key')))
  database.close()
}

try {
  const first = await open()
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  const rules = { maxOpenEnvelopes: 1_000 }
  await first.app.foundCommunity({ place, name: 'Bench', currency, rules })
  await first.app.foundCommunity({ place: quiet, name: 'Quiet', currency })
  await first.app.foundCommunity({ place: visited, name: 'Visited', currency })
  const decree = { by: admin, platformAdmin: true, amount: 1_000_000_000, reason: 'bench' }
  await first.app.topUp({ ...decree, key: 'quiet', place: quiet, to: admin })
  await first.app.topUp({ ...decree, key: 'admin', place, to: admin })
  for (let from = 0; from < MEMBERS; from += 1_000)
    await Promise.all(
      Array.from({ length: Math.min(1_000, MEMBERS - from) }, (_, index) =>
        first.app.topUp({ ...decree, key: `fund${from + index}`, place, to: person(from + index) }),
      ),
    )
  await first.store.close()
  fill()

  const { app, store } = await open()
  const before = process.cpuUsage()
  await app.countForLeaderboards()
  const { user, system } = process.cpuUsage(before)
  const countMicros = (user + system) / (PACKETS * (SHARES + 1))
  say(`counted for the leaderboards: ${round(countMicros, 2)} µs of CPU time a trade`)

  const some = (index: number) => person((index * 37) % MEMBERS)
  const envelopeNo = (index: number) => (1 + ((index * 7_919) % PACKETS)).toString(16).padStart(10, '0')
  const ask = (index: number) => ({ place, by: some(index) })
  const boards = (['sent', 'received', 'luckiest'] as const).flatMap((board) =>
    (['week', 'month', 'ever'] as const).map((period) => ({ board, period })),
  )
  const code = await app.makeLinkCode({ key: 'code', place, by: admin, platformAdmin: true })
  if (code.kind !== 'link_code') throw new Error(code.kind)
  const reads: Record<string, (index: number) => Promise<unknown>> = {
    wallet: (index) => app.wallet(ask(index)),
    walletsOf: (index) => app.walletsOf({ by: some(index) }),
    history: (index) => app.statement(ask(index)),
    'history, a deep page': (index) => app.statement({ ...ask(index), before: 30 + (index % 50) }),
    envelope: (index) => app.envelopeDetails({ ...ask(index), envelopeNo: envelopeNo(index) }),
    verify: (index) => app.verifyEnvelope({ ...ask(index), envelopeNo: envelopeNo(index) }),
    'a grab too late': (index) =>
      app.grabShare({ ...ask(index), key: `late${index}`, envelopeNo: envelopeNo(index) }),
    // Reads the shares of thirty days in several plans, between which clicks get their turn.
    suspects: (index) => app.suspects({ ...ask(index), platformAdmin: true }),
    audit: (index) => app.audit(ask(index), 100),
    settings: (index) => app.settings(ask(index)),
    autocomplete: () => app.recentEnvelopes({ place }, 25),
    'autocomplete where cards are of another community': () => app.recentEnvelopes({ place: visited }, 25),
    senderOf: (index) => app.senderOf(envelopeNo(index), 'bench'),
    books: () => app.books({ place, limit: 40 }),
    'books of a quiet community': () => app.books({ place: quiet, limit: 40 }),
    knownUsers: () => app.knownUsers({ place, by: admin, platformAdmin: true, max: 1_000 }),
    previewUnlink: () => app.previewUnlink({ place, by: admin, platformAdmin: true }),
    'previewLink of a quiet community': () =>
      app.previewLink({ place: quiet, by: admin, platformAdmin: true, code: code.code }),
    pendingMessages: () => app.pendingMessages(),
    chatsBehind: () => app.board.chatsBehind(),
    sweep: () => app.expireEnvelopes(20),
  }
  for (const { board, period } of boards)
    reads[`leaderboard ${board} ${period}`] = (index) => app.leaderboard({ ...ask(index), board, period })

  const longest: Record<string, { p50_ms: number; max_ms: number }> = {}
  for (const [name, read] of Object.entries(reads)) {
    const waits: number[] = []
    for (let index = 0; index < TIMES; index++) {
      const begin = performance.now()
      await read(index)
      waits.push(performance.now() - begin)
      if ((waits.at(-1) as number) > 1_000) break
    }
    longest[name] = { p50_ms: round(median(waits), 2), max_ms: round(quantile(waits, 1), 2) }
    say(`${name}: ${JSON.stringify(longest[name])}`)
  }

  const behindSuspects: number[] = []
  for (let round = 0; round < 20; round++) {
    const looked = app.suspects({ ...ask(round), platformAdmin: true })
    for (let click = 0; click < 5; click++) {
      const begin = performance.now()
      await app.wallet(ask(click))
      behindSuspects.push(performance.now() - begin)
    }
    await looked
  }

  const sent = await app.sendEnvelope({
    ...{ key: 'innocent', place, by: admin, kind: 'lucky', greeting: '', total: 20_000, count: 200 },
  })
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  const innocent: number[] = []
  for (let round = 0; round < 20; round++) {
    const flood = Array.from({ length: 20 }, (_, index) =>
      app.leaderboard({ ...ask(index), ...(boards[index % boards.length] as (typeof boards)[number]) }),
    )
    const begin = performance.now()
    const grabbed = await app.grabShare({ ...ask(round), key: `click${round}`, envelopeNo: sent.envelopeNo })
    innocent.push(performance.now() - begin)
    if (grabbed.kind !== 'grabbed') throw new Error(grabbed.kind)
    await Promise.all(flood)
  }
  await store.close()
  const slowest = Object.entries(longest).reduce((one, other) =>
    other[1].p50_ms > one[1].p50_ms ? other : one,
  )
  process.stdout.write(
    `${JSON.stringify({
      packets: PACKETS,
      shares: SHARES,
      members: MEMBERS,
      count_cpu_us_a_trade: round(countMicros, 2),
      slowest: slowest[0],
      slowest_p50_ms: slowest[1].p50_ms,
      click_behind_suspects_p50_ms: round(median(behindSuspects), 2),
      click_behind_suspects_max_ms: round(quantile(behindSuspects, 1), 2),
      grab_behind_twenty_boards_p50_ms: round(median(innocent), 2),
      grab_behind_twenty_boards_max_ms: round(quantile(innocent, 1), 2),
    })}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
