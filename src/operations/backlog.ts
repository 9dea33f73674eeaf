/** Work on envelopes whose time has come. */
export interface Backlog {
  /** Does up to `limit`, `except` some, in one plan; resolves with how many. */
  readonly batch: (limit: number, except: readonly number[]) => Promise<number>
  /** Does up to `limit`, `except` some, each in a plan of its own. */
  readonly oneByOne: (limit: number, except: readonly number[]) => Promise<Done>
  /** Whether to go on: not when the program stops, or the clock is in doubt. */
  readonly mayGoOn: () => boolean
  /** Milliseconds that only ever go forward. */
  readonly monotonic: () => number
}

interface Done {
  readonly ended: number
  readonly stuck: readonly { readonly id: number; readonly error: unknown }[]
}

/** Envelopes in one plan: a few milliseconds, so that clicks get their turn in between. */
const BATCH = 20
/** Plans that wait at once. They share commits, and a click waits for as many. */
const PLANS = 8
/** Envelopes that are tried one by one when a batch cannot be done. */
const ALONE = 100
/** An envelope that cannot be done is left alone for so long; then it is tried, and complained of, again. Milliseconds. */
const SET_ASIDE = 10 * 60_000

/** Works off a backlog. Returns a function that does all that is due and can be done, with what cannot. */
export function createBacklog({ batch, oneByOne, mayGoOn, monotonic }: Backlog) {
  /** Envelopes that cannot be done, and when they are tried again. */
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
        // A batch may end fewer than it could when each of them takes long.
        more = failed || done.at(-1) !== 0
        plans = failed ? 0 : PLANS
      } else {
        // Something in a batch cannot be done. There is likely more of the kind as long as any is found.
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
