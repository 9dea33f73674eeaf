import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Answer, State } from '../../adapters/playground/wire.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import { freePort } from '../support/free-port.js'
import { PASSWORD } from '../support/mariadb.js'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { mariadbUrl } from '../support/on-mariadb.js'
import { missingRedis, startRedis } from '../support/redis.js'
import { type RunningProgram, startProgram } from '../support/running-program.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const run = promisify(execFile)

async function place() {
  const { folder, remove } = temporaryFolder()
  const url = await takeDatabase(mariadbUrl() as string)
  onTestFinished(async () => {
    await giveBack(url)
    remove()
  })
  const environment = { DATABASE_URL: url, LEDGER_KEY_FILE: join(folder, 'luckymoney.key') }
  const program = async () => {
    const started = await startProgram(folder, 0, { environment })
    onTestFinished(() => started.kill())
    return started
  }
  /** Runs a command of the operators' on the server, or with other variables. */
  const cli = async (args: string[], variables: Record<string, string> = environment) => {
    const env = { PATH: process.env.PATH, ...variables }
    const ended = await run(process.execPath, ['dist/cli.js', ...args], { env }).catch((error) => error)
    return { code: (ended.code as number | undefined) ?? 0, output: `${ended.stdout}${ended.stderr}` }
  }
  return { folder, url, environment, program, cli }
}

/** The page of a running program, as a browser uses it. */
async function openPage({ url }: RunningProgram) {
  const page = await (await fetch(url)).text()
  const token = /name="playground-token" content="([^"]+)"/.exec(page)?.[1] ?? ''
  const headers = { Origin: new URL(url).origin, 'X-Playground-Token': token }
  const post = async (path: 'say' | 'tap', body: Record<string, string>) => {
    const answer = await fetch(`${url}api/${path}`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ language: 'en', ...body }),
    })
    return (await answer.json()) as Answer
  }
  const state = async () => (await (await fetch(`${url}api/state`, { headers })).json()) as State
  const card = async () => {
    const { messages } = await state()
    const cards = messages.flatMap((message) =>
      message.kind === 'card' ? [message.envelope.envelopeNo] : [],
    )
    return cards.at(-1)
  }
  return { post, state, card }
}

function textOf({ message }: Answer): string | undefined {
  return message?.kind === 'private' ? message.text : undefined
}

