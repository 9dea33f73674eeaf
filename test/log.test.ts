import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DiscordAPIError } from 'discord.js'
import { expect, onTestFinished, test } from 'vitest'
import { createLog, errorFields } from '../src/log.js'
import { temporaryFolder } from './support/temporary-folder.js'

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

test.each(['json', 'pretty'] as const)('redacts secrets in a file, as %s', async (format) => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const path = join(folder, 'bot.log')
  const hide = (text: string) => text.replaceAll('KNOWN', '[hidden]')
  const log = await createLog({ level: 'info', format, file: { path, megabytes: 1, keep: 2 } }, hide)
  log.warn({ salt: 'SALTY', here: { token: 'T0KEN' }, err: new Error('of KNOWN') }, 'said KNOWN')
  const written = readFileSync(join(folder, 'bot.1.log'), 'utf8')
  expect(written).toContain('said [hidden]')
  expect(written).toContain('of [hidden]')
  expect(written).not.toMatch(/SALTY|T0KEN|KNOWN/)
})

test('begins a new file when one is full, and keeps the newest, those of earlier runs included', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const file = { path: join(folder, 'bot.log'), megabytes: 1, keep: 2 }
  writeFileSync(join(folder, 'bot.6.log'), 'of an earlier run\n')
  writeFileSync(join(folder, 'bot.7.log'), 'of the last run\n')
  const log = await createLog({ level: 'info', format: 'json', file }, (text) => text)
  const [seventh, eighth] = ['bot.7.log', 'bot.8.log'].map((name) => join(folder, name))
  log.info('first')
  expect(readFileSync(String(seventh), 'utf8')).toMatch(/^of the last run\n.*first/)
  for (let lines = 0; lines < 11; lines++) log.info('x'.repeat(100_000))
  await expect.poll(() => readdirSync(folder).sort()).toEqual(['bot.7.log', 'bot.8.log'])
  log.info('second')
  expect(readFileSync(String(eighth), 'utf8')).toMatch(/^\{.*second.*\n$/)
})
