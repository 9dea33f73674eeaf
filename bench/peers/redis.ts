import { join } from 'node:path'
import { createClient } from '@redis/client'
import { type Books, type Grab, MEMBERS, type Peer } from './peer.js'
import { findProgram, missingUser, serverFolder, startServer } from './server.js'

/** The whole grab; Redis runs nothing else meanwhile. Returns the amount, or 0. */
const SCRIPT = `
local envelope, shares, claims, wallets, log = unpack(KEYS)
local number, member = ARGV[1], ARGV[2]
if redis.call('HEXISTS', claims, member) == 1 then return 0 end
local amount = redis.call('LPOP', shares)
if not amount then return 0 end
local position = redis.call('HINCRBY', envelope, 'grabbed', 1)
local left = redis.call('HINCRBY', envelope, 'balance', -amount)
local has = redis.call('HINCRBY', wallets, member, amount)
redis.call('HSET', claims, member, position .. ' ' .. amount)
redis.call('XADD', log, '*', 'envelope', number, 'position', position, 'member', member, 'amount', amount,
  'envelope_balance', left, 'wallet_balance', has)
return tonumber(amount)`

export const redis: Peer = {
  name: 'redis',
  title: 'Redis, one Lua script, appendfsync always',
  lacks:
    'everything has to fit into memory; a script that fails halfway keeps what it wrote; no rule is checked except by the script',
  missing: () =>
    findProgram('redis-server') ? missingUser() : 'redis-server is not installed (Debian: redis-server)',
  open: (folder) => open(serverFolder(folder)),
}

async function open(folder: string): Promise<Books> {
  const path = join(folder, 'socket')
  const server = await startServer({
    file: findProgram('redis-server') as string,
    args: [
      ...['--port', '0', '--unixsocket', path, '--dir', folder, '--daemonize', 'no'],
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
    ],
    folder,
    ready: /ready to accept connections/i,
    stopSignal: 'SIGTERM',
  })
  const connect = async () => {
    const client = createClient({ socket: { path, tls: false, reconnectStrategy: false } })
    // A server that stops must not end the process before it has cleaned up; commands report what they lost.
    client.on('error', () => {})
    return await client.connect()
  }
  type Client = Awaited<ReturnType<typeof connect>>
  const admin = await connect()
  const sha = await admin.scriptLoad(SCRIPT)
  const envelopesSent: number[] = []
  let clients: Client[] = []
  await admin.hSet('wallets', Object.fromEntries(Array.from({ length: MEMBERS }, (_, member) => [member, 0])))
  const grabBy =
    (client: Client): Grab =>
    async ({ envelope, member }) =>
      Number(
        await client.evalSha(sha, {
          keys: [`envelope:${envelope}`, `shares:${envelope}`, `claims:${envelope}`, 'wallets', 'log'],
          arguments: [String(envelope), String(member)],
        }),
      )
  const disconnect = () => Promise.all(clients.map((client) => client.close()))
  return {
    connect: async (count) => {
      await disconnect()
      clients = await Promise.all(Array.from({ length: count }, connect))
      return clients.map(grabBy)
    },
    send: async (sent) => {
      await Promise.all(
        sent.map(async (shares) => {
          const total = shares.reduce((sum, amount) => sum + amount, 0)
          const number = envelopesSent.push(total)
          await admin
            .multi()
            .hSet(`envelope:${number}`, { total, balance: total, grabbed: 0 })
            .rPush(`shares:${number}`, shares.map(String))
            .exec()
        }),
      )
    },
    sums: async () => {
      const numbers = envelopesSent.map((_, index) => index + 1)
      const [balances, wallets, claims, log] = await Promise.all([
        Promise.all(numbers.map((number) => admin.hGet(`envelope:${number}`, 'balance'))),
        admin.hVals('wallets'),
        Promise.all(numbers.map((number) => admin.hVals(`claims:${number}`))),
        admin.xRange('log', '-', '+').then((lines) => lines ?? []),
      ])
      const claimed = claims.flat()
      return {
        wallets: sumOf(wallets),
        envelopes: sumOf(balances),
        claimed: sumOf(claimed.map((claim) => claim.split(' ')[1])),
        claims: claimed.length,
        logged: sumOf(log.map(({ message }) => message.amount)),
        logLines: log.length,
      }
    },
    serverCpu: () => server.cpu(),
    close: async () => {
      await Promise.all([disconnect(), admin.close()])
      await server.stop()
    },
  }
}

function sumOf(numbers: readonly unknown[]): number {
  return numbers.reduce<number>((sum, number) => sum + Number(number), 0)
}
