import { expect, it } from 'vitest'
import { lifetimesOffered } from '../../src/commands/framework/arguments/offered-lifetimes.js'
import { LANGUAGES } from '../../src/i18n/language.js'

const offered = (minLifetime: number, maxLifetime: number) =>
  LANGUAGES.map((language) => lifetimesOffered(language, { minLifetime, maxLifetime }).join('|'))

it('offers the usual times as far as they are allowed', () => {
  const week = 604_800_000
  const all = '20秒|5分|24小时|2天'
  expect(offered(5_000, week)).toEqual(['20s|5m|24h|2d', all, all])
  expect(offered(60_000, week)).toEqual(['5m|24h|2d', '5分|24小时|2天', '5分|24小时|2天'])
  expect(offered(3_600_000, 86_400_000)).toEqual(['24h', '24小时', '24小时'])
})

it('offers at least one time, even where all of the usual ones are too short or too long', () => {
  expect(offered(1_500, 2_000)).toEqual(['2s', '2秒', '2秒'])
  expect(offered(259_200_000, 604_800_000)).toEqual(['259200s', '259200秒', '259200秒'])
})
