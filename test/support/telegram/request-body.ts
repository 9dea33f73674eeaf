import type { IncomingMessage } from 'node:http'
import { badRequest } from './api-error.js'

/** Returns all parameters of a request; those in the body override those in the query. */
export async function readParams(request: IncomingMessage, query: URLSearchParams) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  return { ...Object.fromEntries(query), ...(await readBody(body, request.headers['content-type'] ?? '')) }
}

async function readBody(body: Buffer, contentType: string): Promise<Record<string, unknown>> {
  if (body.length === 0) return {}
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return readJson(body.toString())
  if (type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(body.toString()))
  return type === 'multipart/form-data' ? await readParts(body, contentType) : {}
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Reported below.
  }
  throw badRequest("can't parse JSON object")
}

/** A file among the parameters of a call. */
export interface SentFile {
  readonly file: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** Parses a multipart body. */
async function readParts(body: Buffer, contentType: string): Promise<Record<string, unknown>> {
  const form = await new Response(Uint8Array.from(body), {
    headers: { 'content-type': contentType },
  }).formData()
  const params: Record<string, unknown> = {}
  for (const [name, value] of form)
    params[name] =
      typeof value === 'string'
        ? value
        : // The journal shows the file's name; its bytes would fill it.
          Object.defineProperty({ file: value.name, type: value.type }, 'bytes', {
            value: new Uint8Array(await value.arrayBuffer()),
          })
  return params
}
