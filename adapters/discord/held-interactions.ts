import type { Interaction } from 'discord.js'

/** Discord gives up on an interaction after 3 s; the answer has to get there as well. Milliseconds. */
const FRESH = 2_500

/** Keeps the newest interactions while another program is active, in case it stops before answering them. */
export class HeldInteractions {
  private held: { readonly interaction: Interaction; readonly at: number }[] = []

  /** `now` is monotonic, in milliseconds. */
  keep(interaction: Interaction, now: number): void {
    const stale = this.held.findIndex(({ at }) => at > now - FRESH)
    this.held.splice(0, stale === -1 ? this.held.length : stale)
    this.held.push({ interaction, at: now })
  }

  /** Returns the interactions whose senders still wait and the other program hasn't answered; forgets all. */
  release(now: number): Interaction[] {
    const fresh = this.held.filter(({ at }) => at > now - FRESH).map(({ interaction }) => interaction)
    this.held = []
    return fresh
  }
}
