import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { Api, failureOf } from '../../../adapters/telegram/api.js'
import { BUDGET } from '../../../adapters/telegram/platform.js'
import { SendBudget } from '../../../src/chat/send-budget.js'
import { SendQueue } from '../../../src/chat/send-queue.js'
import { startFakeTelegram } from '../../support/telegram/fake-telegram.js'

/** Calls that posting a card or its final state leaves for others, as the platform requests it. */
const LEFT_BY_NEWS = 2

test('however many questions a group asks, its cards are still posted', async () => {
  const fake = await startFakeTelegram()
  fake.budgets.enabled = false
  const group = fake.addGroup('Tea House')
  const chat = String(group.id)
  let millis = 0
  // A second passes at every look, so that only the limit of a minute counts.
  const budget = new SendBudget(BUDGET, () => (millis += 1_000))
  const api = new Api({ token: fake.token, apiRoot: fake.apiRoot, onError: () => {} })
  const more = (count: number) => ({ text: `${count} more` })
  const queue = new SendQueue({
    async call(chat, message) {
      const sent = await api.call<{ message_id: number }>('sendMessage', { chat_id: chat, ...message })
      return String(sent.message_id)
    },
    ...{ budget, failureOf, more, longest: 4_096, isPrivate: () => false },
    ...{ log: pino({ level: 'silent' }), onMoved: async () => {} },
  })
  const answers = Array.from({ length: 20 }, (_, index) =>
    // Of a kind that can't be combined, so each takes a call.
    queue.send(chat, { text: `answer ${index}`, entities: [] }, { about: 'money', by: '1', language: 'en' }),
  )
  onTestFinished(async () => {
    await queue.stop(Promise.resolve())
    await Promise.all(answers)
    await fake.close()
  })
  await fake.waitFor(() => group.botMessages.length >= 14, 'as many answers as a minute may have')
  // By now the next answer is waiting.
  await new Promise((resolve) => setTimeout(resolve, 50))
  const cards = [1, 2, 3].map(() => budget.take(chat, LEFT_BY_NEWS))
  expect(cards).toEqual([0, 0, 0])
})
