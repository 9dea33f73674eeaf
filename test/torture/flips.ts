import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../src/core/random.js'
import { type ReconcileReport, reconcile } from '../../src/integrity/reconcile.js'
import { StoreRefused } from '../../src/store/refused.js'
import Database from '../../src/store/sqlite-library.js'
import { seededRandom } from '../support/seeded-random.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { flipInFile, flipInValue, lastCommitOf } from './flip.js'
import { answersLost, playOn, rowsOf, type Seen, seenBy } from './observe.js'
import {
  type Answered,
  copyBooks,
  keepSoundBooks,
  type Opened,
  openBooks,
  type SoundBooks,
} from './sound-books.js'
import type { Bounds, Verdict } from './verdict.js'

export interface FlipOptions extends Bounds {
  readonly flips: number
}

/** The required state of the books after a harmless flip. */
interface Sound {
  readonly rows: Map<string, string>
  readonly seen: Seen
  readonly told: string[]
}

/** Matches the advice that every refusal must contain. */
const SAYS_WHAT_TO_DO = /restore|remove|update the program|put the right one back|check the disk|delete/i

type Fate =
  | { readonly kind: 'refused' | 'harmless' | 'cosmetic' }
  | { readonly kind: 'harmful'; readonly wrong: string[]; readonly lost: string[] }

/**
 * Columns that affect nothing people own or may do; see docs/reliability.md. The standings are counted again up to the
 * trade that they name: where they still agree, no trade in between counts for them.
 */
const COSMETIC =
  /^(standing_upto |envelope_message \S+ (desired_rev|observed_rev|next_try_at|attempts|posted_at|priority)|result_message \S+ next_try_at|handle |kysely_migration|meta '(?!ledger_key'))/

/**
 * Flips one bit of sound books again and again: anywhere in a file, or in a value together with its indexes. Each time
 * the program must refuse the books, or reconcile must report the fault, or no one may see any difference.
 */
export async function tortureByFlips({ flips, seed, millis, onProgress }: FlipOptions): Promise<Verdict> {
  const { folder: root, remove } = temporaryFolder()
  const until = performance.now() + (millis ?? Number.POSITIVE_INFINITY)
  const violations: string[] = []
  const lost: string[] = []
  const tally = { refused: 0, harmless: 0, cosmetic: 0, like_a_power_cut: 0 }
  try {
    const books = await keepSoundBooks(join(root, 'books'), seed)
    const random = seededRandom(seed)
    const sound = await soundBooks(root, books)
    const all = { stopped: books.answered, killed: [...books.answered, ...books.answeredLate] }
    let tried = 0
    for (; tried < flips && performance.now() < until; tried++) {
      const { flipped, which, inLastCommit } = flipSomewhere(join(root, `try-${tried}`), books, random, tried)
      const fate = await fateOf(join(root, `try-${tried}`), books, sound[which], all[which])
      if (fate.kind !== 'harmful') tally[fate.kind]++
      else if (inLastCommit) tally.like_a_power_cut++
      else {
        // One flip often shows in many places.
        const where = `seed ${seed}, flip ${tried} (${which}, ${flipped})`
        violations.push(`${where}: ${fate.wrong.slice(0, 3).join('; ')}`)
        lost.push(...fate.lost.map((line) => `${where}: ${line}`))
      }
      rmSync(join(root, `try-${tried}`), { recursive: true, force: true })
      onProgress?.(tried + 1, flips)
    }
    return {
      ...{ tried, violations, lost, tally },
      acknowledged: books.answered.length + books.answeredLate.length,
      controlDetected: await controlDetected(root, books, sound.stopped),
    }
  } finally {
    remove()
  }
}

/** Where a bit was flipped, and in which books. */
interface Flip {
  readonly flipped: string
  readonly which: 'stopped' | 'killed'
  /** In the write-ahead log. */
  readonly inLastCommit?: boolean
}

/** Copies the books to a folder and flips a bit there. */
function flipSomewhere(folder: string, books: SoundBooks, random: Random, turn: number): Flip {
  const which = turn % 10 === 3 ? 'killed' : 'stopped'
  copyBooks(books[which], folder)
  const inFile = (name: string) => {
    const flipped = flipInFile(join(folder, name), random)
    return `${name}, ${flipped ? `bit ${flipped.bit} of byte ${flipped.byte}` : 'which is not there'}`
  }
  if (which === 'killed') {
    const log = join(folder, 'luckymoney.db-wal')
    const last = lastCommitOf(log)
    const flipped = flipInFile(log, random)
    if (!flipped) throw new Error('the killed program left no log')
    const where = `luckymoney.db-wal, bit ${flipped.bit} of byte ${flipped.byte}`
    return { which, flipped: where, inLastCommit: flipped.byte >= last }
  }
  if (turn % 20 === 7) return { which, flipped: inFile('ledger.key') }
  if (turn % 20 === 17) return { which, flipped: inFile('luckymoney.db.guard') }
  if (turn % 2 === 0) return { which, flipped: inFile('luckymoney.db') }
  return { which, flipped: flipInValue(join(folder, 'luckymoney.db'), random) }
}

