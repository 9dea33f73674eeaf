import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { confirm } from '../../adapters/cli/confirm.js'
import { csvRow } from '../../adapters/cli/csv.js'
import { runsOf } from '../../adapters/cli/files.js'
import { runCommand } from '../../adapters/cli/run-command.js'
import { commit, sha256 } from '../../src/core/fairness.js'
import { found, tryLink } from '../support/linked-world.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { DAY, LOBBY, MINUTE, openWorld, person, SECOND, type World } from '../support/world.js'

/** The program as npm run cli starts it. */
const PROGRAM = resolve('dist/cli.js')

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command in this process, which takes a hundredth of the time. */
async function cli(args: readonly string[]): Promise<Ran> {
  const said = { out: '', err: '' }
  const hear = (stream: NodeJS.WriteStream, name: keyof typeof said) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[name] += text
      return true
    })
  const spies = [hear(process.stdout, 'out'), hear(process.stderr, 'err')]
  process.exitCode = 0
  try {
    await runCommand(args)
    return { code: Number(process.exitCode), ...said }
  } finally {
    process.exitCode = 0
    for (const spy of spies) spy.mockRestore()
  }
}

/** Runs the program in its own process. */
function cliProcess(
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ran> {
  return runProcess(process.execPath, [PROGRAM, ...args], options)
}

function runProcess(
  file: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ran> {
  const { DATABASE_FILE, LEDGER_KEY_FILE, ...inherited } = process.env
  const env = { ...inherited, ...options.env }
  return new Promise((done) => {
    execFile(file, args, { env, cwd: options.cwd }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

/** Runs a command on a world's files. */
function on(world: World, ...args: string[]): Promise<Ran> {
  return cli([...args, '--database', world.file, '--ledger-key', world.keyFile])
}

/** Runs the program on a world's files in its own process. */
function apart(world: World, ...args: string[]): Promise<Ran> {
  return cliProcess([...args, '--database', world.file, '--ledger-key', world.keyFile])
}

/** Runs the program on a world's files with a closed output pipe; resolves with its exit code. */
async function unread(world: World, ...args: string[]): Promise<number> {
  const files = ['--database', world.file, '--ledger-key', world.keyFile]
  const child = spawn(process.execPath, [PROGRAM, ...args, ...files], { stdio: ['ignore', 'pipe', 'pipe'] })
  // Happens well before the program prints, so that its first line already meets a closed pipe.
  child.stdout.destroy()
  child.stderr.destroy()
  const [code] = await once(child, 'exit')
  return code
}

function emptyFolder(): string {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  return folder
}

/** A world at the present time, with an envelope of 10.00 in 3 shares, of which Bo and Cy have one each. */
async function livelyWorld() {
  const world = await openWorld({ startAt: Date.now() })
  await world.fund(10_000, 'Ann')
  const sent = await world.send('Ann', { greeting: '恭喜发财' })
  const grabbed = await world.grabs(sent.envelopeNo, 'Bo', 'Cy')
  return { world, sent, grabbed }
}

/** Expects a one-line refusal that names its cause, without a stack trace, and exit code 2. */
function expectRefused(ran: Ran, ...words: (string | RegExp)[]): void {
  for (const word of words) expect(ran.err).toMatch(word)
  expect(ran.err.trim().split('\n')).toHaveLength(1)
  expect(ran.err).not.toMatch(/\n\s+at /)
  expect(ran.code).toBe(2)
}

const COMMANDS = [
  ...['migrate', 'reconcile', 'show', 'communities', 'members', 'stats', 'top-up', 'freeze', 'thaw'],
  ...['reverse', 'backup', 'export'],
]

describe('the program', () => {
  test('--help names every command and exits with 0', async () => {
    const ran = await cli(['--help'])
    for (const command of COMMANDS) expect(ran.out).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(ran.code).toBe(0)
  })

  test("--version prints the package's version", async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(await cli(['--version'])).toMatchObject({ code: 0, out: `${version}\n`, err: '' })
  })

  test('warns of a misspelt variable that would name another file', async () => {
    const world = await openWorld()
    const files = ['--database', world.file, '--ledger-key', world.keyFile]
    const ran = await cliProcess(['reconcile', ...files], { env: { DATABASE_FIEL: 'the-right-one.db' } })
    expect(ran).toMatchObject({
      code: 0,
      err: 'luckymoney: unknown variables: DATABASE_FIEL; see .env.example\n',
    })
  })

  test('npm run cli starts it and passes on its exit code', async () => {
    const run = (...args: string[]) => runProcess('npm', ['run', '--silent', 'cli', '--', ...args])
    expect(await run('--help')).toMatchObject({ code: 0, out: (await cli(['--help'])).out })
    const refused = await run('show', 'W-1', '--database', join(emptyFolder(), 'none.db'))
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('no database at') })
  })

  test('wrong usage exits with 2 and says so on standard error only', async () => {
    const wrong = [
      [],
      ['audit'],
      ['reconcile', '--fix'],
      ['backup'],
      ['top-up', '--community', '1'],
      ['show', 'W-1', '--limit', 'many'],
    ]
    for (const args of wrong) {
      const ran = await cli(args)
      expect(ran).toMatchObject({ code: 2, out: '' })
      expect(ran.err).not.toBe('')
    }
  })

  test('the files come from the environment, then from .env; an option wins over both', async () => {
    const folder = emptyFolder()
    const line = (name: string) => `DATABASE_FILE=${name}.db\nLEDGER_KEY_FILE=${name}.key\n`
    writeFileSync(join(folder, '.env'), line('dotenv'))
    expect((await cliProcess(['migrate'], { cwd: folder })).code).toBe(0)
    const env = { DATABASE_FILE: 'env.db', LEDGER_KEY_FILE: 'env.key' }
    expect((await cliProcess(['migrate'], { cwd: folder, env })).code).toBe(0)
    expect((await cliProcess(['migrate', '--database', 'option.db'], { cwd: folder, env })).code).toBe(0)
    const files = readdirSync(folder).filter((name) => /\.(db|key)$/.test(name))
    expect(files.sort()).toEqual(['dotenv.db', 'dotenv.key', 'env.db', 'env.key', 'option.db'])
  })

  test('names an unusable variable', async () => {
    expectRefused(await cliProcess(['reconcile'], { env: { PLAYGROUND_PORT: 'many' } }), 'PLAYGROUND_PORT')
  })

  test('commands that need a database create none', async () => {
    const folder = emptyFolder()
    const file = join(folder, 'none.db')
    const topUp = 'top-up --community 1 --member W-1 --amount 1 --reason r'
    const commands = ['reconcile', 'show W-1', `backup ${folder}/copy.db`, `export ${folder}/csv`, topUp]
    for (const command of commands) {
      const ran = await cli([...command.split(' '), '--database', file])
      expectRefused(ran, /no database at .*none\.db/)
    }
    expect(readdirSync(folder)).toEqual([])
  })

  test('refuses a file that is not a database', async () => {
    const folder = emptyFolder()
    const file = join(folder, 'poem.db')
    writeFileSync(file, 'Roses are red, violets are blue. '.repeat(100))
    expectRefused(await cli(['reconcile', '--database', file]), /poem\.db cannot be read as a database/)
    expectRefused(await cli(['migrate', '--database', file, '--ledger-key', join(folder, 'k')]), 'poem.db')
    expect(readFileSync(file, 'utf8')).toMatch(/^Roses/)
  })
})

test('every command refuses a file of another development version with what to do, instead of calling it damaged', async () => {
  const { world, sent } = await livelyWorld()
  await world.stop()
  world.tamper((database) =>
    database.exec(
      `ALTER TABLE community ADD COLUMN colour TEXT; DELETE FROM meta WHERE name LIKE 'schema %'`,
    ),
  )
  for (const args of [['reconcile'], ['show', sent.envelopeNo], ['stats'], ['backup', 'x.db'], ['migrate']])
    expectRefused(
      await on(world, ...args),
      /made by another development version.*Use the version that made it/,
    )
})

test('runs only commands for all databases on each of several, even if an option contains their name', () => {
  vi.stubEnv('DATABASE_URL', 'mysql://a@h/one mysql://a@h/two')
  onTestFinished(() => void vi.unstubAllEnvs())
  const topUp = ['top-up', '--community', '1', '--member', 'W-1', '--amount', '5', '--reason', 'stats']
  expect(runsOf(topUp)).toEqual([topUp])
  expect(runsOf(['--ledger-key', 'stats', 'show', '12'])).toHaveLength(1)
  expect(runsOf(['--ledger-key', 'key', 'stats'])).toEqual([
    ['--ledger-key', 'key', 'stats', '--number', '1'],
    ['--ledger-key', 'key', 'stats', '--number', '2'],
  ])
})

describe('a reader that closes the pipe', () => {
  const topUp = 'top-up --community 1 --member W-2 --amount 12.50 --reason prize'.split(' ')

  test('stops no command: the work is done before it exits with 0', async () => {
    const { world } = await livelyWorld()
    await world.stop()
    const before = world.money()
    expect(await unread(world, ...topUp)).toBe(0)
    expect(world.money()).toMatchObject({ trades: before.trades + 1, balances: { 'W-2': 10_250 } })
  })

  test('hides no failure', async () => {
    const { world } = await livelyWorld()
    expect(await unread(world, ...topUp)).toBe(2)
    world.tamper((database) =>
      database.prepare(`UPDATE account SET balance = balance + 1 WHERE account_no = 'W-2'`).run(),
    )
    expect(await unread(world, 'reconcile', '--json')).toBe(1)
  })

  test.skipIf(!existsSync('/dev/full'))('reports output lost on a full disk', async () => {
    const { world } = await livelyWorld()
    await world.stop()
    const files = ['--database', world.file, '--ledger-key', world.keyFile]
    const shell = ['-c', '"$@" > /dev/full', 'sh', process.execPath, PROGRAM, ...topUp, ...files]
    expectRefused(await runProcess('sh', shell), 'output is lost')
    expect(world.money().balances).toMatchObject({ 'W-2': 10_250 })
  })
})

describe('migrate', () => {
  test('creates a database and its key, and then has nothing left to do', async () => {
    const folder = emptyFolder()
    const files = ['--database', join(folder, 'new.db'), '--ledger-key', join(folder, 'new.key')]
    const first = await cli(['migrate', ...files])
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('applied 0001_schema') })
    expect(first.out).toContain('new.key')
    const second = await cli(['migrate', ...files])
    expect(second.code).toBe(0)
    expect(second.out).not.toContain('applied')
    expect((await cli(['reconcile', ...files])).code).toBe(0)
  })

  test('is refused while another process has the database', async () => {
    const world = await openWorld()
    expectRefused(await apart(world, 'migrate'), /Another Luckymoney process is using/)
  })
})

describe('reconcile', () => {
  test('recognises an older copy, even though its books balance', async () => {
    const world = await openWorld()
    await world.fund(1000, 'Ann')
    const older = readFileSync(world.file)
    const log = readFileSync(`${world.file}-wal`)
    await world.fund(1000, 'Bob')
    await world.stop()
    expect((await on(world, 'reconcile')).out).not.toContain('but:')
    writeFileSync(world.file, older)
    writeFileSync(`${world.file}-wal`, log)
    const ran = await apart(world, 'reconcile')
    expect(ran.code).toBe(3)
    expect(ran.out).toMatch(/the books balance: .*\nbut: .* is not the database that was here last/)
    world.tamper((database) => database.prepare('UPDATE account SET balance = balance + 1').run())
    expect((await on(world, 'reconcile')).code).toBe(1)
  })

  test('prints a line for each invariant and a summary, even while another process writes', async () => {
    const { world } = await livelyWorld()
    const ran = await apart(world, 'reconcile')
    for (let number = 1; number <= 14; number++)
      expect(ran.out).toMatch(new RegExp(`^ ?${number}  ok      \\w`, 'm'))
    expect(ran.out).toMatch(/the books balance: 4 trades, 8 entries, [0-9.]+ s\n$/)
    expect(ran).toMatchObject({ code: 0, err: '' })
  })

  test('changes nothing, and --json prints the whole report', async () => {
    const { world } = await livelyWorld()
    await world.stop()
    const before = readFileSync(world.file)
    const report = JSON.parse((await on(world, 'reconcile', '--json')).out)
    expect(report).toMatchObject({ ok: true, trades: 4, entries: 8, seconds: expect.any(Number) })
    expect(report.invariants).toHaveLength(14)
    expect(readFileSync(world.file).equals(before)).toBe(true)
  })

  test('reports a planted violation by invariant and id, and exits with 1', async () => {
    const { world } = await livelyWorld()
    world.tamper((database) =>
      database.prepare(`UPDATE account SET balance = balance + 1 WHERE account_no = 'W-2'`).run(),
    )
    const ran = await on(world, 'reconcile')
    expect(ran.out).toMatch(/^ 1 {2}BROKEN .*\n +community 1 sums to 1$/m)
    expect(ran.out).toMatch(/^ 2 {2}BROKEN .*\n +account W-2 has 9001, its entries sum to 9000$/m)
    expect(ran.out).toMatch(/^ 4 {2}ok /m)
    expect(ran.out).toContain('THE BOOKS DO NOT BALANCE')
    expect(ran.code).toBe(1)
  })

  test('refuses the key of another database instead of calling every entry forged', async () => {
    const { world } = await livelyWorld()
    const other = join(world.folder, 'other.key')
    writeFileSync(other, `${'ab'.repeat(32)}\n`)
    const ran = await cli(['reconcile', '--database', world.file, '--ledger-key', other])
    expectRefused(ran, /other\.key is not the key/)
  })

  test('an envelope past its deadline breaks invariant 12 only while a bot runs', async () => {
    const world = await openWorld({ startAt: Date.now() - 10 * MINUTE })
    await world.fund(1_000, 'Ann')
    await world.send('Ann', { lifetime: MINUTE })
    const running = await on(world, 'reconcile')
    expect(running.out).toMatch(/^12 {2}BROKEN/m)
    expect(running.code).toBe(1)
    await world.stop()
    const stopped = await on(world, 'reconcile')
    expect(stopped.out).toMatch(/no bot is running on this file/)
    expect(stopped.code).toBe(0)
  })
})

describe('show', () => {
  test('an envelope: its claims; the remaining shares stay secret until it ends', async () => {
    const { world, sent, grabbed } = await livelyWorld()
    const { envelopeNo, commitment } = sent
    const left = 1_000 - (grabbed[0] as number) - (grabbed[1] as number)
    const open = (await on(world, 'show', envelopeNo)).out
    expect(open).toContain(`envelope ${envelopeNo}: open`)
    expect(open).toContain(commitment)
    expect(open).toMatch(new RegExp(`1 +${money(grabbed[0])} .* 3 Bo$`, 'm'))
    expect(open).toMatch(new RegExp(`2 +${money(grabbed[1])} .* 4 Cy$`, 'm'))
    expect(open).toMatch(/3 +sealed/)

    world.clock.pass(25 * 60 * MINUTE)
    await world.app.expireEnvelopes(10)
    const ended = (await on(world, 'show', envelopeNo.toUpperCase())).out
    expect(ended).toContain(`envelope ${envelopeNo}: expired`)
    expect(ended).toMatch(new RegExp(`refunded +${money(left)} L by trade 5`))
    expect(ended).not.toContain('sealed')
    const [, shares, salt] =
      new RegExp(`text +luckymoney/1 ${envelopeNo} ([0-9,]+) ([0-9a-f]{32})$`, 'm').exec(ended) ?? []
    expect(commit({ envelopeNo, shares: shares?.split(',').map(Number) ?? [], salt: salt ?? '' })).toBe(
      commitment,
    )
  })

  test('a scheduled envelope: its shares stay secret as well', async () => {
    const world = await openWorld({ startAt: Date.now() })
    await world.fund(10_000, 'Ann')
    const scheduled = await world.trySend('Ann', { appointments: [world.clock.now() + 60 * MINUTE] })
    if (scheduled.kind !== 'scheduled') throw new Error(scheduled.kind)
    const { out } = await on(world, 'show', scheduled.envelopes[0]?.envelopeNo as string)
    expect(out).toContain(': scheduled')
    expect(out).toMatch(/text +\(sealed until it ends\)/)
    expect(out.match(/^ +[123] +sealed/gm)).toHaveLength(3)
  })

  test.each([
    ['speed', {}],
    ['fair start', { fairStart: 3_000 }],
    ['draw', { way: 'draw' }],
    ['shake', { way: 'shake' }],
    ['conditions', { conditions: [{ kind: 'quiz', question: '1+1?', answers: ['2', '3'], right: 0 }] }],
  ] as const)(
    'an envelope that has ended (%s): the text whose SHA-256 is its commitment',
    async (_what, terms) => {
      const world = await openWorld({ startAt: Date.now() })
      await world.fund(10_000, 'Ann')
      const { envelopeNo, commitment } = await world.send('Ann', terms)
      await world.cancel('Ann', envelopeNo)
      const { out } = await on(world, 'show', envelopeNo)
      expect(sha256(/^ +text +(.*)$/m.exec(out)?.[1] ?? '')).toBe(commitment)
    },
  )

  test('an account: its balance and its newest entries, up to --limit', async () => {
    const { world, sent } = await livelyWorld()
    const whole = (await on(world, 'show', 'w-2')).out
    expect(whole).toMatch(/account W-2: wallet of Ann\n/)
    expect(whole).toMatch(/balance +90\.00 L\n/)
    expect(whole).toMatch(/^W-2\.2 .* send +-10\.00 +90\.00 .*恭喜发财$/m)
    expect(whole).toMatch(/^W-2\.1 .* top_up +\+100\.00 +100\.00 +M-1 +1 {2}pocket money$/m)
    const newest = (await on(world, 'show', 'W-2', '--limit', '1')).out
    expect(newest).toContain('W-2.2')
    expect(newest).not.toContain('W-2.1 ')
    expect((await on(world, 'show', `E-${sent.envelopeNo}`)).out).toContain(': envelope of Ann')
    expect((await on(world, 'show', 'M-1')).out).toMatch(/balance +-100\.00 L\n/)
  })

  test('a trade: both entries', async () => {
    const { world, sent } = await livelyWorld()
    const ran = await on(world, 'show', '3')
    expect(ran.out).toMatch(/^trade 3: grab\n/)
    expect(ran.out).toMatch(new RegExp(`^E-${sent.envelopeNo}\\.2 .* W-3 `, 'm'))
    expect(ran.out).toMatch(new RegExp(`^W-3\\.1 .* E-${sent.envelopeNo} `, 'm'))
  })

  test('refuses unknown and malformed numbers', async () => {
    const world = await openWorld()
    for (const number of ['W-99', '0123456789']) {
      expectRefused(await on(world, 'show', number), `${number} is not in the books`)
    }
    for (const text of ['X-1', "1' OR '1'='1"])
      expectRefused(await on(world, 'show', text), 'is not a valid number')
  })
})

describe('communities, members and stats', () => {
  /** A lively world, and what was taken from its red packet. */
  async function grabbedWorld() {
    const { world, grabbed } = await livelyWorld()
    const taken = (grabbed[0] as number) + (grabbed[1] as number)
    return { world, grabbed, taken }
  }

  test('communities: where the money is, while the bot runs, the latest activity first', async () => {
    const { world, taken } = await grabbedWorld()
    const elsewhere = await world.foundElsewhere()
    const communities = JSON.parse((await on(world, 'communities', '--json')).out)
    const figures = { members: 4, open: 1, scheduled: 0, packets: 1, linked_to: null }
    expect(communities[0]).toEqual({
      ...{ id: 1, name: 'The lobby', scale: 2, symbol: 'L', chats: ['test:lobby'], ...figures },
      ...{ in_wallets: 9_000 + taken, in_packets: 1_000 - taken, last_activity: world.clock.now() },
    })
    expect(communities[1]).toMatchObject({ id: 2, members: 0, in_wallets: 0, last_activity: null })
    const { out } = await on(world, 'communities', '--limit', '1')
    expect(out).toMatch(
      new RegExp(
        `^ 1 +4 +1 +1 +${money(9_000 + taken)} L +${money(1_000 - taken)} .* test:lobby +The lobby$`,
        'm',
      ),
    )
    expect(out).toContain('the latest 1 of 2; --limit shows more')
    expect(out).not.toContain(elsewhere.chat)
  })

  test('communities: names where the money of a linked one is', async () => {
    const world = await openWorld()
    await found(world)
    expect((await tryLink(world)).kind).toBe('communities_linked')
    const communities = JSON.parse((await on(world, 'communities', '--json')).out)
    expect(communities).toMatchObject([
      { id: 1, linked_to: null, chats: ['other:group', 'test:lobby'] },
      { id: 2, linked_to: 1, chats: [] },
    ])
  })

  test('members: the largest balance first, with what they sent and grabbed', async () => {
    const { world, grabbed, taken } = await grabbedWorld()
    await world.freeze('Bo')
    const { out } = await on(world, 'members', 'test:lobby', '--limit', '3')
    expect(out).toMatch(/^W-2 +90\.00 +10\.00 +1 +0\.00 +0 +- +Ann$/m)
    const [first] = grabbed
    expect(out).toMatch(new RegExp(`^W-3 +${money(first)} +0\\.00 +0 +${money(first)} +1 +frozen +Bo$`, 'm'))
    expect(out).toContain('3 of 4; --limit shows more')
    const members = JSON.parse((await on(world, 'members', '1', '--json')).out)
    expect(members.map(({ balance }: { balance: number }) => balance)).toEqual(
      [9_000, ...grabbed, 0].sort((one, other) => Number(other) - Number(one)),
    )
    expectRefused(await on(world, 'members', 'test:nowhere'), 'community test:nowhere does not exist')
    await world.app.leaderboard({ place: world.place, by: person('Ann'), board: 'sent', period: 'ever' })
    world.clock.pass(DAY)
    await world.app.expireEnvelopes(10)
    const after = JSON.parse((await on(world, 'members', '1', '--json')).out)
    expect(after[0]).toMatchObject({ name: 'Ann', sent: taken, packets_sent: 1 })
    expect(after[1]).toMatchObject({ received: Math.max(...grabbed), packets_grabbed: 1 })
  })

  test('stats: figures of each day with a sparkline, totals, and the supply by way', async () => {
    const { world, taken } = await grabbedWorld()
    await world.foundElsewhere()
    const { out } = await on(world, 'stats')
    expect(out).toMatch(/^2 communities\n {2}packets {2}[▁█]{30} {2}1 in 30 days/)
    expect(out).toMatch(/^community 1: The lobby\n {2}packets {2}▁{28}[▁█]{2} {2}1 in 30 days/m)
    expect(out).toMatch(/^ {2}grabs {4}[▁█]{30} {2}2 in 30 days/m)
    expect(out).toMatch(new RegExp(`^  grabbed  [▁█]{30}  ${money(taken)} L in 30 days`, 'm'))
    expect(out).toMatch(/^ {2}in circulation {2}100\.00 L$/m)
    expect(out).toMatch(/^ {2}top_up +100\.00 L +1$/m)
    const only = JSON.parse((await on(world, 'stats', '--community', '2', '--json')).out)
    expect(only).toEqual([
      expect.objectContaining({ id: 2, in_circulation: 0, supply: [], days: expect.any(Array) }),
    ])
    expectRefused(await on(world, 'stats', '--community', '3'), 'community 3 does not exist')
  })
})

describe('freeze and thaw', () => {
  test('freeze a wallet for a reason, and end that', async () => {
    const world = await openWorld()
    await world.balance('Ann')
    await world.stop()
    const wallet = ['--community', '1', '--member', 'w-1', '--yes']
    const frozen = await on(world, 'freeze', ...wallet, '--reason', 'fraud', '--key', 'a')
    expect(frozen).toMatchObject({ code: 0, out: 'key a\nthe wallet of Ann is frozen: fraud\n' })
    expectRefused(await on(world, 'freeze', ...wallet, '--reason', 'fraud'), 'frozen already: fraud')
    expectRefused(await on(world, 'freeze', ...wallet, '--reason', ' '), 'give a --reason')
    expectRefused(
      await on(world, 'thaw', '--community', '1', '--member', 'W-9', '--reason', 'r'),
      'no member',
    )
    const thawed = await on(world, 'thaw', ...wallet, '--reason', 'it was hers', '--key', 'b')
    expect(thawed).toMatchObject({ code: 0, out: 'key b\nthe wallet of Ann is thawed\n' })
    expectRefused(await on(world, 'thaw', ...wallet, '--reason', 'r'), 'is not frozen')
    await world.start()
    expect(await world.broken()).toEqual([])
  })
})

describe('a change that an operator has to agree to', () => {
  test('is named and refused without a terminal and --yes', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann')
    await world.stop()
    const before = world.money()
    const freeze = ['freeze', '--community', '1', '--member', 'W-2', '--reason', 'fraud']
    expectRefused(
      await on(world, ...freeze),
      /would freeze the wallet W-2 of Ann in The lobby, because: fraud.*--yes/,
    )
    const reverse = ['reverse', '--community', '1', '--trade', '1', '--reason', 'mistake']
    expectRefused(
      await on(world, ...reverse),
      /would reverse trade 1: 10\.00 L back from Ann to the mint.*--yes/,
    )
    expect(world.money()).toEqual(before)
    const status = world.tamper((database) =>
      database.prepare('SELECT DISTINCT status FROM account').pluck().all(),
    )
    expect(status).toEqual(['active'])
  })

  test.each(['y\n', 'Yes\n'])('is done after the answer %j', async (answer) => {
    const { asked, said } = askOn(answer)
    await expect(asked).resolves.toBeUndefined()
    expect(said()).toBe('This will freeze a wallet.\nGo on? [y/N] ')
  })

  test.each(['\n', 'n\n', 'yeah\n', ''])('is not done after the answer %j', async (answer) => {
    await expect(askOn(answer).asked).rejects.toThrow('nothing was done')
  })

  /** Asks on a terminal at which this is typed, and then the end of the file. */
  function askOn(answer: string) {
    const input = Object.assign(new PassThrough(), { isTTY: true })
    const output = new PassThrough()
    input.end(answer)
    return { asked: confirm('freeze a wallet', {}, input, output), said: () => String(output.read()) }
  }
})

