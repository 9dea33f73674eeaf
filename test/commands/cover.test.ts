import { expect, test } from 'vitest'
import type { Request } from '../../src/commands/framework/request.js'
import { makeCover } from '../../src/pictures/make-cover.js'
import { CommandChat, textOf } from '../support/command-chat.js'
import { sentPicture } from '../support/sent-pictures.js'

const open = () => CommandChat.open({ makeCover })

/** A file of a request, and how often it was loaded. */
function file(bytes: Uint8Array) {
  const sent = { loads: 0 }
  const load = async (maxBytes: number) => {
    sent.loads += 1
    return bytes.length > maxBytes ? ('too_large' as const) : bytes
  }
  return Object.assign(sent, { raw: { kind: 'file', load } as const })
}

const set = (chat: CommandChat, name: string, bytes: Uint8Array, more: Partial<Request> = {}) =>
  chat.command(name, 'cover', { picture: [file(bytes).raw] }, more)

async function digestOf(chat: CommandChat): Promise<string | undefined> {
  const { world } = chat
  const outcome = await world.app.cover({
    place: world.place,
    by: chat.request('Wei', { kind: 'line', text: '' }).by,
  })
  return outcome.kind === 'cover' ? outcome.digest : undefined
}

test('an admin puts a picture on red packets, and sees it in private', async () => {
  const chat = await open()
  const reply = await set(chat, 'Admin', sentPicture())
  expect(reply).toMatchObject({ tone: 'good', to: 'asker', outcome: 'cover_set' })
  const drawing = reply.picture?.drawing
  const own = drawing?.kind === 'cover' ? drawing.own : undefined
  expect([...(own?.bytes.subarray(0, 2) ?? [])]).toEqual([0xff, 0xd8])
  const { envelopeNo } = await chat.world.send('Lan')
  const { cover } = await chat.world.details(envelopeNo)
  expect([own?.digest, cover?.digest]).toEqual([await digestOf(chat), own?.digest])
})

test('everyone may look at it, only admins get buttons, and removing it brings the standard covers back', async () => {
  const chat = await open()
  expect(textOf(await chat.line('Wei', '/cover'))).toContain('standard covers')
  await set(chat, 'Admin', sentPicture())
  const seen = await chat.line('Wei', '/cover')
  expect(seen.picture?.alt).toBe('Preview of a red packet with your cover')
  expect([seen.actions, (await chat.line('Admin', '/cover')).actions?.flat().length]).toEqual([undefined, 2])
  expect(await chat.line('Admin', '/cover remove')).toMatchObject({ tone: 'good', outcome: 'cover_removed' })
  expect(await chat.line('Admin', '/封面 删除')).toMatchObject({ tone: 'bad', outcome: 'no_cover' })
  expect(await digestOf(chat)).toBeUndefined()
})

test('members can neither change nor remove it, and their files are not loaded', async () => {
  const chat = await open()
  await set(chat, 'Admin', sentPicture())
  const before = await digestOf(chat)
  const sent = file(sentPicture('jpeg'))
  const replies = [
    await chat.command('Wei', 'cover', { picture: [sent.raw] }),
    await chat.line('Wei', '/cover remove'),
  ]
  expect(replies.map(({ outcome }) => outcome)).toEqual(['not_admin', 'not_admin'])
  expect([sent.loads, await digestOf(chat)]).toEqual([0, before])
})

test('few files are in memory at the same time', async () => {
  const chat = await open()
  let deliver = () => {}
  const delivery = new Promise<void>((resolve) => {
    deliver = resolve
  })
  let loads = 0
  const load = async () => {
    loads += 1
    await delivery
    return Buffer.from('not a picture')
  }
  const admins = Array.from({ length: 12 }, (_, index) => `Admin ${index}`)
  const replies = admins.map((name) =>
    chat.command(name, 'cover', { picture: [{ kind: 'file', load }] }, { administers: async () => true }),
  )
  let answered = 0
  for (const reply of replies) void reply.then(() => answered++)
  await expect.poll(() => loads + answered).toBe(12)
  deliver()
  const outcomes = (await Promise.all(replies)).map(({ outcome }) => outcome)
  expect([loads, outcomes.filter((outcome) => outcome === 'not_now').length]).toEqual([8, 4])
  expect(await set(chat, 'Admin', sentPicture())).toMatchObject({ tone: 'good' })
})

test('the buttons of the preview work where there is no chat', async () => {
  const chat = await open()
  await set(chat, 'Admin', sentPicture())
  const before = await digestOf(chat)
  const inPrivate = { place: undefined } as unknown as Partial<Request>
  const [choose, remove] = [chat.button('Choose a picture'), chat.button('Remove')]
  const { form } = await chat.tap('Admin', choose, inPrivate)
  expect(form?.fields).toMatchObject([{ name: 'picture', kind: 'picture', required: true }])
  await chat.submit('Admin', form?.id ?? '', { picture: [file(sentPicture('jpeg')).raw] }, inPrivate)
  expect([undefined, before]).not.toContain(await digestOf(chat))
  await chat.tap('Admin', chat.button('Remove'), inPrivate)
  expect(await digestOf(chat)).toBeUndefined()
  expect(await chat.tap('Admin', remove, inPrivate)).toMatchObject({ outcome: 'form_expired' })
})

test('a request that comes again changes nothing', async () => {
  const chat = await open()
  await set(chat, 'Admin', sentPicture(), { id: 'same' })
  expect(await set(chat, 'Admin', sentPicture(), { id: 'same' })).toMatchObject({ outcome: 'cover_set' })
  await chat.line('Admin', '/cover remove')
  await set(chat, 'Admin', sentPicture(), { id: 'same' })
  expect(await digestOf(chat)).toBeUndefined()
})

test.each([
  ['a text', Buffer.from('hello'), 'isn’t a PNG, JPEG or WebP picture'],
  ['a tiny picture', sentPicture('png', [40, 20]), 'at least 400 × 200 pixels'],
  ['nine megabytes', Buffer.alloc(9 * 1024 * 1024), 'more than 8 MB'],
])('an unfit file leaves the cover as it was: %s', async (_, bytes, says) => {
  const chat = await open()
  await set(chat, 'Admin', sentPicture())
  const before = await digestOf(chat)
  const reply = await set(chat, 'Admin', bytes)
  expect([reply.tone, textOf(reply)]).toEqual(['bad', expect.stringContaining(says)])
  expect(await digestOf(chat)).toBe(before)
})

test('without a thread that draws, the admin is told to try again', async () => {
  const chat = await CommandChat.open()
  expect(textOf(await set(chat, 'Admin', sentPicture()))).toContain('Try again in a few minutes')
})

test('a picture with another command as its caption is no command', async () => {
  const chat = await open()
  const { raw: picture } = file(sentPicture())
  const captioned = (text: string) =>
    chat.pipeline.handle(
      chat.request('Admin', { kind: 'line', text, picture, isCaption: true, addressed: true }),
    )
  expect(await captioned('/topup @Lan 5 for you')).toBeUndefined()
  expect(await captioned('look at this')).toBeUndefined()
  expect(await captioned('/cover')).toMatchObject({ outcome: 'cover_set' })
})

test('a picture is found by its digest until another takes its place', async () => {
  const chat = await open()
  await set(chat, 'Admin', sentPicture())
  const { app } = chat.world
  const community = chat.community.id
  const digest = (await digestOf(chat)) ?? ''
  expect(await app.coverPicture({ community, digest })).toBeInstanceOf(Uint8Array)
  await set(chat, 'Admin', sentPicture('jpeg'))
  expect(await app.coverPicture({ community, digest })).toBeUndefined()
})
