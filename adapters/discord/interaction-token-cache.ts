import type { RepliableInteraction } from 'discord.js'

/** An interaction's token lives for 15 minutes; this leaves a minute for delivery. */
const LIFE = 14 * 60_000

/** Remembers the interactions that sent envelopes while their tokens live, for follow-ups to their senders. */
export class InteractionTokenCache {
  private readonly byNo = new Map<string, { interaction: RepliableInteraction; until: number }>()

  /** `now` is monotonic, in milliseconds. */
  keep(envelopeNo: string, interaction: RepliableInteraction, now: number): void {
    // Ordered by arrival, so expired ones come first.
    for (const [no, { until }] of this.byNo) {
      if (until > now) break
      this.byNo.delete(no)
    }
    if (!this.byNo.has(envelopeNo)) this.byNo.set(envelopeNo, { interaction, until: now + LIFE })
  }

  find(envelopeNo: string, now: number): RepliableInteraction | undefined {
    const kept = this.byNo.get(envelopeNo)
    return kept && kept.until > now ? kept.interaction : undefined
  }
}
