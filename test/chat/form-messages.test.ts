import { beforeEach, expect, test, vi } from 'vitest'
import { FormMessages } from '../../src/chat/form-messages.js'
import { FORM_LIFE_MS } from '../../src/commands/framework/forms/forms.js'
import type { FormView } from '../../src/commands/framework/replies/reply.js'

const viewOf = (id: string, title = id): FormView => ({
  ...{ id, title, command: '/greet', fields: [], submit: 'Greet', close: 'Cancel' },
})

let away: string[]
let drawn: string[]
let forms: FormMessages
beforeEach(() => {
  vi.useFakeTimers()
  away = []
  drawn = []
  forms = new FormMessages({
    render: ({ title }) => ({ text: title }),
    edit: async ({ message }, draw, about) => {
      drawn.push(`${message} ${draw().text} ${about}`)
      return { kind: 'sent', message: String(message) }
    },
    takeAway: (chat, message) => void away.push(`${chat} ${message}`),
  })
  return () => vi.useRealTimers()
})

const shows = (id: string, chat: string, message: number, by = '7') =>
  forms.shows({ chat, message, by, language: 'en', view: viewOf(id) })

test('a person has one form per chat, and a form has one message', () => {
  shows('a', 'group', 1)
  shows('b', 'other group', 2)
  shows('c', 'group', 3, '8')
  shows('d', 'group', 4)
  expect(away).toEqual(['group 1'])
  shows('d', 'private', 5)
  expect(away).toEqual(['group 1', 'group 4'])
})

test('combines changes within a second, and redraws nothing that stays the same', async () => {
  shows('a', 'group', 1)
  forms.change(viewOf('a', 'one'), 'soon')
  forms.change(viewOf('a', 'two'), 'soon')
  await vi.advanceTimersByTimeAsync(1_000)
  forms.change(viewOf('a', 'two'), 'at once')
  forms.change(viewOf('a', 'three'), 'at once')
  expect(drawn).toEqual(['1 two redraw', '1 three act'])
})

test('deletes a sent form once and never redraws it', async () => {
  shows('a', 'group', 1)
  forms.change(viewOf('a', 'one'), 'soon')
  expect([forms.endAt('group', 1), forms.endAt('group', 1), forms.endAt('group', 2)]).toEqual([
    true,
    false,
    false,
  ])
  forms.change(viewOf('a', 'two'), 'at once')
  await vi.advanceTimersByTimeAsync(FORM_LIFE_MS)
  expect(away).toEqual(['group 1'])
  expect(drawn).toEqual([])
  expect(forms.isKnown('a')).toBe(true)
})

test('deletes an abandoned form after its lifetime', async () => {
  shows('a', 'group', 1)
  await vi.advanceTimersByTimeAsync(FORM_LIFE_MS)
  expect(away).toEqual(['group 1'])
})
