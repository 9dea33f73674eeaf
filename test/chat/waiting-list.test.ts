import { beforeEach, expect, test } from 'vitest'
import { type Sent, type Waiting, WaitingList } from '../../src/chat/waiting-list.js'

let list: WaitingList
/** Reasons for unsent answers, by their text. */
let unsent: Record<string, string>
beforeEach(() => {
  list = new WaitingList((count) => ({ text: `${count} more` }), 4_096)
  unsent = {}
})

function add(
  text: string,
  about: Waiting['about'],
  by = '1',
  more: Partial<Waiting> & { manner?: object } = {},
): void {
  list.add({
    ...{ about, by, edits: undefined, deadline: Number.POSITIVE_INFINITY, tries: 0 },
    message: () => ({ text, ...more.manner }),
    done: (sent: Sent) => {
      if (sent.kind === 'unsent') unsent[text] = sent.why
    },
    ...more,
  })
}

/** Takes everything; returns the texts in order. */
function taken(together = false): string[] {
  const texts: string[] = []
  while (list.next() !== undefined) texts.push(list.take(together)?.message.text ?? 'nothing')
  return texts
}

test('money comes first, then actions, then look-ups, then redraws', () => {
  add('redraw', 'redraw')
  add('read', 'read')
  add('act', 'act')
  add('money', 'money')
  expect(taken()).toEqual(['money', 'act', 'read', 'redraw'])
})

test('the longest-waiting answer goes next after three have jumped the queue', () => {
  add('read', 'read', 'a')
  add('act', 'act', 'b')
  for (let index = 1; index <= 9; index++) add(`money ${index}`, 'money', 'c')
  expect(taken()).toEqual([
    ...['money 1', 'money 2', 'money 3', 'read', 'money 4', 'money 5', 'money 6', 'act'],
    ...['money 7', 'money 8', 'money 9'],
  ])
})

test('an answer that is overdue says so, and payments that wait do not', () => {
  add('read', 'read')
  for (let index = 1; index <= 4; index++) add(`money ${index}`, 'money')
  for (const _ of [1, 2, 3]) {
    expect(list.next()).toEqual({ about: 'money', overdue: false })
    list.take(false)
  }
  expect(list.next()).toEqual({ about: 'read', overdue: true })
  list.take(false)
  expect(list.next()).toEqual({ about: 'money', overdue: false })
})

test('at most five answers per person wait, besides those about money', () => {
  for (let index = 1; index <= 9; index++) add(`read ${index}`, 'read')
  for (let index = 1; index <= 9; index++) add(`money ${index}`, 'money')
  add('act', 'act')
  add('other', 'read', '2')
  const others = taken().filter((text) => !text.startsWith('money'))
  expect(others.sort()).toEqual(['act', 'other', 'read 1', 'read 2', 'read 3', 'read 4'])
  expect(unsent).toMatchObject({ 'read 5': 'too many wait', 'read 9': 'too many wait' })
})

test('at most twenty answers wait in total, besides those about money', () => {
  for (let person = 1; person <= 9; person++)
    for (let index = 1; index <= 3; index++) add(`read ${person} ${index}`, 'read', String(person))
  for (let index = 1; index <= 9; index++) add(`money ${index}`, 'money')
  expect(taken()).toHaveLength(29)
  expect(Object.keys(unsent)).toHaveLength(7)
})

test('people take turns, and payments keep their order', () => {
  for (const text of ['a1', 'a2', 'a3']) add(text, 'read', 'a')
  for (const text of ['b1', 'b2']) add(text, 'read', 'b')
  for (const [text, by] of [
    ['m1', 'a'],
    ['m2', 'a'],
    ['m3', 'b'],
  ] as const)
    add(text, 'money', by)
  const texts = taken()
  expect(texts.slice(0, 3)).toEqual(['m1', 'm2', 'm3'])
  expect(texts.slice(3, 5)).toEqual(['a1', 'b1'])
  expect(texts).toHaveLength(8)
})

test('combines waiting payments in one message, unless they are in different topics', () => {
  const manner = { reply_parameters: { message_id: 7 }, link_preview_options: { is_disabled: true } }
  add('m1', 'money', '1', { manner })
  add('m2', 'money', '2', { manner: { ...manner, reply_parameters: { message_id: 8 } } })
  add('topic', 'money', '3', { manner: { ...manner, message_thread_id: 5 } })
  add('read', 'read')
  const batch = list.take(true)
  expect(batch?.message).toEqual({ text: 'm1\nm2', link_preview_options: { is_disabled: true } })
  expect(batch?.items).toHaveLength(2)
  expect(taken(true)).toEqual(['topic', 'read'])
})

test.each([{ reply_markup: {} }, { entities: [] }])(
  'a message with %o is never combined with others',
  (manner) => {
    add('m1', 'money', '1', { manner })
    add('m2', 'money', '1', { manner })
    expect(taken(true)).toEqual(['m1', 'm2'])
  },
)

test("a message of several payments fits Telegram's limit", () => {
  for (let index = 0; index < 5; index++) add('x'.repeat(1_000), 'money')
  expect(taken(true).map(({ length }) => length)).toEqual([4_003, 1_000])
})

test('counts payments beyond the limit', () => {
  for (let index = 1; index <= 250; index++) add(`payment ${index}`, 'money')
  const lines = taken(true).flatMap((text) => text.split('\n'))
  expect(lines).toHaveLength(201)
  expect(lines.at(-1)).toBe('50 more')
})

test('a later edit of a message replaces the waiting one', () => {
  add('first', 'redraw', '1', { edits: 7 })
  add('other', 'redraw', '1', { edits: 8 })
  add('second', 'redraw', '1', { edits: 7 })
  expect(taken()).toEqual(['other', 'second'])
  expect(unsent).toEqual({ first: 'superseded by a later edit' })
})

test('drops answers that come too late, but never payments', () => {
  add('read', 'read', '1', { deadline: 10 })
  add('later', 'read', '1', { deadline: 20 })
  add('money', 'money')
  list.expire(11)
  expect(unsent).toEqual({ read: 'too late' })
  expect(taken()).toEqual(['money', 'later'])
})

test('a batch that could not be sent goes first again', () => {
  add('m1', 'money')
  add('m2', 'money')
  list.count(3)
  const batch = list.take(false)
  if (batch) list.putBack(batch)
  expect(taken()).toEqual(['m1', 'm2', '3 more'])
})

test('clearing the list returns the number of unreported payments', () => {
  add('m1', 'money')
  add('read', 'read')
  list.count(3)
  expect(list.clear('stopped')).toBe(4)
  expect(list.next()).toBeUndefined()
  expect(unsent).toEqual({ m1: 'stopped', read: 'stopped' })
})
