import { Agent, type Dispatcher } from 'undici'

/** Connections to a host at the same time; further calls wait for one. */
const MAX_CONNECTIONS = 256
/** How long an idle connection stays open for the next call, unless its host says otherwise. Milliseconds. */
const KEEP_OPEN = 30_000

const agent = new Agent({ connections: MAX_CONNECTIONS, keepAliveTimeout: KEEP_OPEN })

export interface HttpCall {
  /** `GET` by default. */
  readonly method?: Dispatcher.HttpMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | null
  /** Limit on the answer. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** Raw, as names and values in turn. */
  readonly headers: readonly Buffer[]
  /** Undefined when it is too large. */
  readonly bytes: Buffer | undefined
}

/**
 * Calls an address and resolves with the complete answer, whatever its status. Follows no redirect, so the answer comes
 * from the address's own host. Rejects when there is no answer, when the connection breaks halfway, or when the signal
 * aborts. Errors don't name the address, which may contain a token. Uses undici's dispatcher, without the streams and
 * header objects of its other functions, because a thousand taps may be waiting.
 */
export function httpCall({ origin, pathname, search }: URL, call: HttpCall): Promise<HttpAnswer> {
  const { method = 'GET', headers, body = null } = call
  return new Promise((resolve, reject) => {
    const request = { origin, path: pathname + search, method, body, headers: { ...headers } }
    agent.dispatch(request, new AnswerReader(call, resolve, reject))
  })
}

/** Collects the parts of an answer. */
class AnswerReader implements Dispatcher.DispatchHandlers {
  private abort: ((reason: Error) => void) | undefined
  private status = 0
  private headers: readonly Buffer[] = []
  private readonly chunks: Buffer[] = []
  private length = 0

  constructor(
    private readonly call: HttpCall,
    private readonly resolve: (answer: HttpAnswer) => void,
    private readonly reject: (error: Error) => void,
  ) {
    call.signal?.addEventListener('abort', this.giveUp)
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.abort = abort
    if (this.call.signal?.aborted) this.giveUp()
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status
    this.headers = headers
    return true
  }

  onData(chunk: Buffer): boolean {
    this.length += chunk.length
    if (this.length <= this.call.maxBytes) this.chunks.push(chunk)
    else {
      this.settle(undefined)
      this.abort?.(new Error('the answer is too large'))
    }
    return true
  }

  onComplete(): void {
    const { chunks } = this
    this.settle(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
  }

  onError(error: Error): void {
    this.call.signal?.removeEventListener('abort', this.giveUp)
    this.reject(error)
  }

  private settle(bytes: Buffer | undefined): void {
    this.call.signal?.removeEventListener('abort', this.giveUp)
    this.resolve({ status: this.status, headers: this.headers, bytes })
  }

  private readonly giveUp = () => {
    const { reason } = this.call.signal as AbortSignal
    // A call that has no connection yet ends when it gets one.
    this.reject(reason)
    this.abort?.(reason)
  }
}

/** Downloads a file. Rejects unless the answer is the file. */
export async function download(
  address: URL,
  maxBytes: number,
  patienceMs: number,
): Promise<Uint8Array | 'too_large'> {
  const { status, bytes } = await httpCall(address, { maxBytes, signal: AbortSignal.timeout(patienceMs) })
  if (status !== 200) throw new Error(`status ${status}`)
  return bytes ?? 'too_large'
}
