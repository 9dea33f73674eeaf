export type ButtonAction = 'grab' | 'details'

/** What a button of a card carries: its action and the envelope's number, and nothing that is trusted. */
export function buttonId(action: ButtonAction, envelopeNo: string): string {
  return `${action}:${envelopeNo}`
}

/** What a button stands for; undefined for one that this program did not make. */
export function readButtonId(id: string): { action: ButtonAction; envelopeNo: string } | undefined {
  const found = /^(grab|details):([0-9a-f]{10})$/.exec(id)
  return found ? { action: found[1] as ButtonAction, envelopeNo: found[2] as string } : undefined
}
