export interface FailureMatch {
  /** Name of the method, or a pattern for it. */
  method: string | RegExp
  /** Restricts the failure to calls with these parameters. */
  where?: (params: Record<string, unknown>) => boolean
  /** Number of failing calls, default 1. */
  times?: number
}

/** How a call fails: with an error, in one of the four ways to lose the answer, or with both. */
export interface FailureResponse {
  /** HTTP status, default 500. */
  status?: number
  /** The whole text, such as 'Bad Request: chat not found'. */
  description?: string
  /** Seconds, for 429. */
  retryAfter?: number
  /** `migrate_to_chat_id`. */
  migrateTo?: number
  /** A proxy's page instead of JSON. */
  html?: boolean
  /** The connection is destroyed before the call takes effect. */
  drop?: boolean
  /** The call takes effect, but the connection is destroyed before the answer. */
  applied?: boolean
  /** The call takes effect, but the connection breaks in the middle of the answer. */
  cut?: boolean
  /** No answer until the client gives up; with `applied` the call takes effect anyway. */
  hang?: boolean
}

/** Rules for failing calls. */
export class Failures {
  #rules: { match: FailureMatch; response: FailureResponse; left: number }[] = []

  add(match: FailureMatch, response: FailureResponse): void {
    this.#rules.push({ match, response, left: match.times ?? 1 })
  }

  /** Returns how this call fails, if it does; earlier rules come first. */
  next(method: string, params: Record<string, unknown>): FailureResponse | undefined {
    if (this.#rules.length === 0) return undefined
    const found = this.#rules.find(({ match }) => {
      const named = typeof match.method === 'string' ? match.method === method : match.method.test(method)
      return named && (match.where?.(params) ?? true)
    })
    if (!found) return undefined
    found.left -= 1
    if (found.left === 0) this.#rules = this.#rules.filter((each) => each !== found)
    return found.response
  }
}
