import { expect, test } from 'vitest'
import { formPost, formToast } from '../../src/chat/form-post.js'
import { decodeAction } from '../../src/commands/framework/actions.js'
import { formView } from '../../src/commands/framework/forms/form-view.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import type { FormView } from '../../src/commands/framework/replies/reply.js'
import { redpacket } from '../../src/commands/red-packet/redpacket.js'
import { greet } from '../commands/throwaway-command.js'
import { textOf } from '../support/command-chat.js'
import { person } from '../support/world.js'

const place = { platform: 'test', chat: '1' }

function viewOf(
  command: typeof redpacket | typeof greet,
  raws: object,
  focus?: string,
  more = false,
): FormView {
  const form = new Forms().open({ command: command.name, by: person('Lan'), place, raws: raws as never })
  form.focus = focus
  form.more = more
  return formView(command as never, form, undefined, 'en')
}
const labels = (view: FormView) => formPost(view, 'en').actions?.map((row) => row.map(({ label }) => label))

test('shows few options side by side with a tick on the chosen one, and many behind a button', () => {
  const view = viewOf(redpacket, { amount: '20', count: '5', kind: 'lucky' })
  expect(labels(view)).toEqual([
    ['✓ Lucky shares', 'Equal shares'],
    ['Equal, amount per share'],
    ['5', '10', '✓ 20'],
    ['50', '88', '100'],
    ['×1', '×3', '✓ ×5'],
    ['×8', '×10', '×20'],
    ['Amount …', 'Shares …', 'Greeting'],
    ['Who can grab'],
    ['Open for how long? 24 h'],
    ['More …'],
    ['Send it', 'Cancel'],
  ])
})

test('shows the further fields only when asked for more, each behind its name, with a way back', () => {
  const view = viewOf(redpacket, { wishWall: 'yes' }, undefined, true)
  expect(labels(view)).toEqual([
    ['Way to play: Default'],
    ['Fair start: This chat’s default'],
    ['Theme: By date', 'Password'],
    ['Secret password'],
    ['Quiz (right answer first)'],
    ['✓ Wish wall', 'Known for'],
    ['Take turns …', 'When'],
    ['Back'],
  ])
  expect(textOf(formPost(viewOf(redpacket, { wishWall: 'yes' }), 'en'))).toContain('Wish wall: yes')
  expect(labels(viewOf(greet, {}))?.flat()).not.toContain('More …')
})

test('an opened field with many options shows them alone, with a way back', () => {
  const rows = labels(viewOf(redpacket, { theme: 'dragon_boat' }, 'theme'))
  expect(rows?.at(-1)).toEqual(['Back'])
  expect(rows?.flat().filter((label) => label.startsWith('✓'))).toHaveLength(1)
  expect(rows?.flat()).toContain('By date')
})

test('a way to play can be cleared again', () => {
  const rows = labels(viewOf(redpacket, { way: 'draw' }, 'way', true))
  expect(rows?.flat()).toEqual(expect.arrayContaining(['✓ Draw winners at the end', 'Default']))
})

test('shows a value outside the options on the button that asked for it', () => {
  const view = viewOf(redpacket, { amount: '12.50', count: '5', greeting: 'hello' })
  expect(labels(view)?.flat()).toEqual(expect.arrayContaining(['✓ Amount: 12.50', '✓ Greeting']))
})

test('the text shows every value, and the equivalent line', () => {
  const raws = {
    amount: '20',
    count: '5',
    kind: 'equal',
    for: [{ kind: 'person', person: person('Wei') }],
  }
  const text = textOf(formPost(viewOf(redpacket, raws), 'en'))
  for (const part of ['Amount: 20', 'Shares: 5', 'Who can grab: Wei', '`/redpacket 20 5 equal for @Wei'])
    expect(text).toContain(part)
})

test('a field that waits for a text says so, in the message and in the toast', () => {
  const view = viewOf(redpacket, {}, 'greeting')
  const { text, asks } = formToast(view, 'en')
  expect(asks).toBe(true)
  expect(textOf(formPost(view, 'en'))).toContain(text)
  expect(formToast(viewOf(redpacket, { amount: '20' }), 'en')).toMatchObject({ asks: false })
})

test('every button is a step of the form', () => {
  for (const view of [
    viewOf(greet, {}),
    viewOf(redpacket, {}),
    viewOf(redpacket, {}, 'theme'),
    viewOf(redpacket, {}, undefined, true),
  ])
    for (const { data } of formPost(view, 'en').actions?.flat() ?? []) {
      expect(data).toMatch(/^[\w-]{1,64}$/)
      expect(decodeAction(data, () => undefined)).toMatchObject({ kind: 'form', id: view.id })
    }
})
