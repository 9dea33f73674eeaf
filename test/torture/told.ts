import { openReadOnly } from '../../src/integrity/open.js'
import { storedAnswers } from '../support/stored-answer.js'
import { isRemembered, type Outcome, type Request } from './request.js'

/** Every acknowledged outcome of one file, by key. */
export type Told = Map<string, { readonly request: Request; readonly outcome: Outcome }>

interface EntryRow {
  readonly kind: string
  readonly amount: number
  readonly member: number | null
  readonly sign: number
  readonly balance: number
}

/** The party whose entry shows the balance that an outcome reports, and the direction of the money. */
const SHOWN: Record<string, { who: 'by' | 'to'; sign: number; kind: string }> = {
  topped_up: { who: 'to', sign: 1, kind: 'top_up' },
  deducted: { who: 'to', sign: -1, kind: 'deduct' },
  transferred: { who: 'by', sign: -1, kind: 'transfer' },
  sent: { who: 'by', sign: -1, kind: 'send' },
  grabbed: { who: 'by', sign: 1, kind: 'grab' },
}

/**
 * Compares the acknowledged outcomes with the file, on a connection of its own beside any other. Returns a line for
 * each outcome that the books don't have exactly as reported. `asOne` returns the users with whom one may be linked.
 */
export function missingFromBooks(
  file: string,
  told: Told,
  asOne: (user: string) => readonly string[] = (user) => [user],
): string[] {
  const missing: string[] = []
  const database = openReadOnly(file)
  try {
    const answer = storedAnswers(database)
    const entries = database.prepare(
      `SELECT t.kind, t.amount, l.user_id AS member, l.change_flag AS sign, l.balance
       FROM trade t JOIN account_log l ON l.trade_no = t.trade_no WHERE t.trade_no = ?`,
    )
    const users = database
      .prepare('SELECT user FROM identity WHERE member = :member OR original_member = :member')
      .pluck()
    const acts = (user: string, member: number | null) =>
      users.all({ member }).some((one) => asOne(user).includes(one as string))
    const envelope = database.prepare(
      'SELECT total, count, commitment, deadline, state FROM envelope WHERE envelope_no = ?',
    )
    const share = database.prepare(
      `SELECT s.amount, s.trade_no AS tradeNo, s.claimer FROM share s JOIN envelope e ON e.id = s.envelope
       WHERE e.envelope_no = ? AND s.position = ?`,
    )
    let swept = 0
    for (const [key, { request, outcome }] of told) {
      const miss = (what: string) => missing.push(`${key} (${request.verb}, ${outcome.kind}): ${what}`)
      if (isRemembered(request, outcome) && answer(key) !== JSON.stringify(outcome)) miss('no such answer')
      if (typeof outcome.tradeNo === 'number') {
        const rows = entries.all(outcome.tradeNo) as EntryRow[]
        const shown = SHOWN[outcome.kind]
        const amount = outcome.amount ?? outcome.refunded ?? outcome.total
        if (rows.length !== 2 || rows.some((row) => row.amount !== amount)) miss('no such trade')
        if (shown) {
          const user = (request as { by: string; to: string })[shown.who]
          const its = rows.find((row) => row.sign === shown.sign && acts(user, row.member))
          if (its?.kind !== shown.kind || its.balance !== outcome.balance) miss('another entry')
        }
      }
      switch (outcome.kind) {
        case 'sent': {
          const row = envelope.get(outcome.envelopeNo) as Record<string, unknown> | undefined
          for (const name of ['total', 'count', 'commitment', 'deadline'])
            if (row?.[name] !== outcome[name]) miss(`another ${name}`)
          break
        }
        case 'grabbed':
        case 'already_grabbed': {
          const { envelopeNo, by } = request as { envelopeNo: string; by: string }
          const row = share.get(envelopeNo, outcome.position) as Record<string, unknown> | undefined
          if (row?.amount !== outcome.amount || !acts(by, row?.claimer as number)) miss('no such share')
          if (outcome.kind === 'grabbed' && row?.tradeNo !== outcome.tradeNo) miss('another trade')
          break
        }
        case 'finished':
        case 'cancelled': {
          const { envelopeNo } = request as { envelopeNo: string }
          const row = envelope.get(envelopeNo) as Record<string, unknown> | undefined
          if (row?.state !== outcome.kind) miss('another state')
          break
        }
        case 'founded':
          if (!database.prepare('SELECT 1 FROM community').get()) miss('no community')
          break
        case 'swept':
          swept += outcome.ended as number
      }
    }
    const expired = database.prepare(`SELECT count(*) FROM envelope WHERE state = 'expired'`).pluck().get()
    if (swept > (expired as number)) missing.push(`swept ${swept}, but ${expired} have expired`)
  } finally {
    database.close()
  }
  return missing
}
