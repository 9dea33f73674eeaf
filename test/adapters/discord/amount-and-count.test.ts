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
  expect(readAmountAndCount(typed)).toEqual({ amount, each: false, count })
})

test.each([
  ['2 each 5', '2', '5'],
  ['2 EACH 5', '2', '5'],
  ['2 每个 5', '2', '5'],
  ['2每个5', '2', '5'],
  ['２．５　每份　５份', '2.5', '5'],
  ['2 每人 5 ', '2', '5'],
  ['2 each', '2', undefined],
])('%j is how much each, and in how many shares', (typed, amount, count) => {
  expect(readAmountAndCount(typed)).toEqual({ amount, each: true, count })
})

test.each(['88 8 9', '2 each 5 6', '2 each each 5', '2 for 5'])('%j is not read', (typed) => {
  expect(readAmountAndCount(typed)).toBeUndefined()
})
