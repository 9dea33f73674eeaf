import {
  letterOf,
  MAX_ANSWER,
  MAX_QUESTION,
  MOST_ANSWERS,
  type Quiz,
  type QuizFault,
  type QuizRefusal,
  type QuizView,
  readQuiz,
  writeQuiz,
} from '../../../core/conditions/quiz.js'
import type { Language } from '../../../i18n/language.js'
import { further, text } from '../../framework/arguments/arguments.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { quizWords } from './quiz-words.js'

/** With the signs between the parts. */
const MAX_TEXT = MAX_QUESTION + MOST_ANSWERS * (MAX_ANSWER + 3)
/** Ends a quiz in a typed line. */
const END = ';'
const KEYWORDS = [...quizWords.en.arguments.quiz.typed, ...quizWords.zh.arguments.quiz.typed]
const QUIZ = new RegExp(`^(?:${KEYWORDS.join('|')})\\s+([^;；]+)(?:[;；]|$)`, 'iu')

interface Given {
  readonly quiz?: string
}

/** Takes a quiz from the start of a text, up to a semicolon; undefined for a greeting that only begins like one. */
function takeQuiz(line: string): { length: number; value: string } | undefined {
  const [all = '', value = ''] = QUIZ.exec(line) ?? []
  return readQuiz(value).answers.length < 2 ? undefined : { length: all.length, value: value.trim() }
}

function choicesOf({ answers }: QuizView, language: Language): string[] {
  return answers.map((answer, index) => quizWords[language].choice({ letter: letterOf(index), answer }))
}

export const quizInChat: ConditionInChat<Quiz, QuizView, QuizFault, QuizRefusal, Given> = {
  arguments: { quiz: further(text({ max: MAX_TEXT, secret: true, takes: takeQuiz, ends: END })) },
  words: { en: quizWords.en.arguments, zh: quizWords.zh.arguments },
  inForm: ['quiz'],
  from: ({ quiz }) => (quiz === undefined ? undefined : { kind: 'quiz', ...readQuiz(quiz), right: 0 }),
  raws(condition) {
    const quiz = writeQuiz(condition)
    return quiz === undefined ? undefined : { quiz }
  },
  // Others have read which answer is right.
  unsafe: ({ quiz }, isPublic, language) =>
    quiz !== undefined && isPublic ? quizWords[language].readByAll : undefined,
  endShowsAnswer: () => true,
  faults: { bad_quiz: (fault, language) => quizWords[language].badQuiz(fault) },
  onCard(view, open, language) {
    const { card, was, between, right } = quizWords[language]
    const choices = choicesOf(view, language)
    const choice = view.right === undefined ? undefined : choices[view.right]
    if (open || choice === undefined) return [card(view), choices.join(between)]
    return [was(view), right({ choice })]
  },
  question: {
    ask(view, language) {
      const { ask, between } = quizWords[language]
      return ask({ question: view.question, choices: choicesOf(view, language).join(between) })
    },
    askReply: (_, language) => quizWords[language].tapIt,
    choices: ({ answers }) => answers.map((_, index) => letterOf(index)),
    wrong: (_, language) => quizWords[language].wrong,
  },
  refused({ why }, language) {
    const { noTriesLeft, notAnAnswer, inPublic } = quizWords[language]
    return { no_tries_left: noTriesLeft, not_an_answer: notAnAnswer, in_public: inPublic }[why]
  },
}
