/**
 * Telegram's limits for sends and edits combined: 20 a minute in a group, a few at once in a chat, 30 a second overall.
 */
const GROUP = { count: 20, within: 60_000 }
const CHAT = { count: 3, within: 3_000 }
const ALL = { count: 25, within: 1_000 }
/** Number of tracked chats at which quiet ones are forgotten. */
const MANY = 1_000

/**
 * Tracks how much of Telegram's rate limits is used. Everything that a bot sends to a group shares one budget, so edits
 * leave some of it for answers.
 */
export class Budget {
  private readonly chats = new Map<string, number[]>()
  private readonly all: number[] = []
  /** When Telegram's requested pause in a chat ends. */
  private readonly resting = new Map<string, number>()

  /** `now`: monotonic milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Takes one call from a chat's budget and returns 0; or returns how many milliseconds to wait and takes nothing.
   * `leave`: calls a minute of a group to leave for others.
   */
  take(chat: string, leave = 0): number {
    const now = this.now()
    const calls = this.callsOf(chat, now)
    const group = chat.startsWith('-') ? waitFor(calls, { ...GROUP, count: GROUP.count - leave }, now) : 0
    while (this.all.length > 0 && now - (this.all[0] as number) >= ALL.within) this.all.shift()
    const rest = Math.ceil((this.resting.get(chat) ?? 0) - now)
    const wait = Math.max(rest, group, waitFor(calls, CHAT, now), waitFor(this.all, ALL, now))
    if (wait > 0) return wait
    this.resting.delete(chat)
    calls.push(now)
    this.all.push(now)
    return 0
  }

  /** Blocks a chat for as long as Telegram asked, in milliseconds. */
  rest(chat: string, millis: number): void {
    const until = this.now() + millis
    if (millis > 0 && until > (this.resting.get(chat) ?? 0)) this.resting.set(chat, until)
  }

  private callsOf(chat: string, now: number): number[] {
    if (this.chats.size > MANY)
      for (const [known, calls] of this.chats)
        if (now - (calls.at(-1) ?? 0) >= GROUP.within) this.chats.delete(known)
    const calls = this.chats.get(chat) ?? []
    while (calls.length > 0 && now - (calls[0] as number) >= GROUP.within) calls.shift()
    this.chats.set(chat, calls)
    return calls
  }
}

/** Returns the time until one more call fits a limit. The calls are times, oldest first. */
function waitFor(calls: readonly number[], { count, within }: typeof GROUP, now: number): number {
  const oldest = calls.at(-count)
  return oldest === undefined ? 0 : Math.max(0, Math.ceil(oldest + within - now))
}
