import { expect, test } from 'vitest'
import { commonWords } from '../../src/commands/common-words.js'
import { encodeFormStep } from '../../src/commands/framework/actions.js'
import type { FormView, Reply } from '../../src/commands/framework/replies/reply.js'
import type { Mention } from '../../src/commands/framework/request.js'
import { CommandChat, textOf } from '../support/command-chat.js'
import { person } from '../support/world.js'

const positionOf = (form: FormView, name: string) => form.fields.findIndex((field) => field.name === name)
const fieldOf = ({ form }: Reply, name: string) => form?.fields.find((field) => field.name === name)

/** Opens a form of Lan's, as on a platform where a form is a message with buttons. */
async function opened() {
  const chat = await CommandChat.open()
  const { form } = await chat.line('Lan', '/redpacket')
  if (!form) throw new Error('no form')
  const pick = (name: string, option?: number) => {
    const field = positionOf(form, name)
    const step = option === undefined ? { field } : { field, option }
    return chat.tap('Lan', encodeFormStep(form.id, { kind: 'pick', ...step }))
  }
  const answer = (text: string, mentions?: ReadonlyMap<string, Mention>) =>
    chat.handle(chat.request('Lan', { kind: 'line', text, addressed: true, ...(mentions && { mentions }) }))
  const send = () => chat.tap('Lan', encodeFormStep(form.id, { kind: 'submit' }))
  return { chat, form, pick, answer, send }
}

test('a button sends a form as it is, once', async () => {
  const { chat, pick, send } = await opened()
  await pick('amount', 0)
  await pick('count', 1)
  expect((await Promise.all([send(), send()])).map(({ outcome }) => outcome)).toEqual(['sent', 'sent'])
  expect(await chat.balance('Lan')).toBe(12_345 - 500)
})

test('a form of buttons that is sent too early asks for what is missing, and is sent when it is there', async () => {
  const { chat, pick, answer, send } = await opened()
  const early = await send()
  expect(early).toMatchObject({ tone: 'bad', outcome: 'usage', form: { focus: 'amount' } })
  expect(textOf(early)).toContain('Still missing: Amount, Shares.')
  expect((await answer('7.50')).form?.focus).toBeUndefined()
  expect((await send()).form?.focus).toBe('count')
  await pick('count', 1)
  expect((await send()).outcome).toBe('sent')
  expect(await chat.balance('Lan')).toBe(12_345 - 750)
})

test('a form shows amounts with their currency, and the total of an amount for each', async () => {
  const { pick } = await opened()
  await pick('amount', 2)
  const lucky = await pick('count', 1)
  expect(fieldOf(lucky, 'amount')?.shown).toBe('L\u00a020.00')
  expect(lucky.form?.total).toBeUndefined()
  expect((await pick('kind', 2)).form?.total).toBe('L\u00a060.00')
})

test('a form that costs more than the wallet holds tells only its owner, as soon as it is known', async () => {
  const { chat, pick, answer } = await opened()
  expect((await pick('amount', 5)).aside).toBeUndefined()
  await pick('count', 1)
  const dear = await pick('kind', 2)
  expect(dear.aside).toContain('123.45')
  expect(textOf(dear)).not.toContain('123.45')
  expect(JSON.stringify(dear.form)).not.toContain('123.45')
  expect((await pick('kind', 0)).aside).toBeUndefined()
  await pick('amount')
  expect((await answer('200')).aside).toContain('L\u00a0200.00')
  expect(await chat.balance('Lan')).toBe(12_345)
})

test('the position after the last option clears an optional value', async () => {
  const { pick, answer } = await opened()
  const themes = fieldOf(await pick('theme', 0), 'theme')
  expect(themes?.value).toBeDefined()
  expect(fieldOf(await pick('theme', themes?.options?.length), 'theme')?.value).toBeUndefined()
  await pick('greeting')
  expect(fieldOf(await answer('good luck'), 'greeting')?.value).toBe('good luck')
  expect(fieldOf(await pick('greeting', 0), 'greeting')?.value).toBeUndefined()
  // Required values stay.
  await pick('amount', 2)
  expect(fieldOf(await pick('amount', 6), 'amount')?.value).toBe('20')
})

test('an invalid text is refused at once and asked for again', async () => {
  const { pick, answer } = await opened()
  expect((await pick('amount')).form?.focus).toBe('amount')
  expect((await answer('a lot')).outcome).toBe('bad_amount')
  const filled = await answer('7.50')
  expect(fieldOf(filled, 'amount')?.value).toBe('7.50')
  expect(filled.form?.focus).toBeUndefined()
})