describe('reverse', () => {
  test('gives the money of a trade back, once', async () => {
    const world = await openWorld()
    await world.fund(1_000, 'Ann')
    await world.send('Ann')
    await world.stop()
    const asked = (trade: string, key = 'a', reason = 'a mistake') => [
      ...['reverse', '--community', '1', '--trade', trade, '--reason', reason, '--key', key, '--yes'],
    ]
    expectRefused(await on(world, ...asked('1')), 'Ann has 0.00 L, 10.00 L short')
    expectRefused(await on(world, ...asked('2')), 'trade 2 belongs to a red packet')
    expectRefused(await on(world, ...asked('3')), 'has no trade 3')
    expectRefused(await on(world, ...asked('x')), 'x is not the number of a trade')
    await world.start()
    await world.fund(1_000, 'Ann')
    await world.stop()
    const done = await on(world, ...asked('1'))
    expect(done).toMatchObject({ code: 0, out: 'key a\ntrade 4: 10.00 L back from Ann to the mint\n' })
    expect(await on(world, ...asked('1'))).toEqual(done)
    expectRefused(await on(world, ...asked('1', 'b')), 'was already reversed by trade 4')
    await world.start()
    expect(await world.broken()).toEqual([])
  })
})

describe('top-up', () => {
  const asked = (changes: Record<string, string> = {}) =>
    Object.entries({
      community: 'test:lobby',
      member: 'W-2',
      amount: '12.50',
      reason: 'prize',
      ...changes,
    }).flatMap(([name, value]) => [`--${name}`, value])

  test('moves money from the mint to the wallet by one trade without an actor in the chat', async () => {
    const { world } = await livelyWorld()
    await world.stop()
    const ran = await on(world, 'top-up', ...asked())
    expect(ran.out).toMatch(/^key [0-9a-f-]{36}\ntrade 5: 12\.50 L to Ann, balance after it 102\.50 L\n$/)
    expect(ran.code).toBe(0)
    const actor = world.tamper((database) =>
      database.prepare('SELECT actor FROM trade WHERE trade_no = 5').pluck().get(),
    )
    expect(actor).toBeNull()
    expect((await on(world, 'reconcile')).code).toBe(0)
  })

  test('books the same --key once, and refuses it for anything else', async () => {
    const { world } = await livelyWorld()
    await world.stop()
    const first = await on(world, 'top-up', ...asked({ key: 'prize-1' }))
    const after = world.money()
    expect(await on(world, 'top-up', ...asked({ key: 'prize-1' }))).toEqual(first)
    expectRefused(await on(world, 'top-up', ...asked({ key: 'prize-1', amount: '13' })), 'nothing was done')
    expect(world.money()).toEqual(after)
  })

  test('books the same --key once, even when the answers to chats were deleted long ago', async () => {
    const { world } = await livelyWorld()
    await world.stop()
    const first = await on(world, 'top-up', ...asked({ key: 'prize-1' }))
    const after = world.money()
    await world.start()
    expect(await world.app.forgetIdempotencyRecords(Date.now() + 365 * DAY)).toBeGreaterThan(0)
    await world.stop()
    expect(await on(world, 'top-up', ...asked({ key: 'prize-1' }))).toEqual(first)
    expect(world.money()).toEqual(after)
  })

  test('continues from the newest entry when the books are ahead of the clock', async () => {
    const { world } = await livelyWorld()
    world.clock.pass(3 * DAY)
    await world.fund(100, 'Bo')
    await world.stop()
    expect((await on(world, 'top-up', ...asked())).code).toBe(0)
    const times = world.tamper((database) =>
      database.prepare('SELECT created_at FROM account_log ORDER BY id').pluck().all(),
    ) as number[]
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(times.slice(-2)).toEqual([world.clock.now(), world.clock.now()])
  })

  test('uses the clock when it is ahead of the books', async () => {
    const world = await openWorld({ startAt: Date.now() - 3 * DAY })
    await world.fund(100, 'Ann')
    await world.stop()
    const before = Date.now()
    expect((await on(world, 'top-up', ...asked())).code).toBe(0)
    const at = world.tamper((database) => database.prepare('SELECT max(created_at) FROM trade').pluck().get())
    expect(at).toBeGreaterThanOrEqual(before)
  })

  test('is refused while the bot runs', async () => {
    const { world } = await livelyWorld()
    const before = world.money()
    expectRefused(await on(world, 'top-up', ...asked()), /Another Luckymoney process.*Stop it first/)
    expect(world.money()).toEqual(before)
  })

  test('explains its refusals', async () => {
    const { world } = await livelyWorld()
    await world.stop()
    const before = world.money()
    const refused: [Record<string, string>, string][] = [
      [{ community: 'lobby' }, 'lobby is not a community'],
      [{ member: 'M-1' }, 'M-1 is not a wallet number'],
      [{ community: '9' }, 'community 9 does not exist'],
      [{ amount: '1.005' }, '1.005 is not a valid amount: the currency has 2 decimals'],
    ]
    for (const [changes, words] of refused) expectRefused(await on(world, 'top-up', ...asked(changes)), words)
    expect(world.money()).toEqual(before)
  })
})

