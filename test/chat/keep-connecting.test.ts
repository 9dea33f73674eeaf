import pino from 'pino'
import { expect, test } from 'vitest'
import { type ConnectOptions, keepConnecting } from '../../src/chat/keep-connecting.js'
import { LoginRefused } from '../../src/chat/platform.js'

function options(connect: () => Promise<void>, more: Partial<ConnectOptions> = {}) {
  const lines: { againInSeconds: number; why: string; msg: string }[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const { signal } = new AbortController()
  const given: ConnectOptions = {
    ...{ platform: 'Anywhere', connect, signal, log, firstPauseMs: 1, maxPauseMs: 4, ...more },
  }
  return { given, lines }
}

test('retries with pauses that double up to a maximum, until it works', async () => {
  let tries = 0
  const { given, lines } = options(async () => {
    if (++tries < 6) throw new Error(`failure ${tries}`)
  })
  await keepConnecting(given)
  expect(tries).toBe(6)
  expect(lines.map(({ againInSeconds }) => againInSeconds * 1000)).toEqual([1, 2, 4, 4, 4])
  expect(lines[0]).toMatchObject({ why: 'failure 1', msg: 'Anywhere cannot be reached' })
})

test('waits as long as the platform asks, and logs no secrets', async () => {
  let tries = 0
  const { given, lines } = options(
    async () => {
      if (++tries < 2) throw new Error('the token')
    },
    { explain: () => ({ why: 'too many requests', afterMs: 9 }) },
  )
  await keepConnecting(given)
  expect(lines).toMatchObject([{ why: 'too many requests', againInSeconds: 0.009 }])
})

test.each([
  ['a refused login', new LoginRefused('copy the token again')],
  ['a port that is taken', Object.assign(new Error('EADDRINUSE'), { syscall: 'listen' })],
])('gives up after %s', async (_, error) => {
  const { given, lines } = options(() => Promise.reject(error))
  await expect(keepConnecting(given)).rejects.toBe(error)
  expect(lines).toEqual([])
})

test('ends without an error when stopped during a pause or an attempt', async () => {
  const end = new AbortController()
  const { given } = options(() => Promise.reject(new Error('out of reach')), {
    ...{ signal: end.signal, firstPauseMs: 60_000, maxPauseMs: 60_000 },
  })
  const connecting = keepConnecting(given)
  end.abort()
  await connecting
})
