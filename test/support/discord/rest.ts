import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { SentFile } from './attachments.js'
import { RateLimited } from './buckets.js'
import type { FakeDiscord } from './fake-discord.js'
import { answerRoute, type Call } from './routes.js'
import { ApiError } from './shapes.js'

export interface JournalEntry {
  method: string
  /** Without the version prefix and query; interaction tokens appear as `:token`. */
  path: string
  query: string
  body: unknown
  /** 0 without an answer, or before it. */
  status: number
  /** Code of the error body, if any. */
  code: number | undefined
  /** Time of arrival, UTC ms. */
  at: number
}

export interface FailureMatch {
  method: string
  /** Matched against the path as in the journal. */
  path: RegExp
  /** Number of failing calls, default 1. */
  times?: number
}

export interface FailureResponse {
  /** HTTP status; ignored with `applied` or `hang`. */
  status?: number
  /** The JSON error code. */
  code?: number
  message?: string
  /** Seconds, for 429. */
  retryAfter?: number
  /** For 429: the whole bot token is limited. */
  global?: boolean
  /** The call takes effect, but the connection is destroyed before the answer. */
  applied?: boolean
  /** The call takes effect, and is answered when this resolves. */
  until?: Promise<void>
  /** Answered with 200 and this body without any effect, as by a proxy. */
  instead?: unknown
  /** No answer until the client gives up; with `applied` the call takes effect anyway. */
  hang?: boolean
}

interface Failure {
  match: FailureMatch
  response: FailureResponse
  left: number
}

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/** The HTTP side: reads requests, fails some as configured, answers the others and records all of them. */
export class Rest {
  readonly journal: JournalEntry[] = []
  readonly server: Server
  #failures: Failure[] = []

  constructor(private readonly fake: FakeDiscord) {
    this.server = createServer((request, response) => void this.#serve(request, response))
    // A bot keeps its connections open; closing them on a timer would only add noise.
    this.server.keepAliveTimeout = 60_000
  }

  failNext(match: FailureMatch, response: FailureResponse): void {
    this.#failures.push({ match, response, left: match.times ?? 1 })
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = this.fake.files.get(new URL(request.url ?? '/', 'http://localhost').pathname)
    if (file) return void response.end(file.bytes)
    const call = await readCall(request).catch(() => undefined)
    if (!call) return void response.destroy()
    const entry: JournalEntry = {
      method: call.method,
      path: `/${call.shown.join('/')}`,
      query: call.query.toString(),
      body: call.body,
      status: 0,
      code: undefined,
      at: Date.now(),
    }
    this.journal.push(entry)
    const failure = this.#failure(entry)
    const answer =
      failure && !failure.applied && !failure.hang && !failure.until ? failed(failure) : undefined
    const hang = failure?.hang
    if (hang && !failure.applied) return this.fake.changed()
    const { status, body, headers } = answer ?? this.#answer(call)
    await failure?.until
    if (failure?.applied) {
      if (!hang) request.socket.destroy()
      return this.fake.changed()
    }
    entry.status = status
    if (status >= 400) entry.code = (body as { code?: number } | undefined)?.code
    const text = body === undefined ? '' : JSON.stringify(body)
    response.writeHead(status, {
      ...headers,
      ...(text === ''
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    })
    response.end(text)
    this.fake.changed()
  }

  #failure({ method, path }: JournalEntry): FailureResponse | undefined {
    if (this.#failures.length === 0) return undefined
    const found = this.#failures.find(({ match }) => match.method === method && match.path.test(path))
    if (!found) return undefined
    found.left -= 1
    if (found.left === 0) this.#failures = this.#failures.filter((each) => each !== found)
    return found.response
  }

  #answer(call: Call): Answer {
    try {
      const [root] = call.path
      if (root !== 'interactions' && root !== 'webhooks') {
        if (call.authorization !== `Bot ${this.fake.token}`) throw new ApiError(401, 0, '401: Unauthorized')
        this.fake.rateLimits.takeGlobal()
      }
      return answerRoute(this.fake, call)
    } catch (error) {
      if (error instanceof ApiError) return errorAnswer(error)
      // A bug in the fake must not look like one of Discord's bad days.
      this.fake.violations.push(
        `the fake failed at ${call.method} /${call.shown.join('/')}: ${String(error)}`,
      )
      return { status: 500, body: { code: 0, message: 'the fake failed' } }
    }
  }
}

function errorAnswer(error: ApiError): Answer {
  const { status, code, message, extra } = error
  const headers: Record<string, string> = error instanceof RateLimited ? { ...error.headers } : {}
  if (typeof extra.retry_after === 'number') {
    headers['retry-after'] = String(Math.ceil(extra.retry_after))
    headers['x-ratelimit-scope'] = extra.global ? 'global' : 'user'
    if (extra.global) headers['x-ratelimit-global'] = 'true'
  }
  return { status, body: { message, code, ...extra }, headers }
}

function failed(response: FailureResponse): Answer {
  return 'instead' in response ? { status: 200, body: response.instead } : refused(response)
}

function refused({ status = 500, code = 0, message = 'told to fail', ...rest }: FailureResponse): Answer {
  if (status !== 429) return errorAnswer(new ApiError(status, code, message))
  const { retryAfter = 1, global = false } = rest
  const answer = errorAnswer(new RateLimited(retryAfter, global, {}, code))
  // The client obeys the header, and a test shouldn't wait for whole seconds.
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const path = url.pathname
    .replace(/^\/api(\/v\d+)?\//, '')
    .split('/')
    .map(decodeURIComponent)
  const shown = [...path]
  if ((path[0] === 'interactions' || path[0] === 'webhooks') && shown.length > 2) shown[2] = ':token'
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { body, files } = await readBody(Buffer.concat(chunks), request.headers['content-type'] ?? '')
  const { method = 'GET', headers } = request
  return {
    method,
    path,
    shown,
    query: url.searchParams,
    body,
    files,
    authorization: headers.authorization,
  }
}

async function readBody(bytes: Buffer, contentType: string): Promise<{ body: unknown; files: SentFile[] }> {
  if (bytes.length === 0) return { body: undefined, files: [] }
  if (!contentType.startsWith('multipart/form-data')) return { body: JSON.parse(bytes.toString()), files: [] }
  const form = await new Response(Uint8Array.from(bytes), {
    headers: { 'content-type': contentType },
  }).formData()
  const files: SentFile[] = []
  for (const [field, value] of form)
    if (typeof value !== 'string')
      files.push({
        field,
        name: value.name,
        type: value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      })
  return { body: JSON.parse(String(form.get('payload_json') ?? '{}')), files }
}
