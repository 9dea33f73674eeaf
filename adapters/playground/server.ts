import { randomUUID } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import type { App } from '../../src/app/app.js'
import { RateLimit } from '../../src/chat/rate-limiter.js'
import type { ReplyPictures } from '../../src/chat/reply-pictures.js'
import type { AdjustableClock } from '../../src/clock.js'
import { commonWords } from '../../src/commands/common-words.js'
import type { Entry } from '../../src/commands/framework/define.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import { offersOf } from '../../src/commands/framework/lines/suggest.js'
import { createPipeline } from '../../src/commands/framework/pipeline.js'
import type { Wish } from '../../src/commands/framework/request.js'
import { lengthOf, plainText } from '../../src/core/text.js'
import type { Language } from '../../src/i18n/language.js'
import type { Log } from '../../src/log.js'
import type { BooksWatch } from '../../src/operations/books-watch.js'
import { ACTORS, actorOf, personOf } from './actors.js'
import type { Chat } from './chat.js'
import { rawsOf, requestOf } from './decode.js'
import { answerOf, textOf } from './encode.js'
import { eventStream } from './event-stream.js'
import type { Feed } from './feed.js'
import type { Hub } from './hub.js'
import type { Page } from './page.js'
import { type RefusalWords, refusalWords } from './refusal-words.js'
import { type Asked, fillBody, sayBody, skipBody, tapBody } from './requests.js'
import {
  isFromOwnPage,
  isOwnHost,
  isOwnOrigin,
  MAX_BODY,
  MAX_FORM_BODY,
  SECURITY_HEADERS,
  sameToken,
} from './security.js'
import type { Actor, Answer, Language as PageLanguage, Refused, State } from './wire.js'

export interface ServerOptions {
  readonly app: App
  readonly clock: AdjustableClock
  readonly maySkip: boolean
  readonly lively: boolean
  readonly log: Log
  readonly chat: Chat
  readonly hub: Hub
  readonly feed: Feed
  readonly watch: BooksWatch
  readonly page: Page
  readonly token: string
  readonly community: string
  readonly entries: readonly Entry[]
  readonly pictures?: ReplyPictures
  /** The port it listens on. */
  readonly port: () => number
}

type Playground = Hono<{ Variables: { language: Language } }>
type Ctx = Context<{ Variables: { language: Language } }>
type RefusalStatus = 400 | 403 | 404 | 409 | 413 | 429

/** Status codes of replies that mean the request had no effect. */
const FAILURES: Readonly<Record<string, 429 | 500 | 503>> = { too_fast: 429, failed: 500, busy: 503 }

/** Maximum length of a line, in characters. */
const MAX_LINE = 2_000
const ACTS_PER_SECOND = 20
/** Envelopes that end in one plan, so clicks get their turn in between. */
const EXPIRED_AT_ONCE = 20

