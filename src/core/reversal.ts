/** Trades that an admin may reverse. Those with an envelope undo and end with it. */
export const REVERSIBLE = [
  ...(['transfer', 'rain', 'top_up', 'deduct'] as const),
  ...(['checkin', 'starting', 'allowance'] as const),
] as const

export type Reversible = (typeof REVERSIBLE)[number]

export function isReversible(kind: string): kind is Reversible {
  return (REVERSIBLE as readonly string[]).includes(kind)
}
