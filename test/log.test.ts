import { DiscordAPIError } from 'discord.js'
import { expect, test } from 'vitest'
import { errorFields } from '../src/log.js'

test("neither the address nor the body of a platform's failed call is logged", () => {
  const url = 'https://example.org/interactions/1/SECRET-TOKEN/callback'
  const body = { files: undefined, json: { content: 'private words' } }
  const raw = { code: 10062, message: 'Unknown interaction' }
  const fields = errorFields(new DiscordAPIError(raw, 10062, 404, 'POST', url, body))
  expect(fields).toMatchObject({ code: 10062, status: 404, message: 'Unknown interaction' })
  expect(JSON.stringify(fields)).not.toMatch(/SECRET-TOKEN|private words/)
})

test("logs an error's cause with it", () => {
  const fields = errorFields(new Error('outer', { cause: new TypeError('inner') }))
  expect(fields).toMatchObject({ message: 'outer', cause: { type: 'TypeError', message: 'inner' } })
})

test('logs a thrown non-error as text', () => {
  expect(errorFields('just words')).toEqual({ message: 'just words' })
})
