import { describe, expect, it } from 'vitest'
import { CannotAsk, type Mention, type Request, type Traits } from '../../src/commands/framework/request.js'
import { CommandChat, plain, textOf } from '../support/command-chat.js'
import { codeOfAnotherChat } from '../support/second-chat.js'
import { person } from '../support/world.js'

const GROUP: Traits = { name: 'test', freePrivateReplies: false, otherBots: true }
const role = { platform: 'test', role: '7', name: 'Helpers' }

describe('a line in a chat where other bots listen', () => {
  const give = async (text: string, more: Partial<Extract<Request['wish'], { kind: 'line' }>> = {}) => {
    const chat = await CommandChat.open()
    return await chat.pipeline.handle(chat.request('Lan', { kind: 'line', text, ...more }, { traits: GROUP }))
  }

  it('is left to them unless it is a command of this bot, nearly one, or names this bot', async () => {
    expect(await give('/weather Paris')).toBeUndefined()
    expect(await give('/weather Paris', { addressed: true })).toMatchObject({ outcome: 'unknown_command' })
    expect(await give('/walet')).toMatchObject({ outcome: 'unknown_command' })
  })

  it('moves nothing when its writer is unknown, and is refused only if it is a command of this bot', async () => {
    for (const from of ['anonymous', 'channel'] as const) {
      expect(await give('/wallet', { from })).toMatchObject({ tone: 'bad', outcome: 'no_person' })
      expect(await give('/weather', { from })).toBeUndefined()
      expect(await give('hello', { from })).toBeUndefined()
    }
  })
})

describe('a private chat', () => {
  it('answers a non-command by saying what the bot is for', async () => {
    const chat = await CommandChat.open()
    const { place: _, ...alone } = chat.request('Lan', { kind: 'line', text: 'hello', addressed: true })
    expect(await chat.handle(alone)).toMatchObject({ outcome: 'welcome' })
    expect(await chat.handle({ ...alone, wish: { kind: 'line', text: '/start hello' } })).toMatchObject({
      outcome: 'welcome',
    })
  })
})

describe('names in a line that an adapter marks', () => {
  it('stand in a note as they were typed', async () => {
    const chat = await CommandChat.open()
    const mentions = new Map<string, Mention>([['#1', { kind: 'person', person: person('Wei') }]])
    const asTyped = (text: string) => text.replaceAll('@#1', '@wei_chen')
    const text = '/transfer @#1 5 as @#1 said'
    const reply = await chat.handle(chat.request('Lan', { kind: 'line', text, mentions, asTyped }))
    expect(plain(reply.aloud ?? '')).toContain('as @wei_chen said')
  })

  it('fill in a form field that asks for people', async () => {
    const chat = await CommandChat.open()
    const view = (await chat.command('Lan', 'redpacket', {})).form
    const field = view?.fields.findIndex(({ name }) => name === 'for') ?? -1
    await chat.handle(
      chat.request('Lan', { kind: 'form', id: view?.id ?? '', step: { kind: 'pick', field } }),
    )
    const answer = (text: string) => chat.line('Lan', text, {})
    const lineTo = (text: string) => chat.handle(chat.request('Lan', { kind: 'line', text, addressed: true }))
    await expect(answer('hello @Wei')).rejects.toThrow('nothing was said')
    expect(await lineTo('everybody')).toMatchObject({ outcome: 'unknown_member', tone: 'bad' })
    expect((await lineTo('for @Wei, @小兰 and @Wei')).form?.fields[field]).toMatchObject({ name: 'for' })
    const sent = await chat.submit('Lan', view?.id ?? '', { amount: '4', count: '2' })
    expect(sent.outcome).toBe('sent')
    const details = await chat.world.app.envelopeDetails({
      ...{ place: chat.world.place, by: person('Lan'), envelopeNo: sent.envelope ?? '' },
    })
    if (details.kind !== 'envelope') throw new Error(details.kind)
    expect(details.envelope.chosen.map(({ name }) => name)).toEqual(['Wei', '小兰'])
  })
})

