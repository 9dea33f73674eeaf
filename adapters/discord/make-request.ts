import { STATUS_CODES } from 'node:http'
import { DefaultRestOptions, type RESTOptions } from 'discord.js'
import { type HttpCall, httpCall } from '../../src/chat/http-call.js'

type MakeRequest = RESTOptions['makeRequest']
type Response = Awaited<ReturnType<MakeRequest>>

/** Limit on an answer, far above Discord's. Bytes. */
const LARGEST_ANSWER = 16 * 1024 * 1024

/**
 * Sends a request for the Discord client, in little more than half the CPU time of the client's own function, which still
 * sends files. Resolves with the complete response, whatever its status. Rejects when there is none, or when the signal
 * aborts.
 */
export const makeRequest: MakeRequest = async (url, init) => {
  const { body } = init
  if (body != null && typeof body !== 'string') return await DefaultRestOptions.makeRequest(url, init)
  const { status, headers, bytes } = await httpCall(new URL(url), {
    method: init.method as NonNullable<HttpCall['method']>,
    headers: init.headers as Record<string, string>,
    body: body ?? null,
    maxBytes: LARGEST_ANSWER,
    ...(init.signal && { signal: init.signal }),
  })
  if (!bytes) throw new Error('the answer is too large')
  return new ReadResponse(status, headers, bytes)
}

/** A response that has arrived completely. */
class ReadResponse implements Response {
  readonly body = null
  readonly bodyUsed = true

  constructor(
    readonly status: number,
    private readonly rawHeaders: readonly Buffer[],
    private readonly bytes: Buffer,
  ) {}

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get statusText(): string {
    return STATUS_CODES[this.status] ?? ''
  }

  get headers(): Headers {
    // The client calls only these two.
    return new RawHeaders(this.rawHeaders) as Pick<Headers, 'get' | 'has'> as Headers
  }

  async text(): Promise<string> {
    return this.bytes.toString()
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(this.bytes).buffer
  }
}

/** Headers in raw form: names and values in turn. */
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