test('chosen people are resolved at once, shown by name, and get a share each', async () => {
  const { pick, answer, send } = await opened()
  await pick('for')
  expect((await answer('@Nobody')).outcome).toBe('unknown_member')
  await pick('amount', 2)
  await pick('for')
  const filled = await answer('@Wei and @Admin')
  expect(fieldOf(filled, 'for')?.names).toEqual(['Wei', 'Admin'])
  expect(fieldOf(filled, 'count')?.value).toBe('2')
  expect((await send()).outcome).toBe('sent')
})

test('reopening a form asks for no single field', async () => {
  const { chat, form, pick } = await opened()
  await pick('greeting')
  const again = await chat.tap('Lan', encodeFormStep(form.id, { kind: 'open' }))
  expect(again.form?.focus).toBeUndefined()
})

test('the further fields are shown until the way back is taken, or something else is missing', async () => {
  const { chat, form, pick, answer, send } = await opened()
  const step = (kind: 'open' | 'more') => chat.tap('Lan', encodeFormStep(form.id, { kind }))
  expect(form).toMatchObject({ more: 'More' })
  expect(form.atMore).toBeUndefined()
  expect((await step('more')).form?.atMore).toBe(true)
  await pick('turns')
  const filled = await answer('3')
  expect(fieldOf(filled, 'turns')).toMatchObject({ value: '3', further: true })
  expect(filled.form?.atMore).toBe(true)
  expect((await pick('theme')).form?.focus).toBe('theme')
  expect((await step('more')).form).not.toHaveProperty('focus')
  expect((await step('open')).form?.atMore).toBeUndefined()
  await step('more')
  const early = (await send()).form
  expect(early?.focus).toBe('amount')
  expect(early?.atMore).toBeUndefined()
})

test('in reply to a member, a red packet is for that member, with one share by default', async () => {
  const chat = await CommandChat.open()
  const reply = (text: string) =>
    chat.handle(chat.request('Lan', { kind: 'line', text, repliedTo: person('Wei') }))
  for (const line of ['/redpacket 5', '/redpacket 5 good luck', '/redpacket 5 1'])
    expect((await reply(line)).outcome, line).toBe('sent')
  // The line explicitly asks for more shares than people.
  expect((await reply('/redpacket 5 2')).outcome).toBe('envelope_refused')
  const form = await reply('/redpacket')
  expect(fieldOf(form, 'for')?.names).toEqual(['Wei'])
  expect(fieldOf(form, 'count')?.value).toBe('1')
})

test('in reply to a member, a name in the note changes nothing, but one beside the amount counts', async () => {
  const chat = await CommandChat.open()
  const reply = (text: string) =>
    chat.handle(chat.request('Lan', { kind: 'line', text, repliedTo: person('Wei') }))
  await reply('/transfer 5 thanks to @Admin')
  await reply('/transfer 7 @Admin')
  expect([await chat.balance('Wei'), await chat.balance('Admin')]).toEqual([500, 700])
  // Ambiguous recipient.
  expect((await reply('/transfer 9 (@Admin')).outcome).toBe('usage')
})

test.each(['reply', 'choose'] as const)('suggests another way to name an unknown person: %s', async (how) => {
  const chat = await CommandChat.open()
  const resolve = async (name: string): Promise<Mention> => ({ kind: 'unknown', name, how })
  const refused = await chat.line('Lan', '/transfer @who 5', { resolve })
  const { reply, choose } = commonWords.en.howToName
  expect(textOf(refused)).toBe(how === 'reply' ? reply({ handle: 'who' }) : choose({ name: 'who' }))
})

test("in private the books can be checked, and the asker’s own communities' red packets are shown", async () => {
  const chat = await CommandChat.open()
  const { envelope: no } = await chat.line('Lan', '/redpacket 9 3')
  const { place: _, ...here } = chat.request('Lan', { kind: 'line', text: '' })
  const inPrivate = async (by: string, text: string) => {
    const reply = await chat.pipeline.handle({
      ...here,
      ...{ id: `${by} ${text}`, by: person(by), wish: { kind: 'line', text, addressed: true } },
    })
    return reply?.outcome
  }
  expect(await inPrivate('Lan', '/books')).toBe('books')
  expect(await inPrivate('Lan', `/envelope ${no}`)).toBe('envelope')
  expect(await inPrivate('Lan', `/verify ${no}`)).toBe('sealed')
  expect(await inPrivate('Stranger', `/envelope ${no}`)).toBe('unknown_envelope')
  expect(await inPrivate('Lan', '/envelope')).toBe('usage')
})
