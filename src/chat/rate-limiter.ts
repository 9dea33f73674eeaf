import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'
import { RateLimit } from './rate-limit.js'

/** Nobody taps faster for long; whoever does is a program. */
const MEMBER = { perSecond: 3, burst: 20 }
/** How often somebody is told who is refused, where every word costs. */
const WORD = { perSecond: 1 / 30, burst: 1 }
/** A rush on a red packet is no flood, so a whole chat may do much more. */
const CHAT = { perSecond: 500, burst: 3_000 }

/**
 * Stands before the database: whoever comes too fast is refused without costing anybody else anything. It knows
 * nothing of what is wanted, keeps nothing over a restart, and protects no money: that is the plans' business.
 */
export class RateLimiter {
  private readonly members: RateLimit
  private readonly chats: RateLimit
  private readonly words: RateLimit

  /** `now`: milliseconds, only ever forward. */
  constructor(now: () => number = () => performance.now()) {
    this.members = new RateLimit({ ...MEMBER, now })
    this.chats = new RateLimit({ ...CHAT, now })
    this.words = new RateLimit({ ...WORD, now })
  }

  /** Whether somebody may do one more thing in a chat now; counts it when so. */
  tryAcquire({ platform, user }: Person, place?: Place): boolean {
    if (!this.members.allows(`${platform} ${user}`)) return false
    return place === undefined || this.chats.allows(`${place.platform} ${place.chat}`)
  }

  /** Whether somebody who was refused is to be told, where telling everybody each time would be a flood itself. */
  shouldNotify({ platform, user }: Person): boolean {
    return this.words.allows(`${platform} ${user}`)
  }
}
