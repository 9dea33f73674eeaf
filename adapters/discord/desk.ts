import type { App } from '../../src/app/app.js'
import type { RateLimiter } from '../../src/chat/rate-limiter.js'
import type { Community } from '../../src/core/community.js'
import type { ReconcileReport } from '../../src/integrity/reconcile.js'
import type { Log } from '../../src/log.js'
import type { Announcement } from './announce.js'
import type { DiscordClock } from './discord-clock.js'
import type { Drafts } from './drafts.js'
import type { Receipts } from './receipts.js'
import type { SecondProcess } from './second-process.js'

/** What every handler works with. */
export interface Desk {
  readonly app: App
  readonly log: Log
  /** Called with the code of every error of Discord. */
  readonly onError: (code: string) => void
  /** Called for every command that is refused because Discord has already told its sender that it failed. */
  readonly onStale: () => void
  readonly clock: DiscordClock
  readonly secondProcess: SecondProcess
  /** Makes the channel known, and gives the community of its server. */
  readonly enter: (channel: string, guild: string, guildName: string) => Promise<Community>
  /** Proves the books, at most once a minute however many ask. */
  readonly prove: () => Promise<ReconcileReport>
  /** Tells a channel; never rejects. */
  readonly announce: (announcement: Announcement) => Promise<void>
  readonly receipts: Receipts
  readonly rateLimiter: RateLimiter
  readonly drafts: Drafts
}
