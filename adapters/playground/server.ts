import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import type { App } from '../../src/app/app.js'
import { RateLimit } from '../../src/chat/rate-limiter.js'
import type { AdjustableClock } from '../../src/clock.js'
import type { Entry } from '../../src/commands/define.js'
import { Forms } from '../../src/commands/forms.js'
import { createPipeline } from '../../src/commands/pipeline.js'
import type { Wish } from '../../src/commands/request.js'
import { offersOf } from '../../src/commands/suggest.js'
import { lengthOf, plainText } from '../../src/core/text.js'
import { type Catalogue, catalogue, type Language } from '../../src/i18n/catalogue.js'
import type { Log } from '../../src/log.js'
import { ACTORS, actorOf } from './actors.js'
import type { Chat } from './chat.js'
import { rawsOf, requestOf } from './decode.js'
import { answerOf, textOf } from './encode.js'
import { eventStream } from './event-stream.js'
import type { Feed } from './feed.js'
import type { Hub } from './hub.js'
import type { Page } from './page.js'
import { fillBody, sayBody, skipBody, tapBody } from './requests.js'
import { isFromOwnPage, isOwnHost, isOwnOrigin, MAX_BODY, SECURITY_HEADERS, sameToken } from './security.js'
import type { Actor, Answer, Language as PageLanguage, Refused, State } from './wire.js'

export interface ServerOptions {
  readonly app: App
  readonly clock: AdjustableClock
  readonly maySkip: boolean
  readonly log: Log
  readonly chat: Chat
  readonly hub: Hub
  readonly feed: Feed
  readonly page: Page
  readonly token: string
  readonly community: string
  readonly entries: readonly Entry[]
  /** The port that it listens on. */
  readonly port: () => number
}

interface Asked {
  readonly id: string
  readonly as: string
  readonly language: PageLanguage
  readonly message?: string | undefined
}

type Playground = Hono<{ Variables: { language: Language } }>
type Ctx = Context<{ Variables: { language: Language } }>
type RefusalStatus = 400 | 403 | 404 | 409 | 413 | 429

/** Replies that say that nothing came of the request at all. */
const FAILURES: Readonly<Record<string, 429 | 500 | 503>> = { too_fast: 429, failed: 500, busy: 503 }

/** A line is at most so long, in characters. */
const MAX_LINE = 2_000
const ACTS_PER_SECOND = 20
/** So many envelopes end in one plan, so that clicks get their turn in between. */
const EXPIRED_AT_ONCE = 20

