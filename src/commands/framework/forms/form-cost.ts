import { type Amount, amountOf, parseAmount } from '../../../core/money.js'
import { foldFullWidth } from '../../../core/text.js'
import type { FormCost } from '../replies/reply.js'

/** Returns what sending a form takes from the asker's wallet, in minor units; undefined while its values don't say. */
export function costOf(
  { amount: paid, each }: FormCost,
  values: Readonly<Record<string, unknown>>,
  scale: number,
): Amount | undefined {
  const typed = values[paid]
  const amount = typeof typed === 'string' ? parseAmount(typed, scale) : undefined
  if (!amount?.ok) return undefined
  if (!each || values[each.choice] !== each.value) return amount.amount
  const count = Number(foldFullWidth(String(values[each.count] ?? '')).trim())
  const total = amount.amount * count
  return total > 0 && Number.isSafeInteger(total) ? amountOf(total) : undefined
}
