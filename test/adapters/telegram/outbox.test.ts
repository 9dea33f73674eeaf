import { setImmediate as breathe } from 'node:timers/promises'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { Api } from '../../../adapters/telegram/api.js'
import { Budget } from '../../../adapters/telegram/budget.js'
import { Outbox } from '../../../adapters/telegram/outbox.js'
import { startFakeTelegram } from '../../support/telegram/fake-telegram.js'

test('answers in many chats at once are no leak to be warned of', async () => {
  const CHATS = 20
  const fake = await startFakeTelegram()
  onTestFinished(() => fake.close())
  const warnings: Error[] = []
  const warn = (warning: Error) => void warnings.push(warning)
  process.on('warning', warn)
  onTestFinished(() => void process.off('warning', warn))
  fake.failNext({ method: 'sendMessage', times: CHATS }, { hang: true })
  const outbox = new Outbox({
    api: new Api({ token: fake.token, apiRoot: fake.apiRoot, onError: () => {} }),
    budget: new Budget(),
    log: pino({ level: 'silent' }),
    onMoved: () => Promise.resolve(),
  })
  const sent = Array.from({ length: CHATS }, (_, chat) => outbox.send(`${chat + 1}`, { text: 'hello' }))
  await fake.waitFor(() => fake.calls('sendMessage').length === CHATS, 'all calls')
  await outbox.stop(Promise.resolve())
  for (const { kind } of await Promise.all(sent)) expect(kind).toBe('unsent')
  await breathe()
  expect(warnings).toEqual([])
})
