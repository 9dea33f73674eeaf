import type { IncomingMessage } from 'node:http'
import { badRequest } from './api-error.js'

/** Returns all parameters of a request; those in the body override those in the query. */
export async function readParams(request: IncomingMessage, query: URLSearchParams) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  return { ...Object.fromEntries(query), ...readBody(body, request.headers['content-type'] ?? '') }
}

function readBody(body: Buffer, contentType: string): Record<string, unknown> {
  if (body.length === 0) return {}
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return readJson(body.toString())
  if (type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(body.toString()))
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1]
  if (type === 'multipart/form-data' && boundary) return readParts(body.toString(), boundary)
  return {}
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

/** Parses a multipart body: fields keep their text, files only their name. */
function readParts(text: string, boundary: string): Record<string, unknown> {
  const params: Record<string, unknown> = {}
  for (const part of text.split(`--${boundary}`)) {
    const at = part.indexOf('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(part.slice(0, at))?.[1]
    if (at < 0 || name === undefined) continue
    const file = /filename="([^"]*)"/.exec(part.slice(0, at))?.[1]
    params[name] = file === undefined ? part.slice(at + 4).replace(/\r\n$/, '') : { file }
  }
  return params
}
