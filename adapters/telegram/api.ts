import { TelegramError } from 'telegraf'
import type { BotOptions } from '../../src/chat/bot.js'
import { download } from '../../src/chat/http-call.js'
import type { Failure } from '../../src/chat/send-queue.js'
import { formBody, jsonBody, post, type UploadedFile } from './post-body.js'
import { refusesEntities, withoutTimes } from './times.js'

const API_ROOT = 'https://api.telegram.org'
/** Time for an answer, in milliseconds. */
const PATIENCE = 10_000
/** Time for a file, in milliseconds. */
const FILE_PATIENCE = 20_000
/** The answer to an edit that changes nothing. */
const NOT_MODIFIED = /message is not modified/
/** An unknown token may have been revoked a moment ago. */
const BAD_TOKEN = new Set([401, 404])
const BAD_TOKEN_PAUSE = 60_000
/** Telegram's answers when a person never opened the private chat or has blocked the bot. */
const CLOSED = /^403 |chat not found/

/** Telegram didn't answer properly; it is unknown whether the call was carried out. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

export type ApiOptions = Pick<BotOptions, 'token' | 'apiRoot' | 'onError' | 'beforeRequest'>

export interface CallOptions {
  /** Milliseconds. */
  readonly patience?: number
  readonly signal?: AbortSignal | undefined
  /** Uploaded with the parameters. */
  readonly file?: UploadedFile | undefined
}

type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error_code: number; readonly description: string }

/** Telegram's Bot API. The library's client waits forever when a connection breaks in the middle of an answer. */
export class Api {
  /** True if the server is too old for time entities. */
  private refusesTimes = false

  constructor(private readonly options: ApiOptions) {}

  /**
   * Calls a method. Rejects with a TelegramError or with Unreachable, which `failureOf` explains. The library's
   * parameter types lack everything added since its last release. A server without time entities gets times as text.
   */
  async call<Result = unknown>(method: string, parameters: object, options?: CallOptions): Promise<Result> {
    const plain = withoutTimes(parameters)
    if (plain && this.refusesTimes) return await this.callOnce<Result>(method, plain, options)
    try {
      return await this.callOnce<Result>(method, parameters, options)
    } catch (error) {
      if (!plain || !(error instanceof TelegramError) || !refusesEntities(error)) throw error
      const result = await this.callOnce<Result>(method, plain, options)
      this.refusesTimes = true
      return result
    }
  }

  /** Downloads a file of Telegram's, by the path that `getFile` returned. */
  async download(path: string, maxBytes: number): Promise<Uint8Array | 'too_large'> {
    const { token, apiRoot = API_ROOT, beforeRequest } = this.options
    beforeRequest?.()
    const address = new URL(`${apiRoot}/file/bot${token}/${path}`)
    return await download(address, maxBytes, FILE_PATIENCE)
  }

  private async callOnce<Result>(
    method: string,
    parameters: object,
    { patience = PATIENCE, signal, file }: CallOptions = {},
  ): Promise<Result> {
    const { token, apiRoot = API_ROOT, beforeRequest, onError } = this.options
    const body = file ? formBody(parameters, file) : jsonBody(parameters)
    try {
      beforeRequest?.()
      const answer = await untilGivenUp(patience, signal, (end) =>
        post(`${apiRoot}/bot${token}/${method}`, body, end),
      )
      return resultOf<Result>(answer, method)
    } catch (error) {
      if (!signal?.aborted) onError?.(codeOf(error))
      throw error instanceof TelegramError ? error : new Unreachable(saidSafely(error))
    }
  }
}

function resultOf<Result>({ status, text }: { status: number; text: string }, method: string): Result {
  let answer: Answer
  try {
    answer = JSON.parse(text)
  } catch {
    // The error page of a proxy.
    throw new Unreachable(`status ${status} without an answer of Telegram`)
  }
  if (!answer.ok) throw new TelegramError(answer, { method, payload: {} })
  return answer.result as Result
}

/**
 * Aborts a call after `patience` or on a signal. AbortSignal.timeout costs more, because it keeps running after the
 * answer.
 */
function untilGivenUp<Result>(
  patience: number,
  signal: AbortSignal | undefined,
  call: (end: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const end = new AbortController()
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(new Error('no answer in time'))
      end.abort()
    }
    if (signal?.aborted) return giveUp()
    const timer = setTimeout(giveUp, patience)
    signal?.addEventListener('abort', giveUp, { once: true })
    call(end.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
      })
  })
}

function codeOf(error: unknown): string {
  if (error instanceof TelegramError) return String(error.code)
  const { code } = ((error as Error).cause ?? error) as { code?: unknown }
  return typeof code === 'string' ? code : 'unreachable'
}

/** Returns why a call failed. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof TelegramError))
    return { kind: 'later', after: 0, why: saidSafely(error), unknown: true }
  const { code, description, parameters } = error
  if (parameters?.migrate_to_chat_id !== undefined)
    return { kind: 'moved', to: String(parameters.migrate_to_chat_id) }
  const why = `${code} ${description}`
  const later = (after: number, unknown = false): Failure => ({ kind: 'later', after, why, unknown })
  if (code === 429) return later((parameters?.retry_after ?? 5) * 1000)
  if (code >= 500) return later(1000, true)
  if (BAD_TOKEN.has(code)) return later(BAD_TOKEN_PAUSE)
  if (NOT_MODIFIED.test(description)) return { kind: 'unchanged' }
  return { kind: 'impossible', why, closed: CLOSED.test(why) }
}

/** Returns why a call failed and how long Telegram wants to be left alone, in milliseconds. */
export function pauseAfter(error: unknown): { readonly why: string; readonly afterMs: number } {
  const failure = failureOf(error)
  const why = 'why' in failure ? failure.why : failure.kind
  return { why, afterMs: failure.kind === 'later' ? failure.after : 0 }
}

/** Returns an error's message without the token, which is part of the URLs of calls. */
export function saidSafely(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  const text = cause instanceof Error ? `${message}: ${cause.message}` : message
  return text.replace(/\b(?:bot)?\d{5,}:[\w-]{20,}/g, '[token]')
}
