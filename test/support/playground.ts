import { mkdirSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createPlayground } from '../../adapters/playground/playground.js'
import type { Answer, Event, Fill, Message, State } from '../../adapters/playground/wire.js'
import { type App, createApp } from '../../src/app/app.js'
import type { ReplyPictures } from '../../src/chat/reply-pictures.js'
import { Updater } from '../../src/chat/updater.js'
import { AdjustableClock } from '../../src/clock.js'
import type { Entry } from '../../src/commands/framework/define.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import type { Random } from '../../src/core/random.js'
import { startJobs } from '../../src/operations/jobs.js'
import { cryptoRandom } from '../../src/random.js'
import { temporaryFolder } from './temporary-folder.js'
import { openTestStore } from './test-store.js'

export interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export interface RequestOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface PlaygroundOptions {
  /** All commands of the program by default. */
  readonly entries?: readonly Entry[]
  /** An empty page by default. */
  readonly pageFolder?: string
  readonly random?: Random
  readonly pictures?: ReplyPictures
}

export interface StreamedEvent {
  readonly id: number
  readonly event: Event
}

/** The whole program with a playground on a port of its own, assembled like in main.ts. */
export class RunningPlayground {
  token = ''
  private ids = 0

  private constructor(
    readonly url: URL,
    readonly app: App,
    readonly clock: AdjustableClock,
    readonly warnings: string[],
    readonly stop: () => Promise<void>,
  ) {}

  static async start(
    folder: string,
    { entries, pageFolder, random = cryptoRandom, pictures }: PlaygroundOptions = {},
  ): Promise<RunningPlayground> {
    const warnings: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) })
    const store = await openTestStore({
      file: join(folder, 'luckymoney.db'),
      ledgerKeyFile: join(folder, 'ledger.key'),
      onFatal: (error) => warnings.push(String(error)),
    })
    const clock = new AdjustableClock(store.newestEntryAt)
    const app = createApp({ store, clock, random })
    const chatFile = join(folder, 'chat.json')
    const emptyPage = join(folder, 'page')
    writeEmptyPage(emptyPage)
    const playground = createPlayground({
      ...{ app, clock, log, host: '127.0.0.1', port: 0, chatFile, pageFolder: pageFolder ?? emptyPage },
      ...(entries && { entries }),
      ...(pictures && { pictures }),
    })
    const updater = new Updater({ app, platforms: [playground.platform], log })
    const jobs = startJobs({ app, clock, log })
    updater.start()
    const { url } = await playground.listen()
    const running = new RunningPlayground(new URL(url), app, clock, warnings, async () => {
      await playground.close()
      await jobs.stop()
      await updater.stop()
      await store.close()
    })
    const front = await running.request('/')
    running.token = /name="playground-token" content="([^"]+)"/.exec(front.text)?.[1] ?? ''
    return running
  }

  request(path: string, { method = 'GET', headers = {}, body }: RequestOptions = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.url), { method, headers, agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
        response.on('error', reject)
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }

  /** Headers of the page's own requests. */
  get ownHeaders(): Record<string, string> {
    return {
      Origin: this.url.origin,
      'Content-Type': 'application/json',
      'X-Playground-Token': this.token,
    }
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.request(path, {
      method: 'POST',
      headers: { ...this.ownHeaders, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  id(): string {
    this.ids++
    return `id-${this.ids}`
  }

  async say(as: string, text: string, id = this.id()): Promise<Answer> {
    const reply = await this.post('/api/say', { id, as, language: 'en', text })
    if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.text}`)
    return JSON.parse(reply.text) as Answer
  }

  async grab(as: string, envelopeNo: string, id = this.id()): Promise<Answer> {
    return await this.tap(as, cardActions(envelopeNo, 'en').grab.data, { id })
  }

  async tap(
    as: string,
    data: string,
    { id = this.id(), message }: { id?: string; message?: string } = {},
  ): Promise<Answer> {
    const reply = await this.post('/api/tap', { id, as, language: 'en', data, message })
    if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.text}`)
    return JSON.parse(reply.text) as Answer
  }

  async fill(as: string, form: string, values: Fill['values'], id = this.id()): Promise<Answer> {
    const reply = await this.post('/api/fill', { id, as, language: 'en', form, values })
    if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.text}`)
    return JSON.parse(reply.text) as Answer
  }

  async state(): Promise<State> {
    const reply = await this.request('/api/state', { headers: { 'X-Playground-Token': this.token } })
    if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.text}`)
    return JSON.parse(reply.text) as State
  }

  /** Follows the events from now on. */
  async listen(): Promise<EventReader> {
    const reader = await EventReader.open(new URL(`/api/events?token=${this.token}`, this.url))
    onTestFinished(() => reader.close())
    return reader
  }

  /** Sends a packet and waits until its card is in the chat; returns its number. */
  async sendPacket(as: string, line: string): Promise<string> {
    const events = await this.listen()
    const answer = await this.say(as, line)
    if (answer.outcome !== 'sent') throw new Error(JSON.stringify(answer))
    const card = await events.message((message) => message.kind === 'card')
    events.close()
    if (card.kind !== 'card') throw new Error('not a card')
    return card.envelope.envelopeNo
  }
}

