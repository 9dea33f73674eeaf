import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import type { z } from 'zod'
import { RateLimit } from '../../src/chat/rate-limiter.js'
import { commonWords } from '../../src/commands/common-words.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import { offersOf } from '../../src/commands/framework/lines/suggest.js'
import { createPipeline } from '../../src/commands/framework/pipeline.js'
import type { Wish } from '../../src/commands/framework/request.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { lengthOf, plainText } from '../../src/core/text.js'
import type { Language } from '../../src/i18n/language.js'
import type { BooksWatch } from '../../src/operations/books-watch.js'
import { isSecret } from '../../src/operations/small-server.js'
import { ACTORS, actorOf, personOf } from './actors.js'
import type { Chat } from './chat.js'
import { rawsOf, requestOf } from './decode.js'
import { answerOf, textOf } from './encode.js'
import type { Feed } from './feed.js'
import type { Hub } from './hub.js'
import type { Page } from './page.js'
import type { PlaygroundOptions } from './playground.js'
import { type RefusalWords, refusalWords } from './refusal-words.js'
import { type Asked, type Fill, fillBody, sayBody, skipBody, tapBody } from './requests.js'
import { isOwnHost, isOwnOrigin, POLICY } from './security.js'
import type { Actor, Answer, Language as PageLanguage, Refused, State } from './wire.js'

export interface ServerOptions extends PlaygroundOptions {
  readonly chat: Chat
  readonly hub: Hub
  readonly feed: Feed
  readonly watch: BooksWatch
  readonly page: Page
  readonly token: string
  readonly community: string
}

interface Env {
  Bindings: HttpBindings
  Variables: { language: Language }
}
type Ctx = Context<Env>
type RefusalStatus = 400 | 403 | 404 | 409 | 413 | 429

/** Status codes of replies that mean the request had no effect. */
const FAILURES: Readonly<Record<string, 429 | 500 | 503>> = { too_fast: 429, failed: 500, busy: 503 }

/** Maximum length of a line, in characters. */
const MAX_LINE = 2_000
const ACTS_PER_SECOND = 20
/** Longest body of a request. A form may hold a picture, which base64 makes a third longer. Bytes. */
const MAX_BODY = 16 * 1024
const MAX_FORM_BODY = 12 * 1024 * 1024
/** Envelopes that end in one plan, so clicks get their turn in between. */
const EXPIRED_AT_ONCE = 20

/** The routes of wire.ts behind their guards. Every refusal says in the asker's language what to do. */
export function createServer(options: ServerOptions): Hono<Env> {
  const { app, clock, chat, hub, feed, watch, page, log, pictures: drawn } = options
  const { entries = ENTRIES, maySkip = true, lively = false } = options
  const server = new Hono<Env>()
  const pace = new RateLimit({ perSecond: ACTS_PER_SECOND })
  const pipeline = createPipeline({
    // Every page shows the result of a requested check.
    app: { ...app, reconcile: () => watch.reconcile() },
    ...{ entries, forms: new Forms(), log },
    ...(drawn && { makeCover: (file: Uint8Array) => drawn.makeCover(file) }),
    limiter: { tryAcquire: ({ by }) => pace.allows(by.user), shouldNotify: () => true },
  })

  server.use(secureHeaders({ contentSecurityPolicy: POLICY }))
  server.use(async (c, next) => {
    c.set('language', /^zh\b/i.test(c.req.header('accept-language') ?? '') ? 'zh' : 'en')
    await next()
    c.header('Cache-Control', 'no-store')
  })
  server.use(async (c, next) => {
    const port = c.env.incoming.socket.localPort
    // A request line may contain its own host (GET http://…), which must be checked too.
    if (!isOwnHost(c.req.header('host'), port) || !isOwnOrigin(new URL(c.req.url).origin, port))
      return refuse(c, 403, (words) => words.wrongHost)
    const origin = c.req.header('origin')
    if (origin !== undefined && !isOwnOrigin(origin, port))
      return refuse(c, 403, (words) => words.wrongOrigin)
    return await next()
  })
  server.use('/api/*', async (c, next) => {
    const isFromPage =
      c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') === 'same-origin'
    if (c.req.method !== 'GET' && !isFromPage) return refuse(c, 403, (words) => words.wrongOrigin)
    const inQuery = c.req.path === '/api/events' ? c.req.query('token') : undefined
    const given = c.req.header('x-playground-token') ?? inQuery ?? ''
    if (!isSecret(given, options.token)) return refuse(c, 403, (words) => words.wrongToken)
    return await next()
  })

  server.get('/', (c) => c.html(page.html))
  server.get('/app.js', (c) => c.body(page.script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  server.get('/app.css', (c) => c.body(page.style, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  server.get('/icon.svg', (c) => c.body(page.icon, 200, { 'Content-Type': 'image/svg+xml' }))

  server.get('/api/state', (c) => {
    const { community, balances, entries: newest } = feed
    const offers = (language: PageLanguage) => offersOf(entries, language, community.rules)
    const state: State = {
      ...{ now: clock.now(), community: options.community, currency: community.currency, actors: ACTORS },
      ...{ offers: { en: offers('en'), zh: offers('zh') }, balances, messages: chat.all() },
      ...{ entries: newest, books: feed.books, lively, event: hub.newest },
    }
    return c.json(state)
  })

  server.get('/api/events', (c) => {
    // A HEAD request would open a stream that nobody reads or ends.
    if (c.req.method !== 'GET') return c.body(null, 405, { Allow: 'GET' })
    if (hub.full) return refuse(c, 429, (words) => words.tooManyStreams)
    return c.body(hub.open(), 200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
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
  const fill = (c: Ctx, body: Fill) => {
    const step = { kind: 'submit', raws: rawsOf(body) } as const
    return act(c, body, { kind: 'form', id: body.form, step })
  }
  post('/api/fill', fillBody, fill, MAX_FORM_BODY)
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

  /** Answers validated bodies. */
  function post<Body>(
    path: string,
    schema: z.ZodType<Body>,
    answer: (c: Ctx, body: Body) => Promise<Response>,
    maxSize = MAX_BODY,
  ) {
    const onError = (c: Context) => refuse(c, 413, (words) => words.bodyTooLarge)
    server.post(path, bodyLimit({ maxSize, onError }), async (c) => {
      const isJson = /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')
      const json = isJson ? parsed(await c.req.text()) : undefined
      const language = (json as { language?: unknown } | null | undefined)?.language
      if (language === 'en' || language === 'zh') c.set('language', language)
      const { data, error } = schema.safeParse(json)
      if (!error) return await answer(c, data)
      const where = error.issues.map((issue) => issue.path.join('.') || 'JSON').join(', ')
      return refuse(c, 400, (words) => words.badRequest({ where }))
    })
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

/** Returns undefined for what isn't JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuse(c: Ctx, status: RefusalStatus, why: (words: RefusalWords) => string): Response {
  return c.json<Refused>({ error: why(refusalWords[c.get('language')]) }, status)
}
