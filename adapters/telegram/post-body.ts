import { randomBytes } from 'node:crypto'
import { httpCall } from '../../src/chat/http-call.js'

/** Telegram's answers are small; anything larger isn't one. Bytes. */
const LARGEST_ANSWER = 16 * 1024 * 1024

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

/** Posts a body and resolves with the complete answer, whatever its status. Rejects like `httpCall`. */
export function post(address: string, { type, content }: Body, signal: AbortSignal) {
  const headers = { 'content-type': type }
  const call = { method: 'POST', headers, body: content, maxBytes: LARGEST_ANSWER, signal } as const
  return httpCall(new URL(address), call).then(({ status, bytes }) => {
    if (!bytes) throw new Error('the answer is too large')
    return { status, text: bytes.toString('utf8') }
  })
}
