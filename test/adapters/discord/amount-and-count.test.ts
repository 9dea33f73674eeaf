import { expect, test } from 'vitest'
import { readAmountAndCount } from '../../../adapters/discord/amount-and-count.js'

test.each([
  ['88 8', '88', '8'],
  ['  88.88   8 ', '88.88', '8'],
  ['８８．５　８', '88.5', '8'],
  ['88/8', '88', '8'],
  ['88、8', '88', '8'],
  ['88 8个', '88', '8'],
  ['88', '88', undefined],
  ['88,8', '88,8', undefined],
  ['', '', undefined],
  ['a b', 'a', 'b'],
])('%j is how much, and in how many shares', (typed, amount, count) => {
  expect(readAmountAndCount(typed)).toEqual({ amount, count })
})

test('more than two things are not read', () => {
  expect(readAmountAndCount('88 8 9')).toBeUndefined()
})
