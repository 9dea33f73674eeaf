/** An error response of the Bot API; `status` is the HTTP status and the `error_code`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description)
  }
}

export const badRequest = (what: string) => new ApiError(400, `Bad Request: ${what}`)
export const forbidden = (what: string) => new ApiError(403, `Forbidden: ${what}`)
export const conflict = (what: string) => new ApiError(409, `Conflict: ${what}`)
export const chatNotFound = () => badRequest('chat not found')

/** `seconds` until the call may be repeated. */
export function tooManyRequests(seconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
}
