import { afterAll, describe, expect, test, vi } from 'vitest'

// Ways and kinds of conditions are read while the program is loaded, so it is loaded afresh with some more.
vi.resetModules()
const { registerWays } = await import('./throwaway-ways.js')
const { registerCountdown } = await import('./throwaway-condition.js')
registerWays()
registerCountdown()
const { CommandChat, textOf } = await import('../support/command-chat.js')
const { MINUTE } = await import('../support/world.js')
const { formPost } = await import('../../src/chat/form-post.js')
const { cardMessage } = await import('../../adapters/telegram/card.js')
const { cardActions } = await import('../../src/commands/red-packet/card.js')
afterAll(() => void vi.resetModules())

const COUNTDOWN = '/redpacket 4 2 countdown 5 Ready?'

async function sent(line: string) {
  const chat = await CommandChat.open()
  const { envelope, outcome } = await chat.line('Lan', line)
  if (envelope === undefined) throw new Error(outcome)
  const tap = (name: string) => chat.tap(name, cardActions(envelope, 'en').grab.data)
  return { chat, envelope, tap }
}

describe('a way that no other file knows', () => {
  test('is read from a typed line and offered by the form', async () => {
    for (const line of ['/redpacket 4 2 last-call in 60s', '/红包 4 2 压哨 限时 60秒']) {
      const { chat, envelope } = await sent(line)
      expect(await chat.world.details(envelope)).toMatchObject({ way: { kind: 'last_call' } })
    }
    const { chat } = await sent('/redpacket 4 2 lottery 60s')
    const { form } = await chat.line('Lan', '/redpacket')
    const way = form?.fields.find(({ name }) => name === 'way')
    expect(way?.options).toContainEqual(expect.objectContaining({ value: 'last_call', label: 'Last call' }))
    const reply = await chat.submit('Lan', form?.id ?? '', { amount: '4', count: '2', way: 'last_call' })
    expect(await chat.world.details(reply.envelope ?? '')).toMatchObject({ way: { kind: 'last_call' } })
  })

  test('shows on the card how it works, and answers taps in its own words', async () => {
    const { chat, envelope, tap } = await sent('/redpacket 4 2 last-call in 60s')
    const card = cardMessage(await chat.world.details(envelope), 'text')
    expect(card.text).toContain('Opens at the last moment.')
    expect(JSON.stringify(card)).toContain('Now!')
    expect(textOf(await tap('Wei'))).toBe('Not yet.')
    chat.world.clock.pass(MINUTE - 1)
    expect((await tap('Wei')).outcome).toBe('grabbed')
    expect((await tap('Wei')).outcome).toBe('already_grabbed')
    expect(await chat.world.broken()).toEqual([])
  })

  test('is verified, sent again and reconciled', async () => {
    const { chat, envelope, tap } = await sent('/redpacket 4 1 last-call in 60s')
    chat.world.clock.pass(MINUTE - 1)
    await tap('Wei')
    const verified = textOf(await chat.line('Wei', `/verify ${envelope}`))
    expect(verified).toMatch(/luckymoney\/2 \w+ last-call before=\d000 /)
    expect(verified).toContain('match')
    const { form } = await chat.line('Lan', '/again')
    expect(form?.fields.find(({ name }) => name === 'way')).toMatchObject({ value: 'last_call' })
    expect(await chat.world.broken()).toEqual([])
    chat.world.tamper((database) =>
      database.exec(
        `DROP TRIGGER envelope_way_no_update; UPDATE envelope_way SET details = '{"before":500}'`,
      ),
    )
    expect(JSON.stringify(await chat.world.broken())).toContain('sealed with')
  })

  test('serves tickets in the sealed order at the deadline', async () => {
    const { chat, envelope, tap } = await sent('/redpacket 4 2 lottery 60s')
    for (const name of ['Wei', 'Admin', '小兰']) expect((await tap(name)).outcome).toBe('joined')
    expect((await tap('Wei')).outcome).toBe('already_joined')
    expect((await chat.line('Lan', `/cancel ${envelope}`)).outcome).toBe('somebody_joined')
    chat.world.clock.pass(MINUTE)
    await chat.world.app.expireEnvelopes(10)
    expect(await chat.world.details(envelope)).toMatchObject({ state: 'finished', way: { joined: 3 } })
    expect(textOf(await chat.line('Wei', `/verify ${envelope}`))).toMatch(
      /luckymoney\/2 \w+ lottery [\s\S]*seq 3/,
    )
    expect(await chat.world.broken()).toEqual([])
    chat.world.tamper((database) =>
      database.exec(`DROP TRIGGER entrant_fixed; UPDATE entrant SET position = NULL WHERE position = 2`),
    )
    expect(JSON.stringify(await chat.world.broken())).toContain('instead of')
  })
})

