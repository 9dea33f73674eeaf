import { REST, RESTEvents, Routes } from 'discord.js'
import { expect, onTestFinished, test, vi } from 'vitest'
import { keepLimitsInTime } from '../../../adapters/discord/limits-in-time.js'
import { startFakeDiscord } from '../../support/discord/fake-discord.js'

const DAY = 24 * 3_600_000

test('setting the clock back by thirty days delays no call for longer than Discord asks', async () => {
  const fake = await startFakeDiscord()
  onTestFinished(() => fake.close())
  // One call a second, so that the second one of any machine waits.
  const rest = new REST({ api: fake.apiRoot, globalRequestsPerSecond: 1 }).setToken(fake.token)
  onTestFinished(keepLimitsInTime(() => [rest]))
  onTestFinished(() => void vi.restoreAllMocks())
  const waits: number[] = []
  rest.on(RESTEvents.RateLimited, ({ timeToReset }) => void waits.push(timeToReset))
  const call = () => rest.get(Routes.user('@me'))
  const now = Date.now.bind(Date)
  // The client now knows the end of its current second; then the clock is set.
  await call()
  vi.spyOn(Date, 'now').mockImplementation(() => now() - 30 * DAY)
  await vi.waitUntil(() => rest.globalReset <= 0, { timeout: 60_000 })
  for (let calls = 0; calls < 10; calls++) void call().catch(() => {})
  await vi.waitUntil(() => waits.length > 0, { timeout: 60_000 })
  expect(waits.every((wait) => wait <= 2_000)).toBe(true)
})
