/** How to handle the envelopes whose time has come. */
export interface Backlog {
  /** Handles up to `limit` envelopes in one plan, skipping `except`; resolves with how many. */
  readonly batch: (limit: number, except: readonly number[]) => Promise<number>
  /** Handles up to `limit` envelopes, skipping `except`, each in its own plan. */
  readonly oneByOne: (limit: number, except: readonly number[]) => Promise<Done>
  /** Returns false when the program is stopping or the clock is in doubt. */
  readonly mayGoOn: () => boolean
  /** Monotonic milliseconds. */
  readonly monotonic: () => number
}

interface Done {
  readonly ended: number
  readonly stuck: readonly { readonly id: number; readonly error: unknown }[]
}

/** Envelopes in one plan. It takes a few milliseconds, so clicks get their turn in between. */
const BATCH = 20
/** Plans queued at once. They share commits, and a click may wait for all of them. */
const PLANS = 8
/** Envelopes tried one by one after a batch failed. */
const ALONE = 100
/** Pause before a failed envelope is tried, and logged, again. Milliseconds. */
const SET_ASIDE = 10 * 60_000

/** Returns a function that handles everything due and resolves with how many ended and what failed. */
export function createBacklog({ batch, oneByOne, mayGoOn, monotonic }: Backlog) {
  /** Failed envelopes by id, and when to try them again. */
  const setAside = new Map<number, number>()
  return async (): Promise<Done> => {
    for (const [id, until] of setAside) if (monotonic() >= until) setAside.delete(id)
    let ended = 0
    const stuck: { id: number; error: unknown }[] = []
    let plans = 1
    let more = true
    while (more && mayGoOn()) {
      const except = [...setAside.keys()]
      if (plans > 0) {
        const tries = await Promise.allSettled(Array.from({ length: plans }, () => batch(BATCH, except)))
        const done = tries.map((each) => (each.status === 'fulfilled' ? each.value : 0))
        ended += done.reduce((sum, count) => sum + count, 0)
        const failed = tries.some(({ status }) => status === 'rejected')
        // A batch may stop early when its envelopes take long.
        more = failed || done.at(-1) !== 0
        plans = failed ? 0 : PLANS
      } else {
        // A batch failed. As long as failures turn up, more are likely to follow.
        const found = await oneByOne(ALONE, except)
        ended += found.ended
        for (const { id } of found.stuck) setAside.set(id, monotonic() + SET_ASIDE)
        stuck.push(...found.stuck)
        more = found.ended + found.stuck.length === ALONE
        if (found.stuck.length === 0) plans = 1
      }
    }
    return { ended, stuck }
  }
}