/** The routes of wire.ts behind their guards. Every refusal says in the asker's language what to do. */
export function createServer(options: ServerOptions): Playground {
  const { app, clock, maySkip, chat, hub, feed, page, log } = options
  const server: Playground = new Hono()
  const pace = new RateLimit({ perSecond: ACTS_PER_SECOND })
  const pipeline = createPipeline({
    // Proofs that are asked for are shown by the light of all pages.
    app: { ...app, reconcile: () => feed.prove() },
    entries: options.entries,
    forms: new Forms(),
    limiter: { tryAcquire: ({ by }) => pace.allows(by.user), shouldNotify: () => true },
    log,
  })

  server.use(async (c, next) => {
    c.set('language', /^zh\b/i.test(c.req.header('accept-language') ?? '') ? 'zh' : 'en')
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value)
  })
  server.use(async (c, next) => {
    const port = options.port()
    // A request line may name a host of its own (GET http://…), and that one counts too.
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
  server.use(
    '/api/*',
    bodyLimit({ maxSize: MAX_BODY, onError: (c) => refuse(c as Ctx, 413, (words) => words.bodyTooLarge) }),
  )

  server.get('/', (c) => c.html(page.html))
  server.get('/app.js', (c) => c.body(page.script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  server.get('/app.css', (c) => c.body(page.style, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  server.get('/icon.svg', (c) => c.body(page.icon, 200, { 'Content-Type': 'image/svg+xml' }))

  server.get('/api/state', (c) => {
    const state: State = {
      now: clock.now(),
      community: options.community,
      currency: feed.community.currency,
      actors: ACTORS,
      offers: {
        en: offersOf(options.entries, 'en', feed.community.rules),
        zh: offersOf(options.entries, 'zh', feed.community.rules),
      },
      balances: feed.balances,
      messages: chat.all(),
      entries: feed.entries,
      books: feed.books,
      event: hub.newest,
    }
    return c.json(state)
  })

  server.get('/api/events', (c) => {
    // Nobody would read the stream that a HEAD asks for, nor ever end it.
    if (c.req.method !== 'GET') return c.body(null, 405, { Allow: 'GET' })
    if (hub.full) return refuse(c, 429, (words) => words.tooManyStreams)
    const since = c.req.header('last-event-id') ?? c.req.query('since')
    const stream = eventStream(hub, since === undefined ? undefined : Number(since), () => clock.now())
    return c.body(stream, 200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
  })

  server.post('/api/say', async (c) => {
    const body = await read(c, sayBody)
    if (body instanceof Response) return body
    return await act(c, body, { kind: 'line', text: body.text })
  })

  server.post('/api/tap', async (c) => {
    const body = await read(c, tapBody)
    if (body instanceof Response) return body
    return await act(c, body, { kind: 'action', data: body.data })
  })

  server.post('/api/fill', async (c) => {
    const body = await read(c, fillBody)
    if (body instanceof Response) return body
    const step = { kind: 'submit', raws: rawsOf(body.values) } as const
    return await act(c, body, { kind: 'form', id: body.form, step })
  })

  server.post('/api/skip', async (c) => {
    const body = await read(c, skipBody)
    if (body instanceof Response) return body
    if (!pace.allows('the clock')) return refuse(c, 429, (words) => words.tooFast)
    if (!maySkip) return refuse(c, 409, (words) => words.noSkip)
    clock.skip(body.millis)
    const now = clock.now()
    const ended = endWhatIsDue()
    feed.holdProofs(ended)
    hub.publish({ type: 'clock', now })
    await ended
    return c.json({ now })
  })

  server.notFound((c) => refuse(c, 404, (words) => words.notFound))
  server.onError((error, c) => {
    const id = randomUUID().slice(0, 8)
    log.error({ err: error, id, path: c.req.path }, 'a request failed')
    return c.json<Refused>({ error: catalogue(c.get('language')).errors.wrong({ id }) }, 500)
  })

  /** A checked body, or the refusal of a wrong one. */
  async function read<Body>(c: Ctx, schema: z.ZodType<Body>): Promise<Body | Response> {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
      return refuse(c, 400, (words) => words.notJson)
    let json: unknown
    try {
      json = JSON.parse(await c.req.text())
    } catch (error) {
      // Only a text that is no JSON: whatever else breaks here is not the asker's to repair.
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

  /** Hands what a member wants to the commands, and answers with their reply. */
  async function act(c: Ctx, asked: Asked, wish: Wish): Promise<Response> {
    const actor = actorOf(asked.as)
    if (!actor) return refuse(c, 400, (words) => words.unknownActor({ user: asked.as }))
    const reply = await pipeline.handle(requestOf(app, actor, asked, wish))
    if (!reply) return wish.kind === 'line' ? say(c, actor, asked.id, wish.text) : c.json<Answer>({})
    const failure = FAILURES[reply.outcome ?? '']
    if (failure) return c.json<Refused>({ error: textOf(reply, asked.language) }, failure)
    return c.json<Answer>(answerOf(reply, { ...asked, actor }, clock.now()))
  }

  /** As the program does by itself every second, but now: whoever looks next sees a world of that time. */
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

function refuse(c: Ctx, status: RefusalStatus, why: (words: Catalogue['playground']) => string): Response {
  return c.json<Refused>({ error: why(catalogue(c.get('language')).playground) }, status)
}