async function soundBooks(root: string, books: SoundBooks): Promise<{ stopped: Sound; killed: Sound }> {
  const look = async (which: 'stopped' | 'killed'): Promise<Sound> => {
    const folder = join(root, `sound-${which}`)
    copyBooks(books[which], folder)
    const opened = await openBooks(folder, books.now, 1)
    const rows = rowsOf(folder)
    const seen = await seenBy(opened, books)
    const told = await playOn(opened, books)
    await opened.store.close()
    return { rows, seen, told }
  }
  return { stopped: await look('stopped'), killed: await look('killed') }
}

/** Returns what happens to books with a possible fault. */
async function fateOf(
  folder: string,
  books: SoundBooks,
  sound: Sound,
  answered: readonly Answered[],
  noticed = (report: ReconcileReport) => !report.invariants.every(({ ok, number }) => ok || number === 12),
): Promise<Fate> {
  let opened: Opened
  try {
    opened = await openBooks(folder, books.now, 1)
  } catch (error) {
    if (error instanceof StoreRefused && SAYS_WHAT_TO_DO.test(error.message)) return { kind: 'refused' }
    return { kind: 'harmful', wrong: [`not refused in words: ${(error as Error).stack}`], lost: [] }
  }
  try {
    return await Promise.race([opened.fatal, fateOfOpened(folder, opened, books, sound, answered, noticed)])
  } catch (error) {
    return { kind: 'harmful', wrong: [`threw ${(error as Error).stack}`], lost: [] }
  } finally {
    await opened.store.close()
  }
}

async function fateOfOpened(
  folder: string,
  opened: Opened,
  books: SoundBooks,
  sound: Sound,
  answered: readonly Answered[],
  noticed: (report: ReconcileReport) => boolean,
): Promise<Fate> {
  const file = join(folder, 'luckymoney.db')
  if (noticed(await reconcile(file, opened.store.ledgerKey, books.now))) return { kind: 'refused' }
  const differing = differences(sound.rows, rowsOf(folder))
  const wrong = differing.filter((line) => !COSMETIC.test(line)).map((line) => `unnoticed: ${line}`)
  if (differing.length > 0 && wrong.length === 0) return { kind: 'cosmetic' }
  wrong.push(...differences(sound.seen, await seenBy(opened, books)).map((line) => `is shown: ${line}`))
  const lost = await answersLost(opened, answered)
  const told = await playOn(opened, books)
  for (const [index, outcome] of sound.told.entries())
    if (told[index] !== outcome) wrong.push(`later ${told[index]} is told instead of ${outcome}`)
  for (const { number, offenders } of (await reconcile(file, opened.store.ledgerKey, opened.clock.time))
    .invariants)
    for (const offender of offenders) wrong.push(`later invariant ${number}: ${offender}`)
  return wrong.length + lost.length > 0 ? { kind: 'harmful', wrong, lost } : { kind: 'harmless' }
}

function differences(sound: Map<string, string>, found: Map<string, string>): string[] {
  const lines: string[] = []
  for (const [name, value] of sound)
    if (found.get(name) !== value) lines.push(`${name}: ${found.get(name)} instead of ${value}`)
  for (const name of found.keys()) if (!sound.has(name)) lines.push(`${name} is new`)
  return lines
}

/**
 * Returns whether the check detects what it looks for: two wallets with wrong balances and a reconcile that finds
 * nothing must count as harmful.
 */
async function controlDetected(root: string, books: SoundBooks, sound: Sound): Promise<boolean> {
  const folder = join(root, 'control')
  copyBooks(books.stopped, folder)
  const database = new Database(join(folder, 'luckymoney.db'))
  const richest = database.prepare(
    'SELECT id FROM account WHERE user_id IS NOT NULL ORDER BY balance DESC LIMIT 2',
  )
  const [from, to] = richest.pluck().all()
  database.prepare('UPDATE account SET balance = balance - 5 WHERE id = ?').run(from)
  database.prepare('UPDATE account SET balance = balance + 5 WHERE id = ?').run(to)
  database.close()
  const again = join(root, 'control-again')
  mkdirSync(again)
  copyBooks(folder, again)
  const honest = await fateOf(folder, books, sound, books.answered)
  const blind = await fateOf(again, books, sound, books.answered, () => false)
  return honest.kind === 'refused' && blind.kind === 'harmful'
}
