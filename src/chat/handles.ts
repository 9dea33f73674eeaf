import type { App } from '../app/app.js'
import type { Person } from '../core/person.js'

/** Handles that are known to be stored already. */
const MAX_KNOWN = 50_000

export interface HandlesOptions {
  readonly app: Pick<App, 'rememberHandle' | 'userCalled'>
  readonly platform: string
  /** Returns a user who is in a chat now, with the handle. Rejects with CannotAsk when the platform doesn't answer. */
  readonly memberOf: (
    chat: string,
    user: string,
  ) => Promise<{ readonly person: Person; readonly handle: string | undefined } | undefined>
  /** Runs work in the background. */
  readonly later: (work: Promise<unknown>) => void
}

/**
 * Finds people by their handles, for a platform that does not tell a bot whose a handle is: it is remembered when its owner
 * is seen. Handles change hands, so the platform is asked about the user before it counts.
 */
export class Handles {
  private readonly stored = new Map<string, string>()

  constructor(private readonly options: HandlesOptions) {}

  /** Remembers the handle of a user who wrote or tapped. */
  seen(user: string, typed: string): void {
    const handle = typed.toLowerCase()
    if (this.stored.get(handle) === user) return
    if (this.stored.size >= MAX_KNOWN) this.stored.clear()
    this.stored.set(handle, user)
    const { app, platform, later } = this.options
    later(app.rememberHandle({ platform, handle, user }))
  }

  /** Returns the member of a chat who has a handle now. Rejects with CannotAsk. */
  async memberCalled(chat: string, typed: string): Promise<Person | undefined> {
    const { app, platform, memberOf } = this.options
    const handle = typed.toLowerCase()
    const user = await app.userCalled(platform, handle)
    const member = user === undefined ? undefined : await memberOf(chat, user)
    return member?.handle?.toLowerCase() === handle ? member.person : undefined
  }
}
