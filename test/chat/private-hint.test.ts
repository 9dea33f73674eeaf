import { expect, test } from 'vitest'
import { chatWords } from '../../src/chat/chat-words.js'
import { privateHint } from '../../src/chat/private-hint.js'

const words = chatWords.en

test('the hint says where a private reply is, or why it could not be delivered', () => {
  expect(privateHint({}, true, 'en')).toEqual({ text: words.answeredPrivately, button: words.readIt })
  expect(privateHint({}, false, 'en')).toEqual({ text: words.openPrivately, button: words.openIt })
  const unreached = 'Nothing was sent.'
  expect(privateHint({ unreached }, false, 'en')).toEqual({ text: unreached, button: words.openIt })
  expect(privateHint({ unreached }, true, 'en').text).toBe(words.answeredPrivately)
})
