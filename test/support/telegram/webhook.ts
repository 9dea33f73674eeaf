import { Agent, type IncomingMessage, request } from 'node:http'
import { badRequest } from './api-error.js'
import type { FakeTelegram } from './fake-telegram.js'
import type { Params } from './params.js'
import { readAllowed } from './polling.js'
import type { Api } from './shapes.js'
import type { Pending, Update } from './update-queue.js'

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/**
 * Delivers updates to the bot by POST: those of one chat (of one user, for callbacks) in sequence, those of different
 * chats in parallel. Repeats an update until it is answered with 2xx.
 */
export class Webhook {
  url = ''
  /** The real target of the POSTs, whatever the public address: an origin on this machine. */
  origin: string | undefined
  /** Delay before a failed delivery is repeated, in ms; the real one starts at a second and grows. */
  retryMs = 1000
  /** Timeout of a delivery, in ms. */
  timeoutMs = 60_000
  #secret = ''
  #maxConnections = 40
  #lastError: { at: number; message: string } | undefined
  #flying = 0
  #waking = false
  /** Updates waiting behind a delivery of the same chat. */
  readonly #lanes = new Map<string, Pending[]>()
  readonly #ready: string[] = []
  readonly #agent = new Agent({ keepAlive: true })

  constructor(private readonly fake: FakeTelegram) {}

  /** Handles setWebhook; returns the description. */
  set(params: Params): string {
    const url = params.text('url')
    if (url === '') return this.delete(params)
    const refuse = (what: string) => this.fake.refuse(badRequest(what))
    if (!/^https:\/\//i.test(url)) throw refuse('bad webhook: An HTTPS URL must be provided for webhook')
    if (!URL.canParse(url)) throw refuse('bad webhook: Failed to resolve host: Name or service not known')
    const { hostname, port } = new URL(url)
    if (!LOOPBACK.test(hostname) && !['', '80', '88', '443', '8443'].includes(port))
      throw refuse('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
    const secret = params.text('secret_token')
    if (secret.length > 256) throw refuse('secret token is too long')
    if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw refuse('secret token contains unallowed characters')
    const { updates, polling } = this.fake
    updates.allowed = readAllowed(params.json('allowed_updates')) ?? updates.allowed
    if (params.flag('drop_pending_updates')) updates.clear()
    const same = this.url === url
    this.url = url
    this.#secret = secret
    this.#maxConnections = Math.min(100, Math.max(1, params.integer('max_connections') ?? 40))
    polling.endOther('terminated by setWebhook request')
    updates.undeliver()
    this.#forget()
    this.wake()
    return same ? 'Webhook is already set' : 'Webhook was set'
  }

  delete(params: Params): string {
    if (params.flag('drop_pending_updates')) this.fake.updates.clear()
    if (this.url === '') return 'Webhook is already deleted'
    this.url = ''
    this.fake.updates.undeliver()
    this.#forget()
    return 'Webhook was deleted'
  }

  get info(): Api {
    return {
      url: this.url,
      has_custom_certificate: false,
      pending_update_count: this.fake.updates.pending,
      ...(this.url === '' ? {} : { max_connections: this.#maxConnections, ip_address: '127.0.0.1' }),
      ...(this.fake.updates.allowed ? { allowed_updates: [...this.fake.updates.allowed] } : {}),
      ...(this.#lastError
        ? { last_error_date: this.#lastError.at, last_error_message: this.#lastError.message }
        : {}),
    }
  }

  /** Delivers new updates: all of this turn start together. */
  wake(): void {
    if (this.#waking || this.url === '') return
    this.#waking = true
    setImmediate(() => {
      this.#waking = false
      if (this.url !== '') this.#setOff()
    })
  }

  #setOff(): void {
    for (const pending of this.fake.updates.takeNew()) {
      const lane = laneOf(pending.update)
      const waiting = this.#lanes.get(lane)
      if (waiting) {
        waiting.push(pending)
        continue
      }
      this.#lanes.set(lane, [pending])
      this.#ready.push(lane)
    }
    this.#fly()
  }

  close(): void {
    this.url = ''
    this.#forget()
    this.#agent.destroy()
  }

  #forget(): void {
    this.#lanes.clear()
    this.#ready.length = 0
  }

  #fly(): void {
    while (this.#flying < this.#maxConnections) {
      const lane = this.#ready.shift()
      if (lane === undefined) return
      const waiting = this.#lanes.get(lane)
      const pending = waiting?.[0]
      if (!waiting || !pending) {
        this.#lanes.delete(lane)
        continue
      }
      this.#flying += 1
      void this.#deliver(pending).then((taken) => this.#landed(lane, waiting, pending, taken))
    }
  }

  #landed(lane: string, waiting: Pending[], pending: Pending, taken: boolean): void {
    this.#flying -= 1
    if (taken) this.fake.updates.done(pending)
    this.fake.changed()
    // The webhook was replaced or deleted meanwhile, which takes care of the rest.
    if (this.#lanes.get(lane) !== waiting) {
      // Nothing is waiting behind it.
    } else if (taken || !this.fake.updates.waits(pending)) {
      waiting.shift()
      this.#ready.push(lane)
    } else
      this.fake.clock.after(this.retryMs, () => {
        if (this.#lanes.get(lane) !== waiting) return
        this.#ready.push(lane)
        this.#fly()
      })
    this.#fly()
  }

  async #deliver({ update }: Pending): Promise<boolean> {
    try {
      const { status, body } = await this.#post(update)
      if (status < 200 || status > 299) throw new Error(`Wrong response from the webhook: ${status}`)
      await this.#reply(body)
      return true
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#lastError = { at: this.fake.clock.seconds(), message }
      return false
    }
  }

  /** Calls the method in the answer; the bot never learns the result. */
  async #reply(body: string): Promise<void> {
    if (!body.startsWith('{')) return
    const { method, ...params } = JSON.parse(body) as Api
    if (typeof method === 'string') await this.fake.server.callFromWebhook(method, params)
  }

  #post(update: Update): Promise<{ status: number; body: string }> {
    const url = new URL(this.url)
    const target = this.origin ? new URL(this.origin) : new URL(url.href.replace(/^https/i, 'http'))
    if (!LOOPBACK.test(target.hostname))
      throw new Error(`the fake does not leave this machine for ${url.host}`)
    const text = JSON.stringify(update)
    return new Promise((resolve, reject) => {
      const sent = request({
        agent: this.#agent,
        host: target.hostname,
        port: target.port || 80,
        method: 'POST',
        path: url.pathname + url.search,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...(this.#secret === '' ? {} : { 'x-telegram-bot-api-secret-token': this.#secret }),
        },
      })
      const cancel = this.fake.clock.after(this.timeoutMs, () =>
        sent.destroy(new Error('Read timeout expired')),
      )
      sent.on('error', reject)
      sent.on('close', cancel)
      sent.on('response', (response) => void readAll(response).then(resolve, reject))
      sent.end(text)
    })
  }
}

async function readAll(response: IncomingMessage): Promise<{ status: number; body: string }> {
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return { status: response.statusCode ?? 0, body }
}

/** Returns the lane of an update; updates of one lane stay in order. */
function laneOf(update: Update): string {
  const [kind, payload] = Object.entries(update).find(([name]) => name !== 'update_id') ?? []
  const { chat, from } = (payload ?? {}) as { chat?: { id: number }; from?: { id: number } }
  return kind === 'callback_query' || !chat ? `user ${from?.id}` : `chat ${chat.id}`
}
