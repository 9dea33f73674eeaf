import type { Random } from '../random.js'
import { isVisible, lengthOf, plainText } from '../text.js'
import { type ConditionRules, tapOf } from './condition.js'

/** In characters (code points). */
export const MAX_QUESTION = 120
export const MAX_ANSWER = 40
export const MOST_ANSWERS = 4
/** Wrong answers per person and envelope. */
const QUIZ_TRIES = 1

/** Opens with the right answer to a question (答题). */
export interface Quiz {
  readonly kind: 'quiz'
  readonly question: string
  /** In the order in which they are shown. */
  readonly answers: readonly string[]
  /** Index of the right answer. */
  readonly right: number
}

export interface QuizView {
  readonly kind: 'quiz'
  readonly question: string
  readonly answers: readonly string[]
  /** Absent while it is open. */
  readonly right?: number
}

export interface QuizFault {
  readonly kind: 'bad_quiz'
  readonly maxQuestion: number
  readonly maxAnswer: number
}

/** `not_an_answer`: none of those shown; it costs no try. `in_public`: others would read which one is right. */
export interface QuizRefusal {
  readonly condition: 'quiz'
  readonly why: 'no_tries_left' | 'not_an_answer' | 'in_public'
}

/** Returns the letter of an answer, by its index. */
export function letterOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}

function comparable(text: string): string {
  return plainText(text).normalize('NFKC').toLowerCase()
}

function refused(why: QuizRefusal['why']) {
  return { kind: 'refused', refusal: { condition: 'quiz', why } } as const
}

/** Returns the index of the answer that is meant: by a button, its own words or its letter. */
function indexOf(given: string, answers: readonly string[]): number {
  const byTap = answers.findIndex((_, index) => tapOf(index) === given)
  if (byTap >= 0) return byTap
  const typed = comparable(given)
  const byWords = answers.findIndex((answer) => comparable(answer) === typed)
  if (byWords >= 0) return byWords
  return answers.findIndex((_, index) => letterOf(index).toLowerCase() === typed)
}

/** Reads a question and its answers, the right one first, as in `1+1? 2 / 3 / 4`. Empty answers when it isn't one. */
export function readQuiz(typed: string): { readonly question: string; readonly answers: readonly string[] } {
  const text = typed.trim()
  const quoted = /^(?:"([^"]+)"|“([^”]+)”|「([^」]+)」)\s*(.*)$/su.exec(text)
  const asked = quoted ?? /^()()([^?？]*[?？]+)\s*(.*)$/su.exec(text)
  const question = asked?.slice(1, 4).find((part) => part)
  const parts = answersIn(question === undefined ? text : (asked?.[4] ?? ''))
  if (question !== undefined) return { question, answers: parts }
  const [first = '', ...answers] = parts
  return { question: first, answers }
}

/** Writes a quiz so that it reads back as the same; undefined when none of the ways to write it does. */
export function writeQuiz({ question, answers, right }: Quiz): string | undefined {
  const first = answers[right] as string
  const list = [first, ...answers.filter((answer) => answer !== first)].join(' / ')
  return [question, `"${question}"`, `“${question}”`]
    .map((asked) => `${asked} ${list}`)
    .find((text) => {
      const read = readQuiz(text)
      return read.question === question && read.answers.join(' / ') === list
    })
}

/** Splits at slashes: at those between spaces, if there are any, because an answer may be a fraction. */
function answersIn(text: string): string[] {
  const list = text.replace(/^[/／|｜]\s+/u, '')
  const spaced = /\s[/／|｜]\s/u.test(list)
  return list.split(spaced ? /\s[/／|｜]\s/u : /[/／|｜]/u).map((answer) => answer.trim())
}

export const quiz: ConditionRules<Quiz, QuizView, QuizFault, QuizRefusal> = {
  asks: 'choice',
  longest: MAX_ANSWER,
  tries: QUIZ_TRIES,
  fault({ question, answers }) {
    const fits = (text: string, max: number) => isVisible(plainText(text)) && lengthOf(plainText(text)) <= max
    const isGood =
      fits(question, MAX_QUESTION) &&
      answers.length >= 2 &&
      answers.length <= MOST_ANSWERS &&
      answers.every((answer) => fits(answer, MAX_ANSWER)) &&
      new Set(answers.map(comparable)).size === answers.length
    return isGood ? undefined : { kind: 'bad_quiz', maxQuestion: MAX_QUESTION, maxAnswer: MAX_ANSWER }
  },
  /** Shuffles the answers, because people write the right one first. */
  fixed({ kind, question, answers, right }, random) {
    const plain = answers.map(plainText)
    const shown = shuffled(plain, random)
    return {
      kind,
      question: plainText(question),
      answers: shown,
      right: shown.indexOf(plain[right] as string),
    }
  },
  term: () => 'quiz',
  sealed: ({ question, answers, right }) => `${letterOf(right)} ${[question, ...answers].join(' / ')}`,
  view: ({ kind, question, answers, right }, ended) => ({ kind, question, answers, ...(ended && { right }) }),
  check({ answers, right }, { given, wrong }) {
    if (wrong >= QUIZ_TRIES) return refused('no_tries_left')
    if (given === undefined) return { kind: 'ask' }
    if (given.inPublic) return refused('in_public')
    const index = indexOf(given.text, answers)
    if (index < 0) return refused('not_an_answer')
    return index === right ? { kind: 'ok' } : { kind: 'wrong', left: 0 }
  },
}

/** Returns the texts in a random order: Fisher-Yates. */
function shuffled(texts: readonly string[], random: Random): string[] {
  const order = [...texts]
  for (let place = order.length - 1; place > 0; place--) {
    const other = random.below(place + 1)
    const held = order[place] as string
    order[place] = order[other] as string
    order[other] = held
  }
  return order
}
