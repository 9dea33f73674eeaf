import { REVERSIBLE } from '../core/reversal.js'
import type { Check } from './invariants.js'

const KINDS = REVERSIBLE.map((kind) => `'${kind}'`).join(', ')

/** Checks of reversals: each moves the whole amount of one earlier trade of its community back. */
export const REVERSAL_CHECKS: readonly Check[] = [
  {
    invariant: 4,
    sql: `SELECT 'trade ' || t.trade_no || ' reverses no trade' FROM trade t
          LEFT JOIN reversal r ON r.trade_no = t.trade_no WHERE t.kind = 'reversal' AND r.trade_no IS NULL`,
  },
  {
    invariant: 4,
    sql: `SELECT 'trade ' || r.trade_no || ' does not reverse trade ' || r.reverses FROM reversal r
          LEFT JOIN trade t ON t.trade_no = r.trade_no LEFT JOIN trade o ON o.trade_no = r.reverses
          LEFT JOIN account tf ON tf.id = t.from_account
          LEFT JOIN account ot ON ot.id = o.to_account
          LEFT JOIN account tt ON tt.id = t.to_account
          LEFT JOIN account oo ON oo.id = o.from_account
          WHERE t.kind IS NOT 'reversal' OR o.kind NOT IN (${KINDS}) OR o.amount IS NOT t.amount
             OR o.community IS NOT t.community OR tf.account_type IS NOT ot.account_type
             OR tt.account_type IS NOT oo.account_type`,
  },
]
