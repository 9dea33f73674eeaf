import type { RepliableInteraction } from 'discord.js'

/** An interaction's token lives for 15 minutes; a minute is left for the way. */
const LIFE = 14 * 60_000

/** Keeps the interactions that sent envelopes while their tokens live, so that their senders can be told more. */
export class InteractionTokenCache {
  private readonly byNo = new Map<string, { interaction: RepliableInteraction; until: number }>()

  /** `now` is monotonic, in milliseconds. */
  keep(envelopeNo: string, interaction: RepliableInteraction, now: number): void {
    // Kept in the order of coming, so those that are over stand first.
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
