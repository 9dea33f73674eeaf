import { expect, test } from 'vitest'
import { code, fill, moment, render } from '../../src/commands/framework/replies/rich-text.js'

const write = {
  plain: (text: string) => text.replaceAll('<', '&lt;'),
  strong: (text: string) => `<b>${text}</b>`,
  code: (text: string) => `<code>${text}</code>`,
  at: (at: number) => `<time>${at}</time>`,
  quote: (typed: string) => `<q>${typed}</q>`,
  mention: ({ name }: { readonly name: string }) => `<@${name}>`,
  role: ({ name }: { readonly name: string }) => `<&${name}>`,
}
const sentence = ({ name, time, line }: { name: string; time: string; line: string }) =>
  `At ${time}, ${name}: ${line}. ${time}!`

test('fills a sentence with spans that an adapter renders, and escapes all other text', () => {
  const text = fill(sentence, { name: '<Lan>', time: moment(7), line: code('a') })
  expect(render(text, write)).toBe('At <time>7</time>, &lt;Lan>: <code>a</code>. <time>7</time>!')
})

test('no name can imitate a span', () => {
  const text = fill(sentence, { name: '\ufdd00\ufdd1', time: moment(7), line: code('a') })
  expect(render(text, write)).toBe('At <time>7</time>, 0: <code>a</code>. <time>7</time>!')
})

test('keeps plain text plain', () => {
  expect(render('<b>', write)).toBe('&lt;b>')
  expect(render([{ strong: 'x' }, '<'], write)).toBe('<b>x</b>&lt;')
})