describe('a condition that no other file knows', () => {
  test('is read from a typed line, in either language', async () => {
    for (const line of ['/redpacket 4 2 countdown 5', '/红包 4 2 倒数 5']) {
      const { chat, envelope } = await sent(line)
      expect(await chat.world.details(envelope)).toMatchObject({
        conditions: [{ kind: 'countdown', from: 5 }],
      })
    }
    const { chat } = await sent(COUNTDOWN)
    expect(textOf(await chat.line('Lan', '/redpacket 4 2 countdown 0'))).toContain('Count from 1 on.')
    expect(textOf(await chat.line('Lan', '/redpacket 4 2 countdown 5 password x'))).toContain('choose one of')
  })

  test('is offered by the form', async () => {
    const { chat } = await sent(COUNTDOWN)
    const { form } = await chat.line('Lan', '/redpacket')
    if (!form) throw new Error('no form')
    expect(form.fields.find(({ name }) => name === 'countdown')).toMatchObject({ label: 'Counts down from' })
    expect(JSON.stringify(formPost({ ...form, atMore: true }, 'en').actions)).toContain('Counts down from')
    const reply = await chat.submit('Lan', form.id, { amount: '4', count: '2', countdown: '7' })
    expect(await chat.world.details(reply.envelope ?? '')).toMatchObject({
      conditions: [{ kind: 'countdown', from: 7 }],
    })
  })

  test('says on the card how it works, asks, counts tries and opens', async () => {
    const { chat, envelope } = await sent(COUNTDOWN)
    const view = await chat.world.details(envelope)
    expect(cardMessage(view, 'text').text).toContain('Count down from 5.')
    const grab = (name: string, answer = '') => chat.line(name, `/grab ${envelope} ${answer}`)
    expect(await grab('Wei')).toMatchObject({ form: { fields: [{ hint: 'What comes after 5?' }] } })
    expect(textOf(await grab('Wei', '6'))).toBe('Wrong, 1 left.')
    expect(textOf(await grab('Wei', '7'))).toBe('Wrong, 0 left.')
    expect(textOf(await grab('Wei', '4'))).toBe('You can’t count.')
    expect((await grab('Admin', '4')).outcome).toBe('grabbed')
    expect(await chat.world.broken()).toEqual([])
  })

  test('is verified, sent again and reconciled', async () => {
    const { chat, envelope } = await sent('/redpacket 4 1 countdown 5')
    await chat.line('Wei', `/grab ${envelope} 4`)
    expect(textOf(await chat.line('Wei', `/verify ${envelope}`))).toMatch(
      /luckymoney\/2 \w+ countdown=5 [\s\S]*Count down from 5: done\./,
    )
    const { form } = await chat.line('Lan', '/again')
    expect(form?.fields.find(({ name }) => name === 'countdown')).toMatchObject({ value: '5' })
    expect(await chat.world.broken()).toEqual([])
    // Its tries count in reconcile as well.
    const { envelopeNo } = await chat.world.send('Lan', {
      conditions: [{ kind: 'countdown', from: 9 } as never],
      lifetime: MINUTE,
    })
    for (const answer of ['1', '2']) await chat.line('Wei', `/grab ${envelopeNo} ${answer}`)
    chat.world.tamper((database) =>
      database.exec(`INSERT INTO condition_answer SELECT envelope, number + 1, kind, member, platform, user, 0, NULL, answered_at
                     FROM condition_answer WHERE number = 2`),
    )
    expect(JSON.stringify(await chat.world.broken())).toContain('gave 3 wrong answers')
  })
})
