import { randomBytes } from 'node:crypto'
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

/** Body of a request, and its media type. */
export interface Body {
  readonly type: string
  readonly content: string | Uint8Array
}

/** Returns parameters as a JSON body. */
export function jsonBody(parameters: object): Body {
  return { type: 'application/json', content: JSON.stringify(parameters) }
}

/**
 * Returns parameters and a file as a form, which is how files are uploaded. The platform's FormData would turn every line
 * break into two characters, and move all entities behind it.
 */
export function formBody(parameters: object, { field, name, bytes, mediaType }: UploadedFile): Body {
  const boundary = randomBytes(24).toString('hex')
  const part = (about: string) => `--${boundary}\r\ncontent-disposition: form-data; ${about}\r\n`
  const fields = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      return `${part(`name="${key}"`)}\r\n${text}\r\n`
    })
  const file = `${part(`name="${field}"; filename="${name}"`)}content-type: ${mediaType}\r\n\r\n`
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    content: Buffer.concat([
      Buffer.from(fields.join('') + file),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}

/** A file among the parameters of a call. */
export interface UploadedFile {
  readonly field: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/**
 * Posts a body and resolves with the complete answer, whatever its status. Rejects when there is no answer, when
 * the connection breaks halfway, or when the signal aborts.
 */
export function post(address: string, { type, content }: Body, signal: AbortSignal): Promise<Answer> {
  const url = new URL(address)
  const [request, agent] = url.protocol === 'https:' ? [requestHttps, secure] : [requestHttp, plain]
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(content) }
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
    call.end(content)
  })
}
