import { describe, expect, it } from 'vitest'
import { greetingOf, themeName } from '../../src/commands/calendar/theme-words.js'
import { isOffered } from '../../src/commands/define.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { THEMES } from '../../src/core/festivals.js'
import { catalogue, LANGUAGES, type Language, timesOffered } from '../../src/i18n/catalogue.js'
import { wordsOf } from '../support/words-of.js'

describe.each(LANGUAGES)('the words of %s', (language) => {
  it('are never empty and never show a hole', () => {
    const words = wordsOf(catalogue(language))
    expect(words.length).toBeGreaterThan(150)
    for (const [path, { text }] of words) {
      expect(text.trim(), path).not.toBe('')
      expect(text, path).not.toMatch(/undefined|\[object|NaN|\bnull\b/)
    }
  })

  it('have a greeting and a name for every theme', () => {
    for (const theme of THEMES) {
      expect(greetingOf(theme, language), theme).toMatch(/\S/)
      expect(themeName(theme, language), theme).toMatch(/\S/)
    }
  })

  it('explain only commands that there are', () => {
    const { commands } = catalogue(language)
    const offered = ENTRIES.filter(isOffered).map(({ name }) => name)
    expect(offered).toEqual(expect.arrayContaining(Object.keys(commands)))
  })
})

it('says the same things in both languages, with the same parameters', () => {
  const uses = (language: Language) => wordsOf(catalogue(language)).map(([path, words]) => [path, words.uses])
  expect(uses('zh')).toEqual(uses('en'))
})

it('names no command in Chinese where only commands in Latin letters are heard', () => {
  const named = (language: Language) =>
    wordsOf(catalogue(language)).filter(([, { text }]) => /\/\p{Script=Han}/u.test(text))
  expect(named('zh').length).toBeGreaterThan(30)
  expect(named('zh-latin')).toEqual([])
})

it('says the same in Chinese, whichever commands are heard', () => {
  const told = (language: Language) =>
    wordsOf(catalogue(language)).map(([, { text }]) =>
      text.replace(/\/(?:\p{Script=Han}|[a-z])+/gu, '/command'),
    )
  expect(told('zh-latin')).toEqual(told('zh'))
})

describe('the times that a red packet may stay open', () => {
  const offered = (minLifetime: number, maxLifetime: number) =>
    LANGUAGES.map((language) => timesOffered(language, { minLifetime, maxLifetime }).join('|'))

  it('are offered as far as they are allowed', () => {
    const week = 604_800_000
    const all = '20秒|5分|24小时|2天'
    expect(offered(5_000, week)).toEqual(['20s|5m|24h|2d', all, all])
    expect(offered(60_000, week)).toEqual(['5m|24h|2d', '5分|24小时|2天', '5分|24小时|2天'])
    expect(offered(3_600_000, 86_400_000)).toEqual(['24h', '24小时', '24小时'])
  })

  it('are at least one, also where all of the usual ones are too short or too long', () => {
    expect(offered(1_500, 2_000)).toEqual(['2s', '2秒', '2秒'])
    expect(offered(259_200_000, 604_800_000)).toEqual(['259200s', '259200秒', '259200秒'])
  })
})

it('writes Chinese in Chinese', () => {
  // Lines of nothing but parameters and signs are the same everywhere.
  const signs = /\.(statementLine|recentLine|leaderboard|money|claim|rank)$/
  for (const [path, { text }] of wordsOf(catalogue('zh'))) {
    if (!signs.test(path)) expect(text, path).toMatch(/\p{Script=Han}/u)
  }
})
