import type { User } from 'telegraf/types'
import type { App } from '../../src/app/app.js'
import type { RateLimiter } from '../../src/chat/rate-limiter.js'
import type { Community } from '../../src/core/community.js'
import type { Person } from '../../src/core/person.js'
import type { ReconcileReport } from '../../src/integrity/reconcile.js'
import type { Log } from '../../src/log.js'
import type { Api } from './api.js'
import type { Forms } from './forms.js'
import type { Outbox } from './outbox.js'
import type { StrayCards } from './stray-cards.js'

/** What every handler works with. */
export interface Desk {
  readonly app: App
  readonly api: Api
  readonly log: Log
  readonly outbox: Outbox
  readonly strayCards: StrayCards
  readonly forms: Forms
  readonly rateLimiter: RateLimiter
  /** The bot's own name on Telegram, without the @. */
  readonly username: () => string
  /** Notes who added the bot to a group: the group gets that person's language. */
  readonly added: (chat: string, by: User) => void
  /**
   * Makes the group known, and gives its community. A new group gets the language of the person who added the bot, or
   * else of `sender`.
   */
  readonly enter: (chat: string, title: string, sender?: User) => Promise<Community>
  /** Whether Telegram says, as of now, that somebody administers a group. Rejects when it cannot be asked. */
  readonly administers: (chat: string, user: string) => Promise<boolean>
  /**
   * The member of a group who is called so, as Telegram says now; undefined when nobody here is known by that
   * name. Rejects when Telegram cannot be asked.
   */
  readonly personCalled: (chat: string, handle: string) => Promise<Person | undefined>
  /** Proves the books, at most once a minute however many ask. */
  readonly prove: () => Promise<ReconcileReport>
  /** A group has another id now. */
  readonly moved: (from: string, to: string) => Promise<void>
  /** Does something that nobody waits for, and sees to it that a stop does. What it rejects with is logged. */
  readonly later: (work: Promise<unknown>) => void
}
