import type { EnvelopeKind } from '../../src/core/envelope.js'

/** What was filled into the form, as it was typed. */
export interface Draft {
  /** Such as `88 8`. */
  readonly money: string
  readonly kind: EnvelopeKind
  readonly greeting: string
  readonly users: readonly string[]
  readonly roles: readonly string[]
  /** Milliseconds; the community's own when not given. */
  readonly lifetime?: number
  /** Whether the card is shown in all linked chats. */
  readonly everywhere?: boolean
}

/** Nobody comes back to a refused form after so long. Milliseconds. */
const LIFE = 15 * 60_000
/** So many at most are kept; then the oldest is forgotten. */
const MOST = 1_000

/** What people filled in and was refused, so that they need not type it again. Kept in memory only. */
export class Drafts {
  private readonly byId = new Map<string, { user: string; draft: Draft; until: number }>()

  /** `id` is the interaction's; `now` is monotonic, in milliseconds. */
  keep(id: string, user: string, draft: Draft, now: number): void {
    for (const [old, { until }] of this.byId) {
      if (until > now && this.byId.size < MOST) break
      this.byId.delete(old)
    }
    this.byId.set(id, { user, draft, until: now + LIFE })
  }

  /** Only for who filled it in. */
  find(id: string, user: string, now: number): Draft | undefined {
    const kept = this.byId.get(id)
    return kept && kept.user === user && kept.until > now ? kept.draft : undefined
  }
}