/** Reads an event stream as it arrives. */
export class EventReader {
  readonly seen: StreamedEvent[] = []
  ended = false
  private text = ''
  private readonly waiting = new Set<() => void>()

  private constructor(
    private readonly response: IncomingMessage,
    readonly close: () => void,
  ) {
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => this.take(chunk))
    const end = () => {
      this.ended = true
      this.wake()
    }
    response.on('end', end)
    response.on('close', end)
    response.on('error', end)
  }

  static open(url: URL): Promise<EventReader> {
    return new Promise((resolve, reject) => {
      const asked = request(url, { agent: false }, (response) => {
        if (response.statusCode === 200) return resolve(new EventReader(response, () => asked.destroy()))
        asked.destroy()
        reject(new Error(`the stream was refused: ${response.statusCode}`))
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  get type(): string | undefined {
    return this.response.headers['content-type']
  }

  /** Returns the first matching event, past or future. Rejects when the stream ends first. */
  async first(wanted: (event: Event) => boolean): Promise<StreamedEvent> {
    for (let next = 0; ; ) {
      for (; next < this.seen.length; next++) {
        const one = this.seen[next] as StreamedEvent
        if (wanted(one.event)) return one
      }
      if (this.ended) throw new Error('the stream ended')
      await new Promise<void>((resolve) => this.waiting.add(resolve))
    }
  }

  async message(wanted: (message: Message) => boolean): Promise<Message> {
    const { event } = await this.first((one) => one.type === 'message' && wanted(one.message))
    if (event.type !== 'message') throw new Error('not a message')
    return event.message
  }

  /** Resolves when the server has ended the stream. */
  async end(): Promise<void> {
    while (!this.ended) await new Promise<void>((resolve) => this.waiting.add(resolve))
  }

  private take(chunk: string): void {
    this.text += chunk
    const blocks = this.text.split('\n\n')
    this.text = blocks.pop() ?? ''
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (id !== undefined && data !== undefined)
        this.seen.push({ id: Number(id), event: JSON.parse(data) as Event })
    }
    this.wake()
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve()
    this.waiting.clear()
  }
}

/** Writes an empty page: these tests are about the server. */
export function writeEmptyPage(folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><meta name="playground-token" content="%TOKEN%"><script type="module" src="/app.js"></script>',
  )
  writeFileSync(join(folder, 'main.js'), "console.log('it runs')\n")
  writeFileSync(join(folder, 'style.css'), 'body { color: #c00000 }\n')
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>\n')
}

/** Opens a playground that ends with the current test, and a folder for restarting it. */
export async function openPlayground(
  options?: PlaygroundOptions,
): Promise<{ playground: RunningPlayground; folder: string }> {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const playground = await startPlayground(folder, options)
  return { playground, folder }
}

/** Starts the program in a folder; it ends with the test unless stopped before. */
export async function startPlayground(
  folder: string,
  options?: PlaygroundOptions,
): Promise<RunningPlayground> {
  const playground = await RunningPlayground.start(folder, options)
  let stopped: Promise<void> | undefined
  const running = Object.assign(playground, {
    stop: (
      (stop) => () =>
        (stopped ??= stop())
    )(playground.stop),
  })
  onTestFinished(() => running.stop())
  return running
}