describe('backup', () => {
  test('taken during writes, is one file that reconciles, with a reminder to keep the key', async () => {
    const { world } = await livelyWorld()
    const transfer = () =>
      world.app.transfer({
        key: world.key(),
        place: world.place,
        by: person('Ann'),
        to: person('Bo'),
        amount: 1,
        note: 'x'.repeat(200),
      })
    for (let batch = 0; batch < 20; batch++) await Promise.all(Array.from({ length: 200 }, transfer))
    const before = world.money().trades
    const target = join(emptyFolder(), 'copy.db')
    let ended = false
    const backup = apart(world, 'backup', target).finally(() => {
      ended = true
    })
    while (!ended) {
      expect((await transfer()).kind).toBe('transferred')
      await new Promise((next) => setImmediate(next))
    }
    const ran = await backup
    expect(ran.err).not.toContain('luckymoney:')
    expect(ran.code).toBe(0)
    expect(ran.out).toContain(world.keyFile)
    const trades = Number(/, ([0-9]+) trades,/.exec(ran.out)?.[1])
    expect(trades).toBeGreaterThanOrEqual(before)
    expect(trades).toBeLessThanOrEqual(world.money().trades)
    expect(readdirSync(join(target, '..'))).toEqual(['copy.db'])
    const checked = await cli(['reconcile', '--database', target, '--ledger-key', world.keyFile])
    expect(checked.out).toContain(`the books balance: ${trades} trades`)
    expect(checked.code).toBe(0)
  })

  test('restores everything when it replaces the database', async () => {
    const { world, sent } = await livelyWorld()
    const target = join(world.folder, 'copy.db')
    expect((await on(world, 'backup', target)).code).toBe(0)
    const then = world.money()
    await world.grabs(sent.envelopeNo, 'Dee')
    await world.stop()
    for (const beside of ['-wal', '-shm']) expect(existsSync(`${world.file}${beside}`)).toBe(false)
    copyFileSync(target, world.file)
    // The operator must confirm that everything since then is lost on purpose.
    expectRefused(await on(world, 'migrate'), 'is not the database that was here last')
    rmSync(`${world.file}.guard`)
    expect((await on(world, 'migrate')).code).toBe(0)
    expect(world.money()).toEqual(then)
    expect((await on(world, 'reconcile')).code).toBe(0)
  })

  test('never overwrites a file', async () => {
    const { world } = await livelyWorld()
    const target = join(emptyFolder(), 'letter.txt')
    writeFileSync(target, 'dear diary')
    expectRefused(await on(world, 'backup', ''), 'the target file name is empty')
    expectRefused(await on(world, 'backup', target), 'already exists')
    expectRefused(await on(world, 'backup', world.file), 'already exists')
    expect(readFileSync(target, 'utf8')).toBe('dear diary')
  })

  test('keeps no copy of unbalanced books', async () => {
    const { world } = await livelyWorld()
    world.tamper((database) =>
      database.prepare(`UPDATE account SET balance = balance + 1 WHERE account_no = 'W-2'`).run(),
    )
    const folder = emptyFolder()
    expectRefused(await on(world, 'backup', join(folder, 'copy.db')), /does not reconcile.*invariant 1, 2/)
    expect(readdirSync(folder)).toEqual([])
  })

  test('keeps no copy without the key to verify it', async () => {
    const { world } = await livelyWorld()
    const folder = emptyFolder()
    const target = join(folder, 'copy.db')
    const ran = await cli(['backup', target, '--database', world.file, '--ledger-key', join(folder, 'none')])
    expectRefused(ran, 'no ledger key')
    expect(readdirSync(folder)).toEqual([])
  })

  test('refuses a missing folder', async () => {
    const { world } = await livelyWorld()
    expectRefused(
      await on(world, 'backup', join(world.folder, 'attic', 'copy.db')),
      /folder .*attic.* does not exist/,
    )
  })
})

