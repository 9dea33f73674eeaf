import { expect, test } from 'vitest'
import { sparkline } from '../../src/core/sparkline.js'

test('only zero has the lowest bar', () => {
  expect(sparkline([0, 0])).toBe('▁▁')
  expect(sparkline([0, 1, 500, 1_000])).toBe('▁▂▅█')
})
