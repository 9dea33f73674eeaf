import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { countOutcomes, createMetrics, type Metrics } from '../../src/operations/metrics.js'
import { DAY, openWorld, type World } from '../support/world.js'

/** A world whose app is counted from now on, and its metrics. */
async function openCounted(): Promise<{ world: World; metrics: Metrics }> {
  const world = await openWorld()
  const metrics = createMetrics({ app: world.app, engine: world.engine })
  world.app = countOutcomes(world.app, metrics)
  return { world, metrics }
}

/** Returns the value of every sample whose name has this prefix. */
async function samples(metrics: Metrics, name: string): Promise<Record<string, string>> {
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith(name))
  return Object.fromEntries(lines.map((line) => line.split(/ (?=\S+$)/) as [string, string]))
}

test('every outcome is counted by its use case and kind', async () => {
  const { world, metrics } = await openCounted()
  await world.fund(2000, 'Lan')
  const { envelopeNo } = await world.send('Lan', { count: 2 })
  await world.grabs(envelopeNo, 'Wei', 'Mei')
  await world.grab('Wei', envelopeNo)
  await world.grab('Tom', envelopeNo)
  await world.trySend('Wei', { total: 999_999 })
  const counted = await samples(metrics, 'luckymoney_outcomes_total')
  expect(counted).toEqual({
    'luckymoney_outcomes_total{use_case="top_up",kind="topped_up"}': '1',
    'luckymoney_outcomes_total{use_case="send_envelope",kind="sent"}': '1',
    'luckymoney_outcomes_total{use_case="send_envelope",kind="insufficient"}': '1',
    'luckymoney_outcomes_total{use_case="grab_share",kind="grabbed"}': '2',
    'luckymoney_outcomes_total{use_case="grab_share",kind="already_grabbed"}': '1',
    'luckymoney_outcomes_total{use_case="grab_share",kind="finished"}': '1',
  })
  expect(await samples(metrics, 'luckymoney_grabs_total')).toEqual({ luckymoney_grabs_total: '2' })
})

test("counting changes nothing: the outcome is the app's own", async () => {
  const { world } = await openCounted()
  await world.fund(1000, 'Lan')
  const { envelopeNo } = await world.send('Lan')
  const key = world.key()
  const first = await world.grab('Wei', envelopeNo, key)
  expect(first.kind).toBe('grabbed')
  await world.restart()
  expect(await world.grab('Wei', envelopeNo, key)).toEqual(first)
  expect(await world.broken()).toEqual([])
})

test('counts a failure as failed, and rejects as before', async () => {
  const { world, metrics } = await openCounted()
  await world.stop()
  await expect(world.grab('Wei', 'a1b2c3d4e5')).rejects.toThrow('the store is not open')
  expect(await samples(metrics, 'luckymoney_outcomes_total')).toEqual({
    'luckymoney_outcomes_total{use_case="grab_share",kind="failed"}': '1',
  })
})

test("reads the engine's counters on scrape, and scraping twice adds nothing", async () => {
  const { world, metrics } = await openCounted()
  await world.fund(1000, 'Lan')
  const { plans, commits, commitMillis } = { ...world.engine.stats }
  const first = await metrics.text()
  expect(first).toContain(`luckymoney_plans_total ${plans}\n`)
  expect(first).toContain(`luckymoney_commits_total ${commits}\n`)
  expect(first).toContain(`luckymoney_commit_seconds_total ${commitMillis / 1000}\n`)
  // Counting the pending cards took one plan.
  expect(await metrics.text()).toContain(`luckymoney_plans_total ${plans + 1}\n`)
})

test('reports waiting plans as the queue', async () => {
  const { world, metrics } = await openCounted()
  const grabs = ['Wei', 'Mei'].map((name) => world.grab(name, 'a1b2c3d4e5'))
  expect(await metrics.text()).toContain('luckymoney_queue_length 2\n')
  await Promise.all(grabs)
  expect(await metrics.text()).toContain('luckymoney_queue_length 0\n')
})

test('counts outdated cards, and leaves them out when the store does not answer', async () => {
  const { world, metrics } = await openCounted()
  await world.fund(2000, 'Lan')
  await world.send('Lan')
  await world.send('Lan')
  expect(await metrics.text()).toContain('luckymoney_cards_pending 2\n')
  await world.stop()
  expect(await samples(metrics, 'luckymoney_cards_pending')).toEqual({})
})

