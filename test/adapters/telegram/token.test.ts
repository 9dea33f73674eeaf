import { expect, onTestFinished, test } from 'vitest'
import { Api, failureOf, saidSafely } from '../../../adapters/telegram/api.js'
import { type FailureResponse, startFakeTelegram } from '../../support/telegram/fake-telegram.js'
import { telegramWorld } from '../../support/telegram-world.js'

/** Returns everything in an error, including its causes and properties. */
function allOf(error: unknown): string {
  const { message, stack, cause } = error as Error
  return [message, stack, String(cause), JSON.stringify(error), JSON.stringify(failureOf(error))].join('\n')
}

test.each<[string, FailureResponse]>([
  ['is refused', { status: 400, description: 'Bad Request: no' }],
  ['is dropped', { drop: true }],
  ['breaks off in the middle', { cut: true }],
  ['is not answered', { hang: true }],
  ['gets the page of a proxy', { status: 502, html: true }],
  ['has to wait', { status: 429, retryAfter: 1 }],
])('the error of a call that %s does not contain the token', async (_, failure) => {
  const fake = await startFakeTelegram()
  onTestFinished(() => fake.close())
  const codes: string[] = []
  const api = new Api({ token: fake.token, apiRoot: fake.apiRoot, onError: (code) => void codes.push(code) })
  fake.failNext('getMe', failure)
  const error = await api.call('getMe', {}, { patience: 300 }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Error)
  expect(allOf(error) + codes.join()).not.toContain(fake.token.split(':')[1])
  expect(codes).toHaveLength(1)
})

test.each(['http://[', 'http://127.0.0.1:1', 'https://127.0.0.1:1/prefix'])(
  'the error of a call to %s does not contain the token',
  async (apiRoot) => {
    const token = `1234567890:${'s3cret_'.repeat(5)}`
    const api = new Api({ token, apiRoot, onError: () => {} })
    const error = await api.call('getMe', {}).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(allOf(error)).not.toContain('s3cret')
  },
)

test('does not repeat a token within a text', () => {
  const text = saidSafely(new Error(`request to https://x/bot1234567890:${'A'.repeat(35)}/getMe failed`))
  expect(text).toBe('request to https://x/[token]/getMe failed')
})

test('the token is in no log line on a bad day', async () => {
  const world = await telegramWorld({ start: false })
  const { fake, bot, lan, group } = world
  fake.failNext('getMe', { drop: true })
  await bot.start()
  for (const failure of [{ drop: true }, { cut: true }, { status: 502, html: true }] as const) {
    fake.failNext('sendMessage', failure)
    fake.failNext('getChatMember', failure)
    group.someAdmin.command(group, ['/topup ', lan, ' 5 for tea'])
  }
  fake.failNext({ method: 'getUpdates', times: 2 }, { drop: true })
  fake.dropPolls()
  await fake.waitFor(() => group.botMessages.length >= 3, 'what is said of it')
  expect(world.complaints.length).toBeGreaterThan(0)
  // At the end, the log is searched for the token.
  await world.end()
})
