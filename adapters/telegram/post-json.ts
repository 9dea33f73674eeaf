import { Agent, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as SecureAgent } from 'node:https'

/** Keeps connections open for a while: most calls follow another. */
const KEEP = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 64 }
const plain = new Agent(KEEP)
const secure = new SecureAgent(KEEP)
/** Telegram's answers are small; anything larger isn't one. Bytes. */
const LARGEST_ANSWER = 16 * 1024 * 1024

export interface Answer {
  readonly status: number
  readonly text: string
}

/**
 * Posts a JSON body and resolves with the complete answer, whatever its status. Rejects when there is no answer, when
 * the connection breaks halfway, or when the signal aborts.
 */
export function postJson(address: string, body: string, signal: AbortSignal): Promise<Answer> {
  const url = new URL(address)
  const [request, agent] = url.protocol === 'https:' ? [requestHttps, secure] : [requestHttp, plain]
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const call = request(url, { method: 'POST', agent, headers, signal }, (response) => {
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > LARGEST_ANSWER) response.destroy(new Error('the answer is too large'))
        else chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () => {
        if (!response.complete) return reject(new Error('the response was cut off'))
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}
