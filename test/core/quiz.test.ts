import { expect, test } from 'vitest'
import { tapOf } from '../../src/core/conditions/condition.js'
import { quiz, readQuiz, writeQuiz } from '../../src/core/conditions/quiz.js'
import { seededRandom } from '../support/seeded-random.js'

test.each([
  ['1+1? 2 / 3 / 4', '1+1?', ['2', '3', '4']],
  ['1+1?2/3/4', '1+1?', ['2', '3', '4']],
  ['中国的首都？北京／上海', '中国的首都？', ['北京', '上海']],
  ['"Capital of France" Paris / Lyon', 'Capital of France', ['Paris', 'Lyon']],
  ['“法国首都” 巴黎 / 里昂', '法国首都', ['巴黎', '里昂']],
  ['Capital of France / Paris / Lyon', 'Capital of France', ['Paris', 'Lyon']],
  ['Half of one? / 1/2 / 1/3', 'Half of one?', ['1/2', '1/3']],
  ['Really?! yes | no', 'Really?', ['! yes', 'no']],
  ['no question', 'no question', []],
  ['', '', []],
])('reads %j', (typed, question, answers) => {
  expect(readQuiz(typed)).toEqual({ question, answers })
})

test.each([
  ['1+1?', ['3', '2', '4'], '1+1? 2 / 3 / 4'],
  ['Capital of France', ['Lyon', 'Paris'], '"Capital of France" Paris / Lyon'],
  ['Who said "Why?"?', ['A', 'B'], '“Who said "Why?"?” B / A'],
  ['Half?', ['1/3', '1/2'], 'Half? 1/2 / 1/3'],
  ['“"?"” and more?', ['A', 'B'], undefined],
])('writes %j once more', (question, answers, text) => {
  expect(writeQuiz({ kind: 'quiz', question, answers, right: 1 })).toBe(text)
})

test('the right answer is as often in one place as in another', () => {
  const random = seededRandom(4)
  const places = [0, 0, 0, 0]
  for (let time = 0; time < 4_000; time++) {
    const { right, answers } = quiz.fixed(
      { kind: 'quiz', question: '?', answers: ['right', 'b', 'c', 'd'], right: 0 },
      random,
    )
    expect(answers[right]).toBe('right')
    places[right] = (places[right] ?? 0) + 1
  }
  const chiSquared = places.reduce((sum, times) => sum + (times - 1_000) ** 2 / 1_000, 0)
  // The 99.9 % limit for 3 degrees of freedom; the seed is fixed.
  expect(chiSquared).toBeLessThan(16.3)
})

test.each([
  [tapOf(1), 'ok'],
  ['B', 'ok'],
  [' b ', 'ok'],
  ['Ａ', 'wrong'],
  // Its own words go before a letter.
  ['c', 'wrong'],
  ['TWO', 'ok'],
  ['D', 'refused'],
  ['choice_4', 'refused'],
  ['', 'refused'],
])('takes the answer %j: %s', (text, kind) => {
  const condition = { kind: 'quiz', question: '1+1?', answers: ['C', 'two', 'four'], right: 1 } as const
  const facts = { given: { text, inPublic: false }, wrong: 0, now: 0, told: {} }
  expect(quiz.check(condition, facts).kind).toBe(kind)
})
