import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Everything the browser may do with the page: run and show what this server sent, and call this server. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

/** Maximum length of a request body, in bytes. */
export const MAX_BODY = 16 * 1024
/** A form may hold a picture, which base64 makes a third longer. Bytes. */
export const MAX_FORM_BODY = 12 * 1024 * 1024

/** Returns a new secret for one run of the program. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Compares in constant time. */
export function sameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

/** Returns the hosts by which a browser on this machine may address the server. Any other is a foreign name. */
function ownHosts(port: number): readonly string[] {
  const names = ['localhost', '127.0.0.1', '[::1]']
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
}

export function isOwnHost(host: string | undefined, port: number): boolean {
  return host !== undefined && ownHosts(port).includes(host.toLowerCase())
}

export function isOwnOrigin(origin: string, port: number): boolean {
  return ownHosts(port).some((host) => origin.toLowerCase() === `http://${host}`)
}

export interface RequestSource {
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
}

/** Returns whether a state-changing request comes from a page of this server. Missing headers don't count. */
export function isFromOwnPage({ origin, fetchSite }: RequestSource, port: number): boolean {
  if (origin !== undefined) return isOwnOrigin(origin, port)
  return fetchSite === 'same-origin'
}
