import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../src/app/app.js'
import { systemClock } from '../src/clock.js'
import { openStore } from '../src/integrity/open.js'
import { cryptoRandom } from '../src/random.js'
import { measureOptions } from '../test/support/measure-options.js'
import { quantile, round } from './numbers.js'

/** Measures how long others wait while a community of many members, all with money, is linked and unlinked again. */
const { values } = measureOptions({ options: { members: { type: 'string', default: '5000' } } })
const MEMBERS = Number(values.members)
const host = { platform: 'bench', chat: 'host' }
const joined = { platform: 'other', chat: 'joined' }
const admin = { platform: 'bench', user: 'admin', name: 'Admin' }
const boss = { platform: 'other', user: 'boss', name: 'Boss' }
const folder = mkdtempSync(join(tmpdir(), 'luckymoney-bench-'))

try {
  const store = await openStore({
    file: join(folder, 'linking.db'),
    ledgerKeyFile: join(folder, 'key'),
    onFatal: (error) => {
      throw error
    },
  })
  const app = createApp({ store, clock: systemClock, random: cryptoRandom })
  const currency = { name: 'Coin', symbol: 'C', scale: 2 }
  for (const place of [host, joined]) await app.foundCommunity({ place, name: place.chat, currency })
  for (let from = 0; from < MEMBERS; from += 500)
    await Promise.all(
      Array.from({ length: Math.min(500, MEMBERS - from) }, (_, index) => {
        const to = { platform: 'other', user: `u${from + index}`, name: `Member ${from + index}` }
        const key = `fund${from + index}`
        return app.topUp({
          key,
          place: joined,
          by: boss,
          platformAdmin: true,
          to,
          amount: 100,
          reason: 'bench',
        })
      }),
    )
  const code = await app.makeLinkCode({ key: 'code', place: host, by: admin, platformAdmin: true })
  if (code.kind !== 'link_code') throw new Error(code.kind)

  /** Another member keeps reading a wallet; resolves with the longest wait while the work was running. */
  const whileClicking = async (work: Promise<{ kind: string }>, wanted: string) => {
    let done = false
    const begin = performance.now()
    const finished = work.then(({ kind }) => {
      done = true
      if (kind !== wanted) throw new Error(`${kind} instead of ${wanted}`)
    })
    const waits: number[] = []
    while (!done) {
      const asked = performance.now()
      await app.wallet({ place: host, by: admin })
      waits.push(performance.now() - asked)
    }
    await finished
    return { ms: round(performance.now() - begin, 0), longest_wait_ms: round(quantile(waits, 1), 0) }
  }
  const link = app.linkCommunities({
    key: 'link',
    place: joined,
    by: boss,
    platformAdmin: true,
    code: code.code,
  })
  const linking = await whileClicking(link, 'communities_linked')
  const unlink = app.unlinkCommunities({ key: 'unlink', place: joined, by: boss, platformAdmin: true })
  const unlinking = await whileClicking(unlink, 'communities_unlinked')
  const report = await app.reconcile()
  if (!report.ok) throw new Error('the books do not balance after the bench')
  await store.close()
  process.stdout.write(`${JSON.stringify({ members: MEMBERS, linking, unlinking, books_ok: true })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
