import type { Command } from '../define.js'
import type { ArgumentWords, Tongue } from '../words.js'
import type { Argument } from './arguments.js'

export const YES: ReadonlySet<string> = new Set(['yes', 'on', 'true', '是', '开'])
export const NO: ReadonlySet<string> = new Set(['no', 'off', 'false', '否', '关'])

export function isYesNo(word: string): boolean {
  return YES.has(word) || NO.has(word)
}

/** People type either, whichever they read. */
export const TONGUES: readonly Tongue[] = ['en', 'zh']

/** Returns the words of an argument in all languages: people type any of them, whichever they read. */
export function wordsOf(command: Pick<Command, 'words'>, argument: string): ArgumentWords<Argument>[] {
  return TONGUES.map((language) => command.words[language].arguments[argument] as ArgumentWords<Argument>)
}

/** Returns the keywords of an argument in all languages. */
export function keywordsOf(command: Pick<Command, 'words'>, argument: string): string[] {
  return wordsOf(command, argument).flatMap(({ typed = [] }) => typed)
}

/** Returns the labels of a choice's value, then the ways to type it. */
export function labelsOf(words: ArgumentWords<Argument>, value: string): readonly string[] {
  const { choices } = words as { choices?: Readonly<Record<string, readonly string[]>> }
  return choices && Object.hasOwn(choices, value) ? (choices[value] ?? []) : []
}

/** Returns the value that a lower-case word stands for, in any language. */
export function choiceOf(
  command: Pick<Command, 'words'>,
  argument: string,
  values: readonly string[],
  word: string,
): string | undefined {
  const id = word.replaceAll('-', '_')
  if (values.includes(id)) return id
  const words = wordsOf(command, argument)
  return values.find((value) => words.some((each) => labelsOf(each, value).slice(1).includes(word)))
}
