/** Maximum calls in any period of this length. */
export interface Limit {
  readonly count: number
  readonly withinMs: number
}

export interface BudgetLimits {
  readonly isPrivate: (chat: string) => boolean
  /** Limits of each group, of any chat, and of all chats together. */
  readonly group: Limit
  readonly chat: Limit
  readonly all: Limit
}

/** Number of tracked chats at which quiet ones are forgotten. */
const MAX_CHATS = 1_000

/** Counts sends and edits against a platform's limits. Answers and cards share it, so each leaves some to the others. */
export class SendBudget {
  private readonly chats = new Map<string, number[]>()
  private readonly all: number[] = []
  /** When the bot may next call in a chat. */
  private readonly resting = new Map<string, number>()

  /** `now`: monotonic milliseconds. */
  constructor(
    private readonly limits: BudgetLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Takes one call and returns 0, or takes none and returns how many milliseconds to wait. `leave`: number of a group's
   * calls to leave for others. `whenQuiet`: only when neither the chat nor the bot is busy.
   */
  take(chat: string, leave = 0, whenQuiet = false): number {
    const { isPrivate, group, chat: each, all } = this.limits
    const now = this.now()
    const calls = this.callsOf(chat, now)
    forgetBefore(now - all.withinMs, this.all)
    const wait = Math.max(
      Math.ceil((this.resting.get(chat) ?? 0) - now),
      isPrivate(chat) ? 0 : waitFor(calls, { ...group, count: group.count - leave }, now),
      waitFor(calls, whenQuiet ? { ...each, count: 1 } : each, now),
      waitFor(this.all, whenQuiet ? { ...all, count: Math.ceil(all.count / 2) } : all, now),
    )
    if (wait > 0) return wait
    this.resting.delete(chat)
    calls.push(now)
    this.all.push(now)
    return 0
  }

  /** Returns how many milliseconds until any chat may be called. */
  waitForAny(): number {
    return waitFor(this.all, this.limits.all, this.now())
  }

  /** Pauses calls to a chat for this many milliseconds. */
  rest(chat: string, millis: number): void {
    const until = this.now() + millis
    if (millis > 0 && until > (this.resting.get(chat) ?? 0)) this.resting.set(chat, until)
  }

  private callsOf(chat: string, now: number): number[] {
    const oldest = now - this.limits.group.withinMs
    if (this.chats.size > MAX_CHATS)
      for (const [known, calls] of this.chats) if ((calls.at(-1) ?? 0) <= oldest) this.chats.delete(known)
    const calls = this.chats.get(chat) ?? []
    forgetBefore(oldest, calls)
    this.chats.set(chat, calls)
    return calls
  }
}

function forgetBefore(time: number, calls: number[]): void {
  while (calls.length > 0 && (calls[0] as number) <= time) calls.shift()
}

/** Returns how many milliseconds until one more call is within a limit. `calls`: times of earlier ones, the oldest first. */
export function waitFor(calls: readonly number[], { count, withinMs }: Limit, now: number): number {
  const oldest = calls.at(-count)
  return oldest === undefined ? 0 : Math.max(0, Math.ceil(oldest + withinMs - now))
}