describe('export', () => {
  test('writes a CSV file for each table that parses back to the books', async () => {
    const { world, sent, grabbed } = await livelyWorld()
    const folder = join(emptyFolder(), 'csv')
    expect((await on(world, 'export', folder)).code).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(
      ['account_log', 'accounts', 'envelopes', 'members', 'shares', 'trades'].map((name) => `${name}.csv`),
    )
    const log = readCsv(folder, 'account_log')
    expect(log).toHaveLength(8)
    expect(Object.keys(log[0] ?? {})).toEqual(
      expect.arrayContaining(
        'id account_no trade_no log_no target_account_no user_id target_user_id amount balance change_type change_flag status desc created_at'.split(
          ' ',
        ),
      ),
    )
    expect(log[3]).toMatchObject({
      log_no: `E-${sent.envelopeNo}.1`,
      amount: '1000',
      amount_formatted: '10.00',
      desc: '恭喜发财',
      created_at: new Date(world.clock.now()).toISOString(),
    })
    const sum = log.reduce((total, entry) => total + Number(entry.amount) * Number(entry.change_flag), 0)
    expect(sum).toBe(0)
    expect(readCsv(folder, 'accounts')).toHaveLength(6)
    expect(readCsv(folder, 'trades').map((trade) => trade.kind)).toEqual(['top_up', 'send', 'grab', 'grab'])
    expect(readCsv(folder, 'members').map((member) => member.identities)).toContain('test:bo')
    // The split is secret while the envelope is open: neither the last share nor the salt is exported.
    expect(readCsv(folder, 'shares').map((share) => share.amount)).toEqual([...grabbed.map(String), ''])
    expect(readCsv(folder, 'envelopes')).toMatchObject([{ state: 'open', salt: '', greeting: '恭喜发财' }])
  })

  test('writes the reaction time of each share, where the platform told it', async () => {
    const world = await openWorld({ startAt: Date.now() })
    await world.fund(10_000, 'Ann')
    const { envelopeNo } = await world.send('Ann', { count: 2 })
    const tap = { key: world.key(), place: LOBBY, by: person('Bo'), envelopeNo, reaction: 640 }
    await world.app.grabShare(tap)
    await world.grabs(envelopeNo, 'Cy')
    const folder = join(emptyFolder(), 'csv')
    await on(world, 'export', folder)
    expect(readCsv(folder, 'shares').map((share) => share.reaction)).toEqual(['640', ''])
  })

  test('quotes what needs it and defuses formulas in typed text', async () => {
    const world = await openWorld({ startAt: Date.now() })
    const greetings = ['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '＝1+1', 'a "b", c', "it's"]
    await world.fund(10_000, 'Ann')
    for (const greeting of greetings) {
      await world.send('Ann', { greeting })
      world.clock.pass(SECOND)
    }
    await world.balance('=cmd|calc')
    const folder = join(emptyFolder(), 'csv')
    await on(world, 'export', folder)
    expect(readCsv(folder, 'envelopes').map((envelope) => envelope.greeting)).toEqual([
      `'=HYPERLINK("http://x","y")`,
      `'+1`,
      `'-1`,
      `'@SUM(A1)`,
      `'＝1+1`,
      'a "b", c',
      "it's",
    ])
    expect(readCsv(folder, 'members').map((member) => member.name)).toContain(`'=cmd|calc`)
    // A mint's balance is a number and stays one.
    expect(readCsv(folder, 'accounts')[0]).toMatchObject({ balance: '-10000', balance_formatted: '-100.00' })
  })

  /** Returns typed text as a cell, without its mandatory quotes. */
  const cellOf = (typed: string): string => {
    const table = { name: 'names', columns: [['name', 'free']], from: '', source: '' } as const
    const [, inner] = /^"((?:[^"]|"")*)"\r\n$/.exec(csvRow(table, { name: typed, scale: 2 })) ?? []
    if (inner === undefined) throw new Error(`not one quoted cell: ${typed}`)
    return inner.replaceAll('""', '"')
  }

  test('always quotes typed text, and leaves it unchanged where no formula can start', () => {
    const harmless = ['', 'Ann', '恭喜发财', 'a "b", c', "it's; so", '1+1=2', 'a-b@c', 'one - two', 'x, y; z']
    for (const typed of harmless) expect(cellOf(typed)).toBe(typed)
  })

  test("defuses a formula after spaces and after another locale's separator", () => {
    const cells = {
      ' =1': `' =1`,
      '\t@SUM(A1)': `'\t'@SUM(A1)`,
      '\u3000＝1': `'\u3000＝1`,
      '\u200b=1': `'\u200b=1`,
      '﹦1': `'﹦1`,
      '−1': `'−1`,
      'hi;=1+1': `'hi;'=1+1`,
      'hi; ＝1': `'hi;' ＝1`,
      'hi；=1': `'hi；'=1`,
      'a,+1,-2': `'a,'+1,'-2`,
      'a\t@b': `'a\t'@b`,
      'a"=1"': `'a"'=1"`,
      "'a;=1": `'a;'=1`,
      'a\n=1': `'a\n'=1`,
    }
    for (const [typed, cell] of Object.entries(cells)) expect(cellOf(typed)).toBe(cell)
  })

  test('treats whatever NFKC turns into a sign or a separator as one', () => {
    let signs = 0
    let separators = 0
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      const character = String.fromCodePoint(codePoint)
      const plain = character.normalize('NFKC')
      if (/^[=+\-@]/.test(plain)) {
        signs++
        expect(cellOf(`${character}1`)).toBe(`'${character}1`)
      }
      if (/[;,\t"]$/.test(plain)) {
        separators++
        expect(cellOf(`a${character}=1`)).toBe(`'a${character}'=1`)
      }
    }
    expect(signs).toBeGreaterThan(10)
    expect(separators).toBeGreaterThan(10)
  })

  test('overwrites nothing', async () => {
    const { world } = await livelyWorld()
    const folder = emptyFolder()
    expectRefused(await on(world, 'export', folder), 'already exists')
    expect(readdirSync(folder)).toEqual([])
    expectRefused(await on(world, 'export', join(folder, 'a', 'b')), 'does not exist')
  })

  test('--bom starts each file with a byte order mark', async () => {
    const { world } = await livelyWorld()
    const folder = join(emptyFolder(), 'csv')
    await on(world, 'export', folder, '--bom')
    for (const name of readdirSync(folder))
      expect([...readFileSync(join(folder, name)).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })
})

function money(minorUnits: number | undefined): string {
  return ((minorUnits as number) / 100).toFixed(2).replace('.', '\\.')
}

/** Parses a CSV file by RFC 4180: an independent reader, so that it can't share the writer's mistakes. */
function readCsv(folder: string, table: string): Record<string, string>[] {
  const text = readFileSync(join(folder, `${table}.csv`), 'utf8')
  const records: string[][] = [[]]
  const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/gy
  for (let match = field.exec(text); match; match = field.exec(text)) {
    records.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '\r\n') records.push([])
    if (field.lastIndex === text.length) break
  }
  expect(field.lastIndex).toBe(text.length)
  const [header = [], ...rows] = records.slice(0, -1)
  return rows.map((row) => {
    expect(row).toHaveLength(header.length)
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']))
  })
}
