import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DefaultRestOptions } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { makeRequest } from '../../../adapters/discord/make-request.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v10/gateway?wait=true`
}

const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"text":"恭喜发财"}' }

describe('a request of the Discord client', () => {
  it('gets the same response as from the client’s own function', async () => {
    const address = await serve((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        const { method, url, headers } = request
        response.writeHead(429, { 'Content-Type': 'application/json', 'Retry-After': '1.5' })
        response.end(JSON.stringify({ method, url, type: headers['content-type'], body }))
      })
    })
    const read = async (send: typeof makeRequest) => {
      const response = await send(address, post)
      const { status, statusText, ok, headers } = response
      const names = ['content-type', 'Retry-After', 'X-RateLimit-Global']
      const values = names.map((name) => [headers.get(name), headers.has(name)])
      return { status, statusText, ok, values, said: await response.json() }
    }
    expect(await read(makeRequest)).toEqual(await read(DefaultRestOptions.makeRequest))
  })

  it('may get an empty response', async () => {
    const address = await serve((_, response) => response.writeHead(204).end())
    const response = await makeRequest(address, post)
    expect(response.ok).toBe(true)
    expect((await response.arrayBuffer()).byteLength).toBe(0)
  })

  it('fails when its signal aborts', async () => {
    const end = new AbortController()
    const address = await serve(() => end.abort())
    const request = makeRequest(address, { ...post, signal: end.signal })
    await expect(request).rejects.toHaveProperty('name', 'AbortError')
  })

  it('fails when the connection breaks in the middle of an answer', async () => {
    const address = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half of it', () => response.destroy())
    })
    await expect(makeRequest(address, post)).rejects.toThrow()
  })
})