describe('a platform that cannot be asked', () => {
  const silent = () => Promise.reject(new CannotAsk('502'))

  it('is reported to the asker, and nothing is done', async () => {
    const chat = await CommandChat.open()
    for (const [line, more] of [
      ['/topup @Wei 5 prize', { administers: silent }],
      ['/transfer @Wei 5', { resolve: silent }],
    ] as const)
      expect(await chat.line('Admin', line, more)).toMatchObject({ outcome: 'cannot_ask', tone: 'bad' })
    expect(await chat.balance('Wei')).toBe(0)
    expect(chat.errors).toEqual([])
  })

  it('is called by its own name, and no other platform is named', async () => {
    const chat = await CommandChat.open()
    const traits = { name: 'discord', freePrivateReplies: true }
    const said: string[] = []
    for (const language of ['en', 'zh'] as const) {
      const more = { traits, language, administers: silent }
      said.push(textOf(await chat.line('Admin', '/topup @Wei 5 prize', more)))
      for (const how of ['reply', 'choose'] as const) {
        const resolve = async (name: string) => ({ kind: 'unknown', name, how }) as const
        said.push(textOf(await chat.line('Lan', '/transfer @nobody 5', { ...more, resolve })))
      }
    }
    expect(said[0]).toContain('Discord')
    expect(said.join('\n')).not.toContain('Telegram')
  })
})

describe('where no card can be posted', () => {
  it.each([
    [{ kind: 'read_only' } as const, 'You can’t send messages'],
    [{ kind: 'bot_lacks', permissions: ['SendMessages'] } as const, 'Send Messages'],
  ])('a red packet is refused before its form is shown (%j)', async (hindrance, words) => {
    const chat = await CommandChat.open()
    const more = { hindrance: () => hindrance }
    const refused = await chat.line('Lan', '/redpacket', more)
    expect(refused).toMatchObject({ outcome: 'cannot_post', tone: 'bad' })
    expect(textOf(refused)).toContain(words)
    expect((await chat.line('Lan', '/redpacket 10 2', more)).outcome).toBe('cannot_post')
    expect(await chat.balance('Lan')).toBe(12_345)
  })

  it('money moves without an announcement, and the asker is told so', async () => {
    const chat = await CommandChat.open()
    const reply = await chat.line('Lan', '/transfer @Wei 5', { hindrance: () => ({ kind: 'read_only' }) })
    expect(reply).toMatchObject({ outcome: 'transferred', urgency: 'money' })
    expect(reply).not.toHaveProperty('aloud')
    expect(textOf(reply)).toContain('only you can see this')
  })
})

describe('an announcement', () => {
  it("is in the language of the chat's cards, names the actor, and mentions the receivers", async () => {
    const chat = await CommandChat.open()
    await chat.line('Admin', '/settings language zh')
    const reply = await chat.line('Admin', '/topup @Wei 5 prize')
    expect(plain(reply.aloud ?? '').replaceAll('\u00a0', ' ')).toBe('Admin 给 Wei 充值 L 5.00。理由：prize')
    expect(reply.aloud).toContainEqual({ mention: { ...person('Wei'), name: 'Wei' } })
    expect(textOf(reply)).toContain('Wei')
  })

  it('is omitted when the asker chose so', async () => {
    const chat = await CommandChat.open()
    const to: readonly Mention[] = [{ kind: 'person', person: person('Wei') }]
    const reply = await chat.command('Lan', 'transfer', { member: to, amount: '5', quiet: 'yes' })
    expect(reply).toMatchObject({ outcome: 'transferred' })
    expect(reply).not.toHaveProperty('aloud')
  })
})

