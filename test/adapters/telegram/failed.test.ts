import { expect, test } from 'vitest'
import { wordsOfFailure } from '../../../adapters/telegram/failed.js'
import { StillMoving } from '../../../src/app/busy.js'

test('says that a chat is being linked instead of that too much is going on', () => {
  const error = new StillMoving('still moving')
  expect(wordsOfFailure(error, 'id', 'en')).toBe(
    'This chat is being linked or unlinked right now, so nothing was done. Please try again in a moment.',
  )
  expect(wordsOfFailure(error, 'id', 'zh')).toBe('正在处理群互通，请稍后再试（未扣款）。')
})
