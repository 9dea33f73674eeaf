import pino from 'pino'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createMetrics } from '../../src/operations/metrics.js'
import { startMonitor } from '../../src/operations/monitor.js'
import { readOverview } from '../../src/operations/operator-overview.js'
import { createOperatorPage, type OperatorReport } from '../../src/operations/operator-page.js'
import type { BackupWarning } from '../../src/operations/scheduled-backups.js'
import { axeFindings } from '../support/axe-findings.js'
import { CHROMIUM_ARGUMENTS, findChromium } from '../support/chromium.js'
import { found, fundAt, GROUP, other } from '../support/linked-world.js'
import { sticksOut } from '../support/page.js'
import { DAY, openWorld, type World } from '../support/world.js'

/** Two communities with three weeks behind them. */
async function pastWorld(): Promise<World> {
  const world = await openWorld({ startAt: Date.now() - 20 * DAY })
  await world.fund(500_000, 'Ann')
  await found(world)
  await fundAt(world, GROUP, other('Zoe'), 700)
  for (let day = 0; day < 20; day++) {
    for (let sent = 0; sent <= day % 4; sent++) {
      const { envelopeNo } = await world.send('Ann', { total: 1_000 + 100 * day, count: 2 })
      await world.grabs(envelopeNo, 'Bo', 'Cy')
    }
    world.clock.pass(DAY)
  }
  return world
}

/** The monitor with its page, on a world. The test sets what there is to find. */
async function open(world: World) {
  const { app, engine } = world
  const state = { ready: true, warnings: [] as BackupWarning[], reads: 0, fails: false }
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => lines.push(line) })
  const backups = {
    ...{ age: () => 2 * 3_600_000, failures: () => 0, warnings: () => state.warnings },
  }
  const metrics = createMetrics({ app, engine, backups })
  const page = createOperatorPage({
    ...{ app, engine, metrics, backups, log, version: '9.9.9', folder: 'dist/operator-page' },
    readOverview: async (now) => {
      state.reads++
      if (state.fails) throw new Error('the disk is gone')
      return readOverview(world.file, now)
    },
  })
  const platforms = [{ name: 'discord', ready: () => state.ready }]
  const monitor = await startMonitor({ port: 0, app, metrics, platforms, backups, page, log })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= monitor.close()
    return closed
  }
  onTestFinished(close)
  const report = async () => (await (await fetch(`${monitor.url}/report.json`)).json()) as OperatorReport
  return { url: monitor.url, metrics, state, lines, report, close }
}

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/page.js', 'text/javascript; charset=utf-8'],
  ['/style.css', 'text/css; charset=utf-8'],
  ['/report.json', 'application/json'],
])('serves %s, from which a browser may load nothing foreign', async (path, type) => {
  const { url } = await open(await openWorld())
  const { status, headers } = await fetch(url + path)
  expect([status, headers.get('content-type')]).toEqual([200, type])
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; .*frame-ancestors 'none'$/,
  )
  expect((await fetch(url + path, { method: 'POST' })).status).toBe(405)
})

test('reports the state of the program and of every community', async () => {
  const world = await pastWorld()
  const { report, metrics, state } = await open(world)
  metrics.booksChecked(true, 5)
  state.warnings = ['backup_old']
  const { overview, ...rest } = await report()
  expect(rest).toMatchObject({
    ...{ version: '9.9.9', node: process.version, queue: 0, cardsBehind: 50 },
    health: { ok: true, checks: { store: true, discord: true }, warnings: ['backup_old'] },
    books: { ok: true, at: 5 },
    backup: { age: 2 * 3_600_000 },
  })
  expect(overview).toMatchObject({ count: 2, communities: [{ id: 1, packets: 50, members: 4 }, { id: 2 }] })
  expect(overview?.days).toHaveLength(30)
  expect(overview?.days.reduce((sum, { grabs }) => sum + grabs, 0)).toBe(100)
  expect(overview?.communities[1]?.supply).toEqual([{ kind: 'top_up', amount: 700, times: 1 }])
})

test('reads the books once for many reports, and keeps reporting when they cannot be read', async () => {
  const { report, state, lines } = await open(await openWorld())
  state.fails = true
  const reports = [await report(), await report(), await report()]
  expect(reports.map(({ overview }) => overview)).toEqual([null, null, null])
  expect(reports.every(({ health }) => health.ok)).toBe(true)
  expect(state.reads).toBe(1)
  expect(lines.join()).toContain('the disk is gone')
})

const executablePath = findChromium()
const title = executablePath ? 'in a real browser' : 'in a real browser (skipped: no chromium here)'

describe.skipIf(!executablePath)(title, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
  })
  afterAll(() => browser?.close())

  /** Opens the page; what the browser complains about is collected. */
  async function visit(url: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`asks for ${request.url()}`)
    })
    await page.clock.install()
    await page.goto(url)
    await page.getByTestId('community-1').waitFor()
    return { page, complaints }
  }

  const reads = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

  test('shows the state, the charts and any community, and refreshes by itself', async () => {
    const { url, state, close } = await open(await pastWorld())
    const { page, complaints } = await visit(url)
    await reads(page, '✓ Running well')
    await reads(page, 'Luckymoney 9.9.9 on Node')
    await page.locator('canvas').nth(5).waitFor()
    await page.getByRole('button', { name: 'The group' }).click()
    await page.getByRole('heading', { name: 'The group' }).waitFor()
    await reads(page, '7.00 O')
    expect(await page.getByRole('img', { name: /^Red packets a day: \d+ last, \d+ at most$/ }).count()).toBe(
      2,
    )
    expect(complaints).toEqual([])
    state.ready = false
    await page.clock.runFor(5_000)
    await reads(page, '✗ Needs your attention')
    await reads(page, '✗ Discord')
    await close()
    await page.clock.runFor(5_000)
    await reads(page, /hasn’t answered since/)
  })

  test.each([
    { width: 360, colorScheme: 'light', locale: 'zh-CN', says: '运行正常' },
    { width: 1280, colorScheme: 'dark', locale: 'en-GB', says: 'Running well' },
  ] as const)(
    'fits into $width pixels, and axe finds nothing, in $locale',
    async ({ width, colorScheme, locale, says }) => {
      const { url } = await open(await pastWorld())
      const { page, complaints } = await visit(url, { viewport: { width, height: 800 }, colorScheme, locale })
      await reads(page, says)
      await page.locator('canvas').nth(5).waitFor()
      for (const _ of [1, 2]) await page.clock.runFor(5_000)
      await page.locator('canvas').nth(7).waitFor()
      expect(await sticksOut(page)).toEqual([])
      expect(await axeFindings(page)).toEqual([])
      expect(complaints).toEqual([])
    },
  )
})
