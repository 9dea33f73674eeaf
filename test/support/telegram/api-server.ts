import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import { ApiError } from './api-error.js'
import { type FailureMatch, type FailureResponse, Failures } from './failures.js'
import type { FakeTelegram } from './fake-telegram.js'
import { Described, METHODS } from './methods.js'
import { Params } from './params.js'
import { readParams } from './request-body.js'
import type { Api } from './shapes.js'

export interface JournalEntry {
  method: string
  params: Record<string, unknown>
  /** HTTP status; 0 without an answer, or before it. */
  status: number
  /** Result of the call; undefined for errors. */
  result: unknown
  /** Description of the error. */
  description: string | undefined
  /** Time of arrival, UTC ms by the fake's clock. */
  at: number
  /** Came as the answer to a webhook, so the caller never learnt the outcome. */
  viaWebhook: boolean
}

/** One parsed call. */
export interface Call {
  readonly params: Params
  /** Runs when the client hangs up before the answer. */
  onGone(act: () => void): void
  /** Cuts the connection. */
  drop(): void
}

interface Answer {
  status: number
  body: Api
}

const METHOD_NAMES = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]))

/** The HTTP side: reads calls, fails some as configured, answers the others and records all of them. */
export class ApiServer {
  readonly journal: JournalEntry[] = []
  readonly http: Server
  readonly #failures = new Failures()

  constructor(private readonly fake: FakeTelegram) {
    this.http = createServer((request, response) => void this.#serve(request, response))
    // A bot keeps its connections open; closing them on a timer would only add noise.
    this.http.keepAliveTimeout = 60_000
  }

  failNext(match: string | FailureMatch, response: FailureResponse): void {
    this.#failures.add(typeof match === 'string' ? { method: match } : match, response)
  }

  /** Handles a call that came as the answer to a webhook. */
  async callFromWebhook(method: string, params: Record<string, unknown>): Promise<void> {
    const entry = this.#entry(method, params)
    entry.viaWebhook = true
    const nothing = () => undefined
    const { status, body } = await this.#answer(method, {
      params: new Params(params),
      onGone: nothing,
      drop: nothing,
    })
    note(entry, status, body)
    this.fake.changed()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [, holder, photo = ''] = /^\/file\/bot([^/]+)\/photos\/([\w-]+)\.jpg$/.exec(url.pathname) ?? []
    if (holder === this.fake.token) return void response.end(this.fake.photos.get(photo))
    const [, token = '', name = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(decodeURIComponent(url.pathname)) ?? []
    const method = METHOD_NAMES.get(name.toLowerCase()) ?? name
    let params: Record<string, unknown>
    try {
      params = await readParams(request, url.searchParams)
    } catch (error) {
      if (!(error instanceof ApiError)) return void response.destroy()
      return write(response, errorAnswer(this.fake.refuse(error, method)))
    }
    if (!/^\d+:[\w-]{35}$/.test(token)) return write(response, errorAnswer(new ApiError(404, 'Not Found')))
    if (token !== this.fake.token) return write(response, errorAnswer(new ApiError(401, 'Unauthorized')))
    const entry = this.#entry(method, params)
    const failure = this.#failures.next(method, params)
    if (failure && !failure.applied && !failure.cut) {
      this.#fail(entry, response, failure)
      return this.fake.changed()
    }
    const call = {
      params: new Params(params),
      onGone: (act: () => void) => void response.on('close', act),
      drop: () => void response.destroy(),
    }
    const answer = await this.#answer(method, call)
    if (response.destroyed) return this.fake.changed()
    const cut = failure?.cut || this.#cutsUpdates(method, answer)
    if (cut) writeHalf(response, answer)
    else if (failure?.applied) {
      if (!failure.hang) response.destroy()
    } else {
      note(entry, answer.status, answer.body)
      write(response, answer)
    }
    this.fake.changed()
  }

  #entry(method: string, params: Record<string, unknown>): JournalEntry {
    const text = JSON.stringify(params)
    const leaks = text.includes(this.fake.token)
    if (leaks) this.fake.violations.push(`${method}: the token is among the parameters`)
    const entry: JournalEntry = {
      method,
      params: leaks ? JSON.parse(text.replaceAll(this.fake.token, ':token')) : params,
      status: 0,
      result: undefined,
      description: undefined,
      at: this.fake.clock.now(),
      viaWebhook: false,
    }
    this.journal.push(entry)
    return entry
  }

  /** Answers a call that doesn't take effect. */
  #fail(entry: JournalEntry, response: ServerResponse, failure: FailureResponse): void {
    const { status = 500, description, retryAfter = 1, migrateTo, hang, drop, html } = failure
    if (hang) return
    if (drop) return void response.destroy()
    entry.status = status
    if (html) {
      response.writeHead(status, { 'content-type': 'text/html' })
      return void response.end(`<html><body><h1>${status} ${STATUS_CODES[status]}</h1></body></html>`)
    }
    const words =
      description ?? (status === 429 ? `Too Many Requests: retry after ${retryAfter}` : STATUS_CODES[status])
    const error = new ApiError(status, words ?? 'told to fail', {
      ...(status === 429 ? { retry_after: retryAfter } : {}),
      ...(migrateTo === undefined ? {} : { migrate_to_chat_id: migrateTo }),
    })
    const answer = errorAnswer(error)
    note(entry, status, answer.body)
    write(response, answer)
  }

  #cutsUpdates(method: string, { body }: Answer): boolean {
    const { polling } = this.fake
    if (polling.cuts === 0 || method !== 'getUpdates') return false
    if (!Array.isArray(body.result) || body.result.length === 0) return false
    polling.cuts -= 1
    return true
  }

  async #answer(name: string, call: Call): Promise<Answer> {
    const method = METHODS[name]
    if (!method) {
      this.fake.violations.push(`the fake does not know ${name}`)
      return errorAnswer(new ApiError(404, 'Not Found: method not found'))
    }
    try {
      const outcome = await method(this.fake, call)
      const described = outcome instanceof Described ? outcome : undefined
      const result = described ? described.result : outcome
      return {
        status: 200,
        body: { ok: true, result, ...(described ? { description: described.description } : {}) },
      }
    } catch (error) {
      if (error instanceof ApiError) return errorAnswer(error)
      // A bug in the fake must not look like one of Telegram's bad days.
      this.fake.violations.push(`the fake failed at ${name}: ${error instanceof Error ? error.stack : error}`)
      return errorAnswer(new ApiError(500, 'Internal Server Error: the fake failed'))
    }
  }
}

function errorAnswer({ status, description, parameters = {} }: ApiError): Answer {
  const more = Object.keys(parameters).length > 0 ? { parameters } : {}
  return { status, body: { ok: false, error_code: status, description, ...more } }
}

function note(entry: JournalEntry, status: number, body: Api): void {
  entry.status = status
  entry.result = body.result
  if (!body.ok) entry.description = String(body.description)
}

function write(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** Breaks the connection in the middle of the answer. */
function writeHalf(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy())
}
