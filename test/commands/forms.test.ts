import { describe, expect, it } from 'vitest'
import { encodeAction, encodeFormStep } from '../../src/commands/framework/actions.js'
import { optional, text, whole } from '../../src/commands/framework/arguments/arguments.js'
import { defineCommand } from '../../src/commands/framework/define.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import { bad, good } from '../../src/commands/framework/replies/reply.js'
import { CommandChat, textOf } from '../support/command-chat.js'

const MINUTE = 60_000
const nine = { amount: '9', count: '3', kind: 'lucky', greeting: 'for the form', time: '1h' }

async function opened(forms = new Forms()) {
  const chat = await CommandChat.open({ forms })
  const { form } = await chat.line('Lan', '/redpacket')
  if (!form) throw new Error('no form')
  return { chat, form }
}

describe('a form', () => {
  it("shows the fields of the definition, with the community's limits", async () => {
    const chat = await CommandChat.open({ rules: { minLifetime: 3_600_000, defaultLifetime: 7_200_000 } })
    const { form } = await chat.line('Lan', '/红包', { language: 'zh' })
    expect(form).toMatchObject({ title: '发红包', command: '/红包', submit: '塞钱进红包', close: '取消' })
    expect(form?.fields.map(({ name }) => name)).toEqual([
      ...['kind', 'amount', 'count', 'greeting', 'for', 'time', 'way', 'fairStart', 'theme'],
      ...['password', 'secret', 'quiz', 'wishWall', 'known', 'turns', 'on'],
    ])
    const lifetime = form?.fields.find(({ name }) => name === 'time')
    expect(lifetime?.value).toBe('2h')
    expect(lifetime?.options?.map(({ typed }) => typed)).toEqual([
      ...['1小时', '2小时', '8小时', '24小时', '3天', '7天'],
    ])
  })

  it('sends one red packet, however often it is sent, even simultaneously', async () => {
    const { chat, form } = await opened()
    const sent = await Promise.all([1, 2, 3, 4, 5].map(() => chat.submit('Lan', form.id, nine)))
    expect(sent.map(({ outcome }) => outcome)).toEqual(Array(5).fill('sent'))
    // Its answer may have been lost.
    expect((await chat.submit('Lan', form.id, nine)).outcome).toBe('sent')
    expect(await chat.balance('Lan')).toBe(12_345 - 900)
  })

  it('is refused, corrected and sent', async () => {
    const { chat, form } = await opened()
    const refused = await chat.submit('Lan', form.id, { ...nine, amount: '9000' })
    expect(refused.outcome).toBe('insufficient')
    const back = await chat.tap('Lan', chat.button('Back to the form'))
    expect(back.form).toMatchObject({ id: form.id })
    expect(back.form?.fields.find(({ name }) => name === 'amount')?.value).toBe('9000')
    expect((await chat.submit('Lan', form.id, { amount: '9.999' })).outcome).toBe('bad_amount')
    expect((await chat.submit('Lan', form.id, { amount: '9' })).outcome).toBe('sent')
    expect(await chat.balance('Lan')).toBe(12_345 - 900)
  })

  it('that was sent does not send another red packet when it is changed', async () => {
    const { chat, form } = await opened()
    await chat.submit('Lan', form.id, nine)
    for (const amount of ['8', '7'])
      expect((await chat.submit('Lan', form.id, { ...nine, amount })).outcome).toBe('key_reused')
    expect((await chat.submit('Lan', form.id, { ...nine, amount: 'nine' })).outcome).toBe('bad_amount')
    expect((await chat.submit('Lan', form.id, { ...nine, amount: '7' })).outcome).toBe('key_reused')
    expect((await chat.submit('Lan', form.id, nine)).outcome).toBe('sent')
    expect(await chat.balance('Lan')).toBe(12_345 - 900)
  })

  it('opens without an amount and a number of shares, so that a hasty Send moves nothing', async () => {
    const { chat, form } = await opened()
    const given = (name: string) => form.fields.find((field) => field.name === name)?.value
    expect([given('amount'), given('count'), given('kind')]).toEqual([undefined, undefined, 'lucky'])
    expect(form.joined).toMatchObject({ required: true, placeholder: '88 8' })
    expect(form.joined?.value).toBeUndefined()
    const asked = await chat.command('Lan', 'redpacket', { greeting: 'Good luck' })
    expect(asked.form?.joined?.value).toBeUndefined()
    expect((await chat.submit('Lan', asked.form?.id ?? '', {})).tone).toBe('bad')
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  it('takes several arguments from one text, written as they would be typed', async () => {
    const { chat, form } = await opened()
    expect(form.joined).toMatchObject({ name: 'amount+count', of: ['amount', 'count'] })
    const reply = await chat.submit('Lan', form.id, { 'amount+count': '2 each 4', kind: 'lucky' })
    expect(textOf(reply)).toContain('L\u00a08.00 in 4 shares')
  })

  it('is for the person who opened it', async () => {
    const { chat, form } = await opened()
    expect((await chat.submit('Wei', form.id, nine)).outcome).toBe('not_yours')
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  it('changes by taps on its options, and takes a text that it asked for', async () => {
    const { chat, form } = await opened()
    const kind = form.fields.findIndex(({ name }) => name === 'kind')
    const picked = await chat.tap('Lan', encodeFormStep(form.id, { kind: 'pick', field: kind, option: 1 }))
    expect(picked.form?.fields[kind]?.value).toBe('equal')
    const greeting = form.fields.findIndex(({ name }) => name === 'greeting')
    const asked = await chat.tap('Lan', encodeFormStep(form.id, { kind: 'pick', field: greeting }))
    expect(asked.form?.focus).toBe('greeting')
    const line = { kind: 'line', text: 'not a command', addressed: true } as const
    const filled = await chat.handle(chat.request('Lan', line))
    expect(filled.form?.fields[greeting]?.value).toBe('not a command')
    expect(filled.form?.focus).toBeUndefined()
    expect((await chat.submit('Lan', form.id, { amount: '9', count: '3' })).outcome).toBe('sent')
  })

  it('has no effect once cancelled, after a quarter of an hour, or after a restart', async () => {
    let now = 0
    const { chat, form } = await opened(new Forms(() => now))
    now = 15 * MINUTE + 1
    expect(await chat.submit('Lan', form.id, nine)).toMatchObject({ outcome: 'form_expired', replaces: true })
    const again = (await chat.line('Lan', '/redpacket')).form
    await chat.tap('Lan', encodeFormStep(again?.id ?? '', { kind: 'close' }))
    expect((await chat.submit('Lan', again?.id ?? '', nine)).outcome).toBe('form_expired')
    expect((await chat.submit('Lan', '0123456789ab', nine)).outcome).toBe('form_expired')
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  it("replaces the same person's open form for the same command in the same chat", async () => {
    const { chat, form } = await opened()
    await chat.line('Wei', '/redpacket')
    const second = (await chat.line('Lan', '/redpacket')).form
    expect((await chat.submit('Lan', form.id, nine)).outcome).toBe('form_expired')
    expect((await chat.submit('Lan', second?.id ?? '', nine)).outcome).toBe('sent')
  })

  it('opens with the values from a menu', async () => {
    const chat = await CommandChat.open()
    const lan = { kind: 'person', person: { platform: 'test', user: 'wei', name: 'Wei' } } as const
    const { form } = await chat.command('Lan', 'redpacket', { for: [lan] })
    expect(form?.fields.find(({ name }) => name === 'for')?.value).toEqual(['user:wei'])
  })
})

describe('a command that asks for input first', () => {
  const words = {
    ...{ name: 'riddle', also: [], about: 'Asks a riddle', example: '/riddle', say: {} },
    arguments: {
      answer: { name: 'answer', about: 'Your answer' },
      tries: { name: 'tries', about: 'How often you may try' },
    },
  }
  const riddle = defineCommand({
    name: 'riddle',
    words: { en: words, zh: words, 'zh-latin': words },
    arguments: { tries: optional(whole({ max: 9 })), answer: optional(text({ max: 9, rest: true })) },
    async run({ args, ask }) {
      if (args.answer === undefined) return ask(['answer'], 'What is twice two?')
      const right = args.answer === 'four'
      return (right ? good : bad)(`${args.answer}, ${args.tries}`, { outcome: right ? 'right' : 'wrong' })
    },
  })

  it('keeps known values, and is answered by the form', async () => {
    const chat = await CommandChat.open({ entries: [riddle] })
    const { form } = await chat.tap('Lan', encodeAction(riddle, { tries: 3 }))
    expect(form?.fields).toMatchObject([{ name: 'answer', hint: 'What is twice two?' }])
    expect((await chat.submit('Lan', form?.id ?? '', { answer: 'five' })).outcome).toBe('wrong')
    expect(textOf(await chat.submit('Lan', form?.id ?? '', { answer: 'four' }))).toBe('four, 3')
  })

  it('is answered by the next line for the bot, in the same chat or in private', async () => {
    const chat = await CommandChat.open({ entries: [riddle] })
    await chat.line('Lan', '/riddle')
    const line = { kind: 'line', text: 'four', addressed: true } as const
    const say = (more: object) => chat.pipeline.handle({ ...chat.request('Lan', line), ...more })
    expect(await say({ wish: { kind: 'line', text: 'four' } })).toBeUndefined()
    expect(await say({ place: { platform: 'test', chat: 'elsewhere' } })).toBeUndefined()
    expect(await chat.pipeline.handle(chat.request('Wei', line))).toBeUndefined()
    expect((await say({ place: undefined }))?.outcome).toBe('right')
    expect(await say({})).toBeUndefined()
  })
})