test('reports no state of the books before the first reconcile, then its result', async () => {
  const { world, metrics } = await openCounted()
  await world.fund(1000, 'Lan')
  expect(await samples(metrics, 'luckymoney_books')).toEqual({})
  expect((await world.app.reconcile()).ok).toBe(true)
  expect(await samples(metrics, 'luckymoney_books')).toEqual({
    luckymoney_books_ok: '1',
    luckymoney_books_checked_timestamp_seconds: String(world.clock.now() / 1000),
  })
  world.clock.pass(DAY)
  world.tamper((database) => database.exec('UPDATE account SET balance = balance + 1 WHERE balance > 0'))
  expect((await world.app.reconcile()).ok).toBe(false)
  expect(await samples(metrics, 'luckymoney_books')).toEqual({
    luckymoney_books_ok: '0',
    luckymoney_books_checked_timestamp_seconds: String(world.clock.now() / 1000),
  })
})

test('shows how old the newest backup is once there is one, and how many failed', async () => {
  const { app, engine } = await openWorld()
  let age: number | undefined
  const metrics = createMetrics({ app, engine, backups: { age: () => age, failures: () => 2 } })
  expect(await samples(metrics, 'luckymoney_backup')).toEqual({ luckymoney_backup_failures_total: '2' })
  age = 90_500
  expect(await samples(metrics, 'luckymoney_backup_age')).toEqual({ luckymoney_backup_age_seconds: '90.5' })
})

test("counts a platform's errors by its codes, and makes no free text a label", async () => {
  const { metrics } = await openCounted()
  metrics.platformError('discord', 50013)
  metrics.platformError('discord', 50013)
  metrics.platformError('discord', 'ECONNRESET')
  metrics.platformError('discord', 'Missing "Access" of Lan\n')
  metrics.platformError('discord', '')
  expect(await samples(metrics, 'luckymoney_platform_errors_total')).toEqual({
    'luckymoney_platform_errors_total{platform="discord",code="50013"}': '2',
    'luckymoney_platform_errors_total{platform="discord",code="ECONNRESET"}': '1',
    'luckymoney_platform_errors_total{platform="discord",code="other"}': '2',
  })
})

test('bounds the memory when a platform invents codes', async () => {
  const { metrics } = await openCounted()
  for (let code = 0; code < 500; code++) metrics.platformError('discord', code)
  metrics.platformError('discord', 7)
  const counted = await samples(metrics, 'luckymoney_platform_errors_total')
  expect(Object.keys(counted)).toHaveLength(101)
  expect(counted['luckymoney_platform_errors_total{platform="discord",code="7"}']).toBe('2')
  expect(counted['luckymoney_platform_errors_total{platform="discord",code="other"}']).toBe('400')
})

test('measures the process on demand, and keeps two programs in one process apart', async () => {
  const [watched, other] = [await openCounted(), await openCounted()]
  watched.metrics.watchProcess()
  const text = await watched.metrics.text()
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_p99',
  ])
    expect(text).toMatch(new RegExp(`^${name}`, 'm'))
  expect(await other.metrics.text()).not.toContain('process_')
})

describe.each(['docs/operating.md', 'docs/zh/operating.md'])('%s', (file) => {
  test('lists every metric of the program', async () => {
    const { metrics } = await openCounted()
    const names = [...(await metrics.text()).matchAll(/^# TYPE (luckymoney_\w+)/gm)].map((match) => match[1])
    expect(names.length).toBeGreaterThan(5)
    const page = readFileSync(file, 'utf8')
    expect(names.filter((name) => !page.includes(`| \`${name}\` `))).toEqual([])
  })
})

test('counts stale commands by platform', async () => {
  const { metrics } = await openCounted()
  expect(await samples(metrics, 'luckymoney_stale_commands_total')).toEqual({})
  for (const platform of ['discord', 'discord', 'other']) metrics.staleCommand(platform)
  expect(await samples(metrics, 'luckymoney_stale_commands_total')).toEqual({
    'luckymoney_stale_commands_total{platform="discord"}': '2',
    'luckymoney_stale_commands_total{platform="other"}': '1',
  })
})
