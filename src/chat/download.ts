import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface DownloadLimits {
  readonly maxBytes: number
  /** Milliseconds for the whole file. */
  readonly patienceMs: number
}

/**
 * Downloads a file from a platform, within limits. Follows no redirect, so the file comes from the address's own host.
 * Errors don't name the address, which may contain a token.
 */
export function download(
  address: URL,
  { maxBytes, patienceMs }: DownloadLimits,
): Promise<Uint8Array | 'too_large'> {
  const request = address.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs)
    const call = request(address, { signal }, (response) => {
      const end = (why: Error | 'too_large') => {
        response.destroy()
        if (why === 'too_large') resolve(why)
        else reject(why)
      }
      if (response.statusCode !== 200) return end(new Error(`status ${response.statusCode}`))
      if (Number(response.headers['content-length'] ?? 0) > maxBytes) return end('too_large')
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > maxBytes) end('too_large')
        else chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () => {
        if (response.complete) resolve(Buffer.concat(chunks))
        else reject(new Error('the file was cut off'))
      })
    })
    call.on('error', reject)
    call.end()
  })
}
