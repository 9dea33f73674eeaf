import { Agent, type OutgoingHttpHeaders, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as SecureAgent } from 'node:https'

/** Keeps connections open for a while: most calls follow another. */
const KEEP = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 64 }
const plain = new Agent(KEEP)
const secure = new SecureAgent(KEEP)

export interface HttpCall {
  /** `GET` by default. */
  readonly method?: 'POST'
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Uint8Array
  /** Longest answer. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** Undefined when it is too large. */
  readonly bytes: Buffer | undefined
}

/**
 * Calls an address and resolves with the complete answer, whatever its status. Follows no redirect, so the answer comes
 * from the address's own host. Rejects when there is no answer, when the connection breaks halfway, or when the signal
 * aborts. Errors don't name the address, which may contain a token.
 */
export function httpCall(address: URL, { body, maxBytes, ...options }: HttpCall): Promise<HttpAnswer> {
  const [request, agent] = address.protocol === 'https:' ? [requestHttps, secure] : [requestHttp, plain]
  return new Promise((resolve, reject) => {
    const call = request(address, { agent, ...options }, (response) => {
      const { statusCode: status = 0 } = response
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length <= maxBytes) return void chunks.push(chunk)
        resolve({ status, bytes: undefined })
        response.destroy()
      })
      response.on('error', reject)
      response.on('end', () => {
        if (response.complete) resolve({ status, bytes: Buffer.concat(chunks) })
        else reject(new Error('the answer was cut off'))
      })
    })
    call.on('error', reject)
    call.end(body)
  })
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
