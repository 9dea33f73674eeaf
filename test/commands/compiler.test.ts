import { expect, test } from 'vitest'
import { amount, choice, optional, text, whole } from '../../src/commands/framework/arguments/arguments.js'
import { type Context, defineCommand } from '../../src/commands/framework/define.js'
import { bad, good } from '../../src/commands/framework/replies/reply.js'

const arguments_ = {
  much: amount(),
  how: optional(choice(['a', 'b'])),
  line: optional(whole({ max: 9 })),
  note: optional(text({ max: 9 })),
}
const en = {
  ...{ name: 'x', also: [] as string[], about: '', example: '' },
  arguments: {
    much: { name: '', about: '' },
    how: { name: '', about: '', choices: { a: ['A'], b: ['B'] } },
    line: { name: '', about: '' },
    note: { name: '', about: '' },
  },
  say: { done: ({ n }: { n: number }) => `${n}` },
}
type Tried = { kind: 'done'; n: number } | { kind: 'odd' } | { kind: 'key_reused' }
declare const tried: Tried
type Say = typeof en.say

const more = { ...arguments_, more: amount() }
const third = { ...arguments_, how: optional(choice(['a', 'b', 'c'])) }
const words = { en, zh: en, 'zh-latin': en }
const run = async () => good('')

// Checked by the compiler: a line below an expected error that compiles is an error itself.
test('mistakes in a definition do not compile', () => {
  // @ts-expect-error an argument without words
  defineCommand({ name: 'x', words, arguments: more, run })
  // @ts-expect-error a choice without a label
  defineCommand({ name: 'x', words, arguments: third, run })
  // @ts-expect-error the same, written in place
  defineCommand({ name: 'x', words, arguments: { ...arguments_, how: optional(choice(['a', 'c'])) }, run })
  // @ts-expect-error a language without a word
  const incomplete: typeof en = { ...en, say: {} }
  // @ts-expect-error a form with a field that is no argument
  defineCommand({ name: 'x', words, arguments: arguments_, form: { fields: ['nothing'] }, run })
  const use = ({ answer, again, args, ask }: Context<typeof arguments_, Say>) => {
    answer(tried, { done: ({ n }) => good(String(n)), odd: () => bad('') })
    // @ts-expect-error an outcome without a reply
    answer(tried, { done: ({ n }) => good(String(n)) })
    // @ts-expect-error a reply to an outcome that there is not
    answer(tried, { done: ({ n }) => good(String(n)), odd: () => bad(''), gone: () => bad('') })
    again({ line: 3, how: 'a' }, { label: '' })
    // @ts-expect-error a button cannot carry free text
    again({ note: 'hi' }, { label: '' })
    // @ts-expect-error an optional argument may be missing
    const note: string = args.note
    // @ts-expect-error no such argument
    ask(['nobody'])
    return [note, incomplete]
  }
  expect(use).toBeTypeOf('function')
})
