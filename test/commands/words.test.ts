import { describe, expect, it } from 'vitest'
import { isOffered } from '../../src/commands/framework/define.js'
import { chineseSlash, type MentionedCommand } from '../../src/commands/framework/slash.js'
import { festivalWords } from '../../src/commands/red-packet/festival-words.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { THEMES } from '../../src/core/festivals.js'
import { LANGUAGES, type Language } from '../../src/i18n/language.js'
import { allWords } from '../support/all-words.js'

describe.each(LANGUAGES)('the words of %s', (language) => {
  it('are never empty and leave no placeholder unfilled', () => {
    const words = allWords(language)
    expect(words.length).toBeGreaterThan(350)
    for (const [path, { text }] of words) {
      expect(text.trim(), path).not.toBe('')
      expect(text, path).not.toMatch(/undefined|\[object|NaN|\bnull\b/)
    }
  })

  it('have a greeting for every theme', () => {
    expect(Object.keys(festivalWords[language].greeting)).toEqual([...THEMES])
  })
})

it('says the same things in every language, with the same parameters', () => {
  // How many spellings there are is up to the language.
  const uses = (language: Language) =>
    allWords(language)
      .filter(([path]) => !/\.(also|typed)\.|\.choices\./.test(path))
      .map(([path, { uses }]) => [path, uses])
  for (const language of LANGUAGES) expect(uses(language)).toEqual(uses('en'))
})

it('names no command in Chinese where only Latin letters work', () => {
  const named = (language: Language) =>
    allWords(language).filter(([, { text }]) => /\/\p{Script=Han}/u.test(text))
  expect(named('zh').length).toBeGreaterThan(30)
  expect(named('zh-latin')).toEqual([])
})

it('says the same in Chinese, whichever command names work', () => {
  const told = (language: Language) =>
    allWords(language)
      .filter(([path]) => !/^\.[^.]+\.(name|also)\b/.test(path))
      .map(([path, { text }]) => [path, text.replace(/\/(?:\p{Script=Han}|[a-z])+/gu, '/command')])
  expect(told('zh-latin')).toEqual(told('zh'))
})

it('writes Chinese in Chinese', () => {
  // Names of commands are checked above; lines of nothing but parameters and signs are the same everywhere.
  const signs =
    /\.(name|example|placeholder|also\.\d|choices\.\w+\.\d)$|\.((?:history|year)\.say\.line|recentLine|otherValue|comma|wallet\.say\.each|history\.say\.wallet|linkme\.say\.wallet|help\.say\.line|linkedPart|account|leaderboard\.\w+\.say\.(title|times)|money|claim|rank)$/
  for (const [path, { text }] of allWords('zh'))
    if (!signs.test(path)) expect(text, path).toMatch(/\p{Script=Han}/u)
})

it('mentions every offered command by its actual name', () => {
  for (const { name, words } of ENTRIES.filter(isOffered))
    expect(chineseSlash(name as MentionedCommand)).toBe(`/${words.zh.name}`)
})
