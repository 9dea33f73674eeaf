import type { Message } from 'telegraf/types'
import { expect, test } from 'vitest'
import { lineOf } from '../../../adapters/telegram/mentions.js'
import { fairNow } from '../../support/fair-time.js'

const replied = { message_id: 1, from: { id: 5, is_bot: false, first_name: 'Lan' } }

test('parsing a line takes linear time, whatever it is full of', () => {
  // Ten times as long as Telegram's longest, so that quadratic time would show.
  const lines = [' ', '\u00a0', ' !', '!', ' @', '@', '5 ', '\u200d'].flatMap((filling) =>
    ['/transfer 5 ', '/transfer 5', '/redpacket 5 ', '/redpacket 5 3 '].map(
      (command) => `${command}${filling.repeat(40_000)}x`,
    ),
  )
  const from = fairNow()
  for (const text of lines) lineOf({ text, reply_to_message: replied } as unknown as Message.TextMessage)
  expect(fairNow() - from).toBeLessThan(2_000)
})
