import { SHORT_GRAB } from '../../src/app/envelopes/grab-share.js'
import type Database from '../../src/store/sqlite-library.js'

/** Returns a function that finds the answer stored under a key, as the JSON of the whole outcome. */
export function storedAnswers(database: Database.Database): (key: string) => string | undefined {
  const record = database.prepare('SELECT outcome, trade_no FROM idempotency_record WHERE key = ?').raw()
  return (key) => {
    const [outcome, tradeNo] = (record.get(key) ?? []) as [outcome?: string, tradeNo?: number]
    if (!outcome?.startsWith('[')) return outcome
    return JSON.stringify(SHORT_GRAB.outcomeOf(JSON.parse(outcome), tradeNo as number))
  }
}