describe('a top-up for a role', () => {
  const asked = { kind: 'role', role } as const

  it('reaches members with the role who have a wallet, and those who are named', async () => {
    const chat = await CommandChat.open()
    await chat.line('Wei', '/wallet')
    const users: (readonly string[])[] = []
    const withRole: NonNullable<Request['withRole']> = async (_, known) => {
      users.push(known)
      return [person('Wei')]
    }
    const raws = {
      role: [asked],
      amount: '5',
      reason: 'prize',
      also: [{ kind: 'person', person: person('小兰') }],
    }
    const reply = await chat.command('Admin', 'topup', raws as never, { withRole })
    expect(reply).toMatchObject({ outcome: 'topped_up', to: 'asker', tone: 'good' })
    expect([await chat.balance('Wei'), await chat.balance('小兰')]).toEqual([500, 500])
    expect(users).toEqual([['admin', 'lan', 'wei']])
    expect(plain(reply.aloud ?? '')).toContain('小兰, Wei')
  })

  it.each([
    ['nobody_with_role', async () => []],
    ['cannot_ask', () => Promise.reject(new CannotAsk('silence'))],
  ] as const)('moves no money when it finds no one: %s', async (outcome, withRole) => {
    const chat = await CommandChat.open()
    const raws = { role: [asked], amount: '5', reason: 'prize' }
    expect(await chat.command('Admin', 'topup', raws, { withRole })).toMatchObject({ outcome, tone: 'bad' })
  })

  it('does not query the platform for an asker who may not top up', async () => {
    const chat = await CommandChat.open()
    const withRole = () => Promise.reject(new Error('asked'))
    const raws = { role: [asked], amount: '5', reason: 'prize' }
    expect((await chat.command('Lan', 'topup', raws, { withRole })).outcome).toBe('not_admin')
    expect((await chat.command('Admin', 'topup', { amount: '5', reason: 'prize' })).outcome).toBe('usage')
  })
})

describe('a preview', () => {
  it('has a button that changes nothing, for the asker only', async () => {
    const chat = await CommandChat.open()
    await chat.line('Admin', `/link ${await codeOfAnotherChat(chat)}`)
    const leave = chat.button('Cancel')
    expect(await chat.tap('Wei', leave)).toMatchObject({ outcome: 'not_yours' })
    expect(await chat.tap('Admin', leave)).toMatchObject({ outcome: 'closed', dismisses: true })
  })
})

describe('the prediction of a request', () => {
  it('is available before it is handled', async () => {
    const chat = await CommandChat.open()
    const foresee = (wish: Request['wish']) => {
      const { command, mayOpenForm } = chat.pipeline.foresee(chat.request('Lan', wish))
      return [command?.name, mayOpenForm]
    }
    const to: readonly Mention[] = [{ kind: 'person', person: person('Wei') }]
    expect(foresee({ kind: 'command', command: 'wallet', raws: {} })).toEqual(['wallet', false])
    expect(foresee({ kind: 'command', command: 'redpacket', raws: {} })).toEqual(['redpacket', true])
    expect(foresee({ kind: 'command', command: 'redpacket', raws: { for: to } })).toEqual(['redpacket', true])
    expect(foresee({ kind: 'command', command: 'redpacket', raws: { amount: '8', count: '2' } })).toEqual([
      'redpacket',
      false,
    ])
    const { form } = await chat.command('Lan', 'redpacket', {})
    const id = form?.id ?? ''
    expect(foresee({ kind: 'form', id, step: { kind: 'submit', raws: {} } })).toEqual(['redpacket', false])
    expect(foresee({ kind: 'action', data: `1-${id}-open` })).toEqual([undefined, true])
    expect(foresee({ kind: 'action', data: 'forged' })).toEqual([undefined, false])
  })
})

describe('an unknown chat', () => {
  const place = {
    ...{ platform: 'test', chat: 'channel' },
    within: { chat: 'server', name: 'The server', language: 'zh' },
  } as const

  it('is founded by the plan of its first command, but not by queries', async () => {
    const chat = await CommandChat.open()
    const { app } = chat.world
    expect(await app.communityInfo(place)).toMatchObject({ name: 'The server', language: 'zh' })
    expect(
      (await app.wallet({ place: { ...place, within: undefined } as never, by: person('Lan') })).kind,
    ).toBe('unknown_chat')
    expect((await chat.line('Lan', '/wallet', { place })).outcome).toBe('wallet')
    const known = await app.settings({ place: { platform: 'test', chat: 'server' }, by: person('Lan') })
    expect(known).toMatchObject({ kind: 'settings', name: 'The server', language: 'zh' })
  })

  it('does not affect the identity of a request: the name of its whole is not compared', async () => {
    const chat = await CommandChat.open()
    const same = { id: 'same' }
    await chat.line('Admin', '/topup @Wei 5 prize', { ...same, place })
    const renamed = { ...place, within: { ...place.within, name: 'Another name' } }
    expect((await chat.line('Admin', '/topup @Wei 5 prize', { ...same, place: renamed })).outcome).toBe(
      'topped_up',
    )
  })
})