describe('the program on a server', () => {
  test('plays a red packet, keeps every answer over a kill, refuses another key, and is inspected, backed up and moved to a file', async () => {
    const { folder, program, cli, environment } = await place()
    const first = await program()
    const page = await openPage(first)
    expect((await page.post('say', { id: 's1', as: 'lan', text: '/redpacket 6 2' })).outcome).toBe('sent')
    await expect.poll(page.card).toBeDefined()
    const envelopeNo = (await page.card()) as string
    const tap = { id: 't1', as: 'mei', data: cardActions(envelopeNo, 'en').grab.data }
    const grabbed = await page.post('tap', tap)
    expect(grabbed.outcome).toBe('grabbed')
    await first.kill()
    const second = await program()
    const after = await openPage(second)
    expect(textOf(await after.post('tap', tap))).toBe(textOf(grabbed))
    await expect.poll(async () => (await after.state()).books).toMatchObject({ ok: true })

    // Beside the running program.
    const reconciled = await cli(['reconcile'])
    expect(reconciled).toMatchObject({ code: 0, output: expect.stringContaining('the books balance') })
    expect((await cli(['show', envelopeNo])).output).toContain('envelope')
    const treat = ['top-up', '--community', '1', '--member', 'W-1', '--amount', '5', '--reason', 'prize']
    expect(await cli(treat)).toMatchObject({ code: 0 })
    const backup = join(folder, 'backup.db')
    expect(await cli(['backup', backup])).toMatchObject({
      code: 0,
      output: expect.stringContaining('verified'),
    })
    const onFile = { DATABASE_FILE: join(folder, 'moved.db'), LEDGER_KEY_FILE: environment.LEDGER_KEY_FILE }
    expect(await cli(['restore', backup], onFile)).toMatchObject({ code: 0 })
    expect(await cli(['reconcile'], onFile)).toMatchObject({ code: 0 })
    expect(await cli(['restore', backup])).toMatchObject({
      code: 2,
      output: expect.stringContaining('is in use'),
    })
    expect(await second.stop()).toBe(0)

    // Only with the key that signed its entries.
    const ended = await run(process.execPath, ['dist/main.js'], {
      env: { PATH: process.env.PATH, ...environment, LEDGER_KEY_FILE: join(folder, 'other.key') },
    }).catch((error) => error)
    expect(ended).toMatchObject({ code: 78, stderr: expect.stringContaining('There is no ledger key') })
    expect(readFileSync(environment.LEDGER_KEY_FILE, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)

    // And back to a server.
    const other = await takeDatabase(mariadbUrl() as string)
    onTestFinished(() => giveBack(other))
    const there = { ...environment, DATABASE_URL: other }
    expect(await cli(['restore', backup], there)).toMatchObject({ code: 0 })
    expect(await cli(['reconcile'], there)).toMatchObject({ code: 0 })
  })
})

const missing = missingRedis()
test.skipIf(missing)(
  `a program with REDIS_URL takes taps through Redis, and directly once Redis is gone${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const { folder, environment } = await place()
    const redis = await startRedis()
    onTestFinished(() => redis.remove())
    const program = await startProgram(folder, 0, { environment: { ...environment, REDIS_URL: redis.url } })
    onTestFinished(() => program.kill())
    const page = await openPage(program)
    const isRead = async () => {
      const [log] = (await redis.ask('KEYS', '*:log')) as string[]
      return log ? ((await redis.ask('XINFO', 'STREAM', log)) as { groups: number }).groups : 0
    }
    // The sweep starts the consumer.
    await expect.poll(isRead).toBe(1)
    expect((await page.post('say', { id: 's1', as: 'lan', text: '/redpacket 6 2' })).outcome).toBe('sent')
    await expect.poll(page.card).toBeDefined()
    const envelopeNo = (await page.card()) as string
    const { data } = cardActions(envelopeNo, 'en').grab
    const tap = (id: string, as: string) => page.post('tap', { id, as, data })
    const grabbed = await tap('t1', 'mei')
    expect(grabbed.outcome).toBe('grabbed')
    const [known] = (await redis.ask('KEYS', `*:envelope:${envelopeNo}`)) as string[]
    expect(await redis.ask('HGET', known ?? '', 'left')).toBe('1')
    await redis.kill()
    expect(textOf(await tap('t1', 'mei'))).toBe(textOf(grabbed))
    expect((await tap('t2', 'ming')).outcome).toBe('grabbed')
    expect(await program.stop()).toBe(0)
  },
)

describe('a server that cannot be used', () => {
  const failing = async (variables: Record<string, string>) => {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    const ended = await run(process.execPath, ['dist/main.js'], {
      env: {
        PATH: process.env.PATH,
        LEDGER_KEY_FILE: join(folder, 'key'),
        PLAYGROUND_PORT: '0',
        ...variables,
      },
    }).catch((error) => error)
    const output = `${ended.stdout}${ended.stderr}`
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).not.toContain(PASSWORD)
    expect(output).not.toContain(encodeURIComponent(PASSWORD))
    expect(existsSync(join(folder, 'key'))).toBe(false)
    return { code: ended.code, output }
  }

  test('because of a wrong password or an unknown database is refused by name, without the password', async () => {
    const url = new URL(`${mariadbUrl()}/nowhere`)
    expect(await failing({ DATABASE_URL: url.href })).toEqual({
      code: 78,
      output: expect.stringMatching(
        /^luckymoney: The database nowhere on 127\.0\.0\.1:\d+ cannot be used \(ER_BAD_DB_ERROR\)/,
      ),
    })
    url.password = 'wrong'
    expect(await failing({ DATABASE_URL: url.href })).toMatchObject({
      code: 78,
      output: expect.stringContaining('(ER_ACCESS_DENIED_ERROR). Check the user, the password'),
    })
  })

  test('because nothing answers ends with 74, so that it is started again', async () => {
    const url = new URL(`${mariadbUrl()}/nowhere`)
    url.port = String(await freePort())
    expect(await failing({ DATABASE_URL: url.href })).toMatchObject({
      code: 74,
      output: expect.stringContaining('ECONNREFUSED'),
    })
  })
})
