export interface FailureMatch {
  /** The name, or a pattern for it. */
  method: string | RegExp
  /** Only calls with such parameters. */
  where?: (params: Record<string, unknown>) => boolean
  /** How many calls fail, 1 unless told. */
  times?: number
}

/** How a call fails: by an error, by one of the four ways to lose the answer, or by both halves of a bad day. */
export interface FailureResponse {
  /** The HTTP status, 500 unless told. */
  status?: number
  /** The whole text, like 'Bad Request: chat not found'. */
  description?: string
  /** Seconds, for 429. */
  retryAfter?: number
  /** `migrate_to_chat_id`. */
  migrateTo?: number
  /** A page of a proxy instead of JSON. */
  html?: boolean
  /** The connection is destroyed before anything happened. */
  drop?: boolean
  /** The call takes effect, and the connection is destroyed before the answer. */
  applied?: boolean
  /** The call takes effect, and the connection breaks in the middle of the answer. */
  cut?: boolean
  /** No answer until the client gives up; together with `applied` the call takes effect all the same. */
  hang?: boolean
}

/** The calls that are to fail. */
export class Failures {
  #rules: { match: FailureMatch; response: FailureResponse; left: number }[] = []

  add(match: FailureMatch, response: FailureResponse): void {
    this.#rules.push({ match, response, left: match.times ?? 1 })
  }

  /** How this call fails, if it does; earlier rules come first. */
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
