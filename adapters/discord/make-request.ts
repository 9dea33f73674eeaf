import { STATUS_CODES } from 'node:http'
import { DefaultRestOptions, type RESTOptions } from 'discord.js'
import { Agent, type Dispatcher } from 'undici'

type MakeRequest = RESTOptions['makeRequest']
type Response = Awaited<ReturnType<MakeRequest>>
type Init = Parameters<MakeRequest>[1]

/** Keeps connections open for a while: most calls follow another. */
const agent = new Agent()

/**
 * Sends a request of the client's, without the stream and the header objects of its own function, which take almost half
 * of a request's CPU time. Files still go through that function. Resolves with the complete response, whatever its status.
 * Rejects when there is none, or when the signal aborts.
 */
export const makeRequest: MakeRequest = (url, init) => {
  const { body } = init
  if (body != null && typeof body !== 'string') return DefaultRestOptions.makeRequest(url, init)
  const { origin, pathname, search } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = {
      ...{ origin, path: pathname + search, body: body ?? null },
      method: init.method as Dispatcher.HttpMethod,
      headers: init.headers as Record<string, string>,
    }
    agent.dispatch(request, new ResponseReader(init.signal, resolve, reject))
  })
}

/** Collects a response. */
class ResponseReader implements Dispatcher.DispatchHandlers {
  private abort: ((reason: Error) => void) | undefined
  private status = 0
  private headers: readonly Buffer[] = []
  private readonly chunks: Buffer[] = []

  constructor(
    private readonly signal: Init['signal'],
    private readonly resolve: (response: Response) => void,
    private readonly reject: (error: Error) => void,
  ) {
    signal?.addEventListener('abort', this.giveUp)
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.abort = abort
    if (this.signal?.aborted) this.giveUp()
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status
    this.headers = headers
    return true
  }

  onData(chunk: Buffer): boolean {
    this.chunks.push(chunk)
    return true
  }

  onComplete(): void {
    this.signal?.removeEventListener('abort', this.giveUp)
    this.resolve(new ReadResponse(this.status, this.headers, this.chunks))
  }

  onError(error: Error): void {
    this.signal?.removeEventListener('abort', this.giveUp)
    this.reject(error)
  }

  private readonly giveUp = () => {
    const { reason } = this.signal as AbortSignal
    // A request that has no connection yet ends when it gets one.
    this.reject(reason)
    this.abort?.(reason)
  }
}

/** A response that has arrived completely. */
class ReadResponse implements Response {
  readonly body = null
  readonly bodyUsed = true

  constructor(
    readonly status: number,
    private readonly rawHeaders: readonly Buffer[],
    private readonly chunks: readonly Buffer[],
  ) {}

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get statusText(): string {
    return STATUS_CODES[this.status] ?? ''
  }

  get headers(): Headers {
    // The client asks for nothing else of them.
    return new RawHeaders(this.rawHeaders) as Pick<Headers, 'get' | 'has'> as Headers
  }

  async text(): Promise<string> {
    return Buffer.concat(this.chunks).toString()
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(Buffer.concat(this.chunks)).buffer
  }
}

/** Headers as they came: names and values in turn. */
class RawHeaders {
  constructor(private readonly raw: readonly Buffer[]) {}

  get(name: string): string | null {
    const wanted = name.toLowerCase()
    for (let at = 0; at + 1 < this.raw.length; at += 2) {
      const [found, value] = [this.raw[at], this.raw[at + 1]] as [Buffer, Buffer]
      if (found.length === wanted.length && found.toString('latin1').toLowerCase() === wanted)
        return value.toString('latin1')
    }
    return null
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }
}
