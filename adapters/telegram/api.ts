import { type Telegram, TelegramError } from 'telegraf'

/** A call that is not answered within so many milliseconds has failed; the library itself would wait for minutes. */
const PATIENCE = 10_000
/** Telegram answers this to an edit that changes nothing. */
const NOT_MODIFIED = /message is not modified/
/** The token is not known: it may have been revoked a moment ago. */
const BAD_TOKEN = new Set([401, 404])
const BAD_TOKEN_PAUSE = 60_000

/** Why a call failed, as far as it matters for what to do next. */
export type Failure =
  /** Not now: try again after so many milliseconds. Also when it is unknown whether the call was carried out. */
  | { readonly kind: 'later'; readonly after: number; readonly why: string; readonly unknown: boolean }
  /** Never: what was asked is refused for good. */
  | { readonly kind: 'final'; readonly why: string }
  /** What was to be shown is shown already. */
  | { readonly kind: 'unchanged' }
  /** The chat has another id now. */
  | { readonly kind: 'moved'; readonly to: string }

/** Telegram did not answer, or not with an answer; it is unknown whether the call was carried out. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

export interface ApiOptions {
  readonly telegram: Telegram
  /** Called with the code of every error of the platform. */
  readonly onError: (code: string) => void
}

export interface CallOptions {
  /** Milliseconds. */
  readonly patience?: number
  readonly signal?: AbortSignal
}

/** Telegram's Bot API through the library's client, but never for longer than a call may take. */
export class Api {
  constructor(private readonly options: ApiOptions) {}

  /**
   * Calls a method. Rejects with a TelegramError or with Unreachable; `failureOf` says what that means. The
   * parameters are not typed by the library's types, which know nothing that came after its last release.
   */
  async call<Result = unknown>(
    method: string,
    parameters: object,
    { patience = PATIENCE, signal }: CallOptions = {},
  ): Promise<Result> {
    const limit = AbortSignal.timeout(patience)
    const both = signal ? AbortSignal.any([limit, signal]) : limit
    try {
      return await settledBy(
        both,
        this.options.telegram.callApi(method as 'getMe', parameters as never, {
          signal: both as never,
        }) as Promise<Result>,
      )
    } catch (error) {
      if (!signal?.aborted) this.options.onError(codeOf(error))
      throw error instanceof TelegramError ? error : new Unreachable(saidSafely(error))
    }
  }
}

/** The library does not always notice that it was aborted in the middle of an answer. */
async function settledBy<Result>(signal: AbortSignal, call: Promise<Result>): Promise<Result> {
  let stop: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('no answer in time'))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([call, aborted])
  } finally {
    if (stop) signal.removeEventListener('abort', stop)
    call.catch(() => undefined)
  }
}

function codeOf(error: unknown): string {
  if (error instanceof TelegramError) return String(error.code)
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : 'unreachable'
}

/** What a failed call means. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof TelegramError))
    return { kind: 'later', after: 0, why: saidSafely(error), unknown: true }
  const { code, description } = error
  const parameters = error.parameters as
    | { retry_after?: number; migrate_to_chat_id?: number | string }
    | undefined
  if (parameters?.migrate_to_chat_id !== undefined)
    return { kind: 'moved', to: String(parameters.migrate_to_chat_id) }
  const why = `${code} ${description}`
  const later = (after: number, unknown = false): Failure => ({ kind: 'later', after, why, unknown })
  if (code === 429) return later((parameters?.retry_after ?? 5) * 1000)
  if (code >= 500) return later(1000, true)
  if (BAD_TOKEN.has(code)) return later(BAD_TOKEN_PAUSE)
  if (NOT_MODIFIED.test(description)) return { kind: 'unchanged' }
  return { kind: 'final', why }
}

/** The message of an error without the token, which the library's addresses contain. */
export function saidSafely(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/\b(?:bot)?\d{5,}:[\w-]{20,}/g, '[token]')
}