/** The routes of wire.ts behind their guards. Every refusal says in the asker's language what to do. */
export function createServer(options: ServerOptions): Playground {
  const { app, clock, maySkip, chat, hub, feed, watch, page, log, pictures: drawn } = options
  const server: Playground = new Hono()
  const pace = new RateLimit({ perSecond: ACTS_PER_SECOND })
  const pipeline = createPipeline({
    // Every page shows the result of a requested check.
    app: { ...app, reconcile: () => watch.reconcile() },
    ...{ entries: options.entries, forms: new Forms(), log },
    ...(drawn && { makeCover: (file: Uint8Array) => drawn.makeCover(file) }),
    limiter: { tryAcquire: ({ by }) => pace.allows(by.user), shouldNotify: () => true },
  })

  server.use(async (c, next) => {
    c.set('language', /^zh\b/i.test(c.req.header('accept-language') ?? '') ? 'zh' : 'en')
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value)
  })
  server.use(async (c, next) => {
    const port = options.port()
    // A request line may contain its own host (GET http://…), which must be checked too.
    if (!isOwnHost(c.req.header('host'), port) || !isOwnOrigin(new URL(c.req.url).origin, port))
      return refuse(c, 403, (words) => words.wrongHost)
    const origin = c.req.header('origin')
    if (origin !== undefined && !isOwnOrigin(origin, port))
      return refuse(c, 403, (words) => words.wrongOrigin)
    return await next()
  })
  server.use('/api/*', async (c, next) => {
    if (c.req.method !== 'GET') {
      const source = { origin: c.req.header('origin'), fetchSite: c.req.header('sec-fetch-site') }
      if (!isFromOwnPage(source, options.port())) return refuse(c, 403, (words) => words.wrongOrigin)
    }
    const given = c.req.header('x-playground-token') ?? (isStream(c) ? c.req.query('token') : undefined)
    if (!sameToken(given ?? '', options.token)) return refuse(c, 403, (words) => words.wrongToken)
    return await next()
  })
  const [ofForm, ofOthers] = [MAX_FORM_BODY, MAX_BODY].map((maxSize) =>
    bodyLimit({ maxSize, onError: (c) => refuse(c as Ctx, 413, (words) => words.bodyTooLarge) }),
  ) as [MiddlewareHandler, MiddlewareHandler]
  server.use('/api/*', (c, next) => (c.req.path === '/api/fill' ? ofForm : ofOthers)(c, next))

  server.get('/', (c) => c.html(page.html))
  server.get('/app.js', (c) => c.body(page.script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  server.get('/app.css', (c) => c.body(page.style, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  server.get('/icon.svg', (c) => c.body(page.icon, 200, { 'Content-Type': 'image/svg+xml' }))

  server.get('/api/state', (c) => {
    const { community, balances, entries } = feed
    const offers = (language: PageLanguage) => offersOf(options.entries, language, community.rules)
    const state: State = {
      ...{ now: clock.now(), community: options.community, currency: community.currency, actors: ACTORS },
      ...{ offers: { en: offers('en'), zh: offers('zh') }, balances, messages: chat.all(), entries },
      ...{ books: feed.books, lively: options.lively, event: hub.newest },
    }
    return c.json(state)
  })

  server.get('/api/events', (c) => {
    // A HEAD request would open a stream that nobody reads or ends.
    if (c.req.method !== 'GET') return c.body(null, 405, { Allow: 'GET' })
    if (hub.full) return refuse(c, 429, (words) => words.tooManyStreams)
    const since = c.req.header('last-event-id') ?? c.req.query('since')
    const stream = eventStream(hub, since === undefined ? undefined : Number(since), () => clock.now())
    return c.body(stream, 200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
  })

  server.get('/api/covers/:community/:digest', async (c) => {
    const { community, digest } = c.req.param()
    const picture = await app.coverPicture({ community: Number(community), digest })
    if (!picture) return c.body(null, 204)
    return c.body(Uint8Array.from(picture), 200, { 'Content-Type': 'image/jpeg' })
  })

  post('/api/say', sayBody, (c, { replyTo = '', ...body }) => {
    const author = actorOf(replyTo)
    const wish = { kind: 'line', text: body.text, ...(author && { repliedTo: personOf(author) }) } as const
    return act(c, body, wish)
  })
  post('/api/tap', tapBody, (c, body) => act(c, body, { kind: 'action', data: body.data }))
  post('/api/fill', fillBody, (c, body) => {
    const step = { kind: 'submit', raws: rawsOf(body) } as const
    return act(c, body, { kind: 'form', id: body.form, step })
  })
  post('/api/skip', skipBody, async (c, { millis }) => {
    if (!pace.allows('the clock')) return refuse(c, 429, (words) => words.tooFast)
    if (!maySkip) return refuse(c, 409, (words) => words.noSkip)
    clock.skip(millis)
    const now = clock.now()
    const ended = endWhatIsDue()
    watch.holdUntil(ended)
    hub.publish({ type: 'clock', now })
    await ended
    return c.json({ now })
  })

  server.notFound((c) => refuse(c, 404, (words) => words.notFound))
  server.onError((error, c) => {
    const id = randomUUID().slice(0, 8)
    log.error({ err: error, id, path: c.req.path }, 'a request failed')
    return c.json<Refused>({ error: commonWords[c.get('language')].wrong({ id }) }, 500)
  })

  function post<Body>(
    path: string,
    schema: z.ZodType<Body>,
    answer: (c: Ctx, body: Body) => Promise<Response>,
  ) {
    server.post(path, async (c) => {
      const body = await read(c, schema)
      return body instanceof Response ? body : await answer(c, body)
    })
  }

  /** Returns a validated body, or a refusal. */
  async function read<Body>(c: Ctx, schema: z.ZodType<Body>): Promise<Body | Response> {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
      return refuse(c, 400, (words) => words.notJson)
    let json: unknown
    try {
      json = JSON.parse(await c.req.text())
    } catch (error) {
      // Only invalid JSON: the asker can't fix anything else that breaks here.
      if (!(error instanceof SyntaxError)) throw error
      return refuse(c, 400, (words) => words.notJson)
    }
    const language = (json as { language?: unknown } | null)?.language
    if (language === 'en' || language === 'zh') c.set('language', language)
    const parsed = schema.safeParse(json)
    if (parsed.success) return parsed.data
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ')
    return refuse(c, 400, (words) => words.badRequest({ where }))
  }

  /** Passes a member's wish to the commands, and answers with their reply. */
  async function act(c: Ctx, asked: Asked, wish: Wish): Promise<Response> {
    const actor = actorOf(asked.as)
    if (!actor) return refuse(c, 400, (words) => words.unknownActor({ user: asked.as }))
    const reply = await pipeline.handle(requestOf(app, actor, asked, wish))
    if (!reply) return wish.kind === 'line' ? say(c, actor, asked.id, wish.text) : c.json<Answer>({})
    const failure = FAILURES[reply.outcome ?? '']
    if (failure) return c.json<Refused>({ error: textOf(reply, asked.language) }, failure)
    const picture = reply.picture && (await drawn?.of(reply))
    return c.json<Answer>(answerOf(reply, asked, clock.now(), picture))
  }

  /** Runs the sweep now instead of within a second, so the next look shows a consistent world. */
  async function endWhatIsDue(): Promise<void> {
    while ((await app.openScheduled(EXPIRED_AT_ONCE)).count === EXPIRED_AT_ONCE);
    while ((await app.expireEnvelopes(EXPIRED_AT_ONCE)) === EXPIRED_AT_ONCE);
  }

  function say(c: Ctx, actor: Actor, id: string, typed: string): Response {
    const text = plainText(typed)
    if (text === '') return refuse(c, 400, (words) => words.empty)
    if (lengthOf(text) > MAX_LINE) return refuse(c, 413, (words) => words.tooLong({ max: MAX_LINE }))
    chat.say({ id: `line:${actor.user}:${id}`, at: clock.now(), kind: 'text', from: actor.user, text })
    return c.json<Answer>({})
  }

  return server
}

function isStream(c: Ctx): boolean {
  return c.req.method === 'GET' && c.req.path === '/api/events'
}

function refuse(c: Ctx, status: RefusalStatus, why: (words: RefusalWords) => string): Response {
  return c.json<Refused>({ error: why(refusalWords[c.get('language')]) }, status)
}
