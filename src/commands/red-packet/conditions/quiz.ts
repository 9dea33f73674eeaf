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

export const quizArguments = {
  quiz: further(text({ max: MAX_TEXT, secret: true, takes: takeQuiz, ends: END })),
}

/** Takes a quiz from the start of a text, up to a semicolon; undefined for a greeting that only begins like one. */
function takeQuiz(line: string): { length: number; value: string } | undefined {
  const [all = '', value = ''] = QUIZ.exec(line) ?? []
  return readQuiz(value).answers.length < 2 ? undefined : { length: all.length, value: value.trim() }
}

/** Returns the condition that the arguments ask for. */
export function quizIn({ quiz }: { readonly quiz?: string }): Quiz[] {
  return quiz === undefined ? [] : [{ kind: 'quiz', ...readQuiz(quiz), right: 0 }]
}

/** Returns why a quiz can't be taken as it was given; `isPublic`: others have read which answer is right. */
export function unsafeQuiz(
  { quiz }: { readonly quiz?: string },
  isPublic: boolean,
  language: Language,
): string | undefined {
  return quiz !== undefined && isPublic ? quizWords[language].readByAll : undefined
}

export function quizFault(fault: QuizFault, language: Language): string {
  return quizWords[language].badQuiz(fault)
}

function choicesOf({ answers }: QuizView, language: Language): string[] {
  return answers.map((answer, index) => quizWords[language].choice({ letter: letterOf(index), answer }))
}

export const quizInChat: ConditionInChat<QuizView, QuizRefusal> = {
  onCard(view, open, language) {
    const { card, was, between, right } = quizWords[language]
    const choices = choicesOf(view, language)
    const choice = view.right === undefined ? undefined : choices[view.right]
    if (open || choice === undefined) return [card(view), choices.join(between)]
    return [was(view), right({ choice })]
  },
  ask(view, language) {
    const { ask, between } = quizWords[language]
    return ask({ question: view.question, choices: choicesOf(view, language).join(between) })
  },
  askReply: (_, language) => quizWords[language].tapIt,
  choices: ({ answers }) => answers.map((_, index) => letterOf(index)),
  wrong: (_, language) => quizWords[language].wrong,
  refused({ why }, language) {
    const { noTriesLeft, notAnAnswer, inPublic } = quizWords[language]
    return { no_tries_left: noTriesLeft, not_an_answer: notAnAnswer, in_public: inPublic }[why]
  },
}
