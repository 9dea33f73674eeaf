import { expect, test } from 'vitest'
import { messageOf } from '../../../adapters/discord/answer.js'
import { aloudOf, answerOf } from '../../../adapters/discord/encode.js'
import { markup } from '../../../adapters/discord/markup.js'
import { formView } from '../../../src/commands/framework/forms/form-view.js'
import { Forms } from '../../../src/commands/framework/forms/forms.js'
import type { Reply } from '../../../src/commands/framework/replies/reply.js'
import { code, mention, moment, quote } from '../../../src/commands/framework/replies/rich-text.js'
import type { Raws } from '../../../src/commands/framework/request.js'
import { redpacket } from '../../../src/commands/red-packet/redpacket.js'
import { modalFaults } from '../../support/discord/limits.js'
import type { SentModal } from '../../support/discord/shapes.js'

const wei = { platform: 'discord', user: '12', name: 'Wei *' }
const role = (id: string) => ({ platform: 'discord', role: id, name: '@cooks' })
/** A server in which everyone may ping one of two roles. */
const roleHere = (id: string) => (id === '1' || id === '2' ? { mentionable: id === '1' } : undefined)
const replyOf = (more: Partial<Reply>): Reply => ({ tone: 'info', to: 'anyone', blocks: [], ...more })

test("renders every kind of span as Discord markup, and escapes people's text", () => {
  expect(markup('*a* @everyone <@1>', roleHere)).toBe('\\*a\\* \\@everyone \\<\\@1\\>')
  expect(markup([{ strong: 'a*' }, moment(5_000), quote('@b')], roleHere)).toBe('**a\\***<t:5:f>\\@b')
  expect(markup([mention(wei), mention({ ...wei, platform: 'telegram' })], roleHere)).toBe('<@12>Wei \\*')
  expect(markup([{ role: role('1') }, { role: role('2') }, { role: role('3') }], roleHere)).toBe(
    '<@&1>\\@cooks\\@cooks',
  )
})

test('a verbatim span is a copyable block when alone on its line, and inline within a sentence', () => {
  expect(markup(['The code:\n', code('AB'), '\nIt works.'], roleHere)).toBe(
    'The code\\:\n```\nAB\n```\nIt works\\.',
  )
  expect(markup(['The code ', code('AB'), '.'], roleHere)).toBe('The code `AB`\\.')
  expect(markup([code('a`b')], roleHere)).toBe('a\\`b')
})

test('an announcement pings only the people it mentions, and roles that everyone may ping', () => {
  const spans = [mention(wei), mention(wei), { role: role('1') }, { role: role('2') }, quote('<@99>')]
  expect(aloudOf(spans, roleHere).pings).toEqual({ users: ['12'], roles: ['1'] })
  expect(aloudOf('<@99>', roleHere)).toEqual({ content: '\\<\\@99\\>', pings: { users: [], roles: [] } })
})

test('stacks blocks, and buttons in rows, in a message of components', () => {
  const answer = answerOf(
    replyOf({
      blocks: [
        { kind: 'heading', text: 'Title' },
        { kind: 'list', lines: ['one', 'two'] },
      ],
      actions: [[{ label: 'Yes', data: '1a-', style: 'danger' }], [{ label: 'l'.repeat(99), data: '1b-' }]],
    }),
  )
  expect(answer.text).toBe('**Title**\none\ntwo')
  expect(answer.rows.map((row) => row.components.map((button) => button.style))).toEqual([[4], [2]])
  expect(messageOf(answer)).toMatchObject({ flags: 1 << 15, components: [{ type: 10 }, {}, {}] })
  expect(answer.rows[1]?.components[0]).toMatchObject({ label: 'l'.repeat(80) })
})

test('twenty wallets to choose from fit in four rows', () => {
  const actions = Array.from({ length: 20 }, (_, no) => [{ label: `${no}`, data: `1w-${no}` }])
  expect(answerOf(replyOf({ actions })).rows.map(({ components }) => components.length)).toEqual([5, 5, 5, 5])
})

test('text without buttons is plain content as long as it fits', () => {
  expect(messageOf({ text: 'a', rows: [], inPlace: false })).toEqual({
    ...{ content: 'a', allowed_mentions: { parse: [] } },
  })
  expect(messageOf({ text: 'a'.repeat(2_001), rows: [], inPlace: false })).toMatchObject({ flags: 1 << 15 })
})

function formWith(raws: Raws) {
  const opened = new Forms().open({ command: 'redpacket', by: wei, place: undefined, raws })
  return formView(redpacket, opened, undefined, 'en')
}

test('a form has five fields with known values filled in, and becomes a button where none can be shown', () => {
  const chosen = [
    { kind: 'person', person: wei },
    { kind: 'role', role: role('1') },
  ] as const
  const form = formWith({ amount: '9', kind: 'equal', greeting: 'g'.repeat(500), for: chosen, time: '90m' })
  const { modal, rows } = answerOf(replyOf({ form }))
  expect(modalFaults(modal as unknown as SentModal)).toEqual([])
  const inputs = modal?.components.map((label) => ('component' in label ? label.component : undefined))
  expect(inputs).toMatchObject([
    { custom_id: 'kind', type: 3 },
    { custom_id: 'amount+count', value: '9', required: true },
    { custom_id: 'greeting', value: 'g'.repeat(120), max_length: 120 },
    {
      custom_id: 'for',
      max_values: 25,
      default_values: [
        { id: '12', type: 'user' },
        { id: '1', type: 'role' },
      ],
    },
    { custom_id: 'time', type: 3 },
  ])
  const further = form.fields.filter((field) => field.further).map(({ name }) => name)
  expect(further).toContain('theme')
  for (const input of inputs ?? []) expect(further).not.toContain((input as { custom_id: string }).custom_id)
  const lifetime = inputs?.[4] as { options: readonly { value: string; default?: boolean }[] }
  expect(lifetime.options.filter((option) => option.default)).toMatchObject([{ value: '90m' }])
  expect(rows[0]?.components[0]).toMatchObject({ label: 'Send a red packet', custom_id: modal?.custom_id })
})
