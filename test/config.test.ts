import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.js'

/** Shaped like a token of Discord; nobody's. */
const TOKEN = `${'M'.repeat(26)}.${'G'.repeat(6)}.${'x_-'.repeat(12)}`

/** What reading this environment complains about. */
function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}

test('without any variable there is the playground and nothing else', () => {
  const config = readConfig({})
  expect(config.playground).toEqual({ host: '127.0.0.1', port: 8080 })
  expect(config).not.toHaveProperty('discord')
  expect(config).not.toHaveProperty('monitorPort')
})

test.each([
  { DISCORD_TOKEN: '', PLAYGROUND: '', on: true },
  { DISCORD_TOKEN: '   ', PLAYGROUND: '', on: true },
  { DISCORD_TOKEN: TOKEN, PLAYGROUND: '', on: false },
  { DISCORD_TOKEN: TOKEN, PLAYGROUND: '1', on: true },
  { DISCORD_TOKEN: TOKEN, PLAYGROUND: '0', on: false },
  { DISCORD_TOKEN: '', PLAYGROUND: '0', on: false },
  { DISCORD_TOKEN: '', PLAYGROUND: 'true', on: true },
])(
  'the playground is on while there is no bot, unless PLAYGROUND says otherwise: %j',
  ({ on, ...environment }) => {
    expect(readConfig(environment).playground !== undefined).toBe(on)
  },
)

test('a token makes the program a bot on Discord, at an address of your own if you like', () => {
  expect(readConfig({ DISCORD_TOKEN: ` ${TOKEN} ` }).discord).toEqual({ token: TOKEN })
  const elsewhere = { DISCORD_TOKEN: TOKEN, DISCORD_API_ROOT: 'http://127.0.0.1:9999/api/' }
  expect(readConfig(elsewhere).discord).toEqual({ token: TOKEN, apiRoot: 'http://127.0.0.1:9999/api' })
  expect(readConfig({ DISCORD_API_ROOT: 'https://discord.com/api' })).not.toHaveProperty('discord')
})

test.each([`Bot ${TOKEN}`, `"${TOKEN}"`, `${TOKEN}\n${TOKEN}`])(
  'a wrong token is refused and never repeated: %j',
  (wrong) => {
    const says = refusal({ DISCORD_TOKEN: wrong })
    expect(says).toMatch(/^DISCORD_TOKEN: is not a token/)
    expect(says).not.toContain('MMM')
  },
)

test('a right token is not repeated when something else is wrong', () => {
  const says = refusal({
    DISCORD_TOKEN: TOKEN,
    MONITOR_PORT: TOKEN,
    DISCORD_API_ROOT: TOKEN,
    PLAYGROUND: TOKEN,
  })
  for (const name of ['MONITOR_PORT', 'DISCORD_API_ROOT', 'PLAYGROUND']) expect(says).toContain(`${name}: `)
  expect(says).not.toContain('MMM')
})

test.each(['discord.com/api', 'ftp://discord.com', 'javascript:alert(1)'])(
  'an address of Discord that is none is refused: %s',
  (wrong) => {
    expect(refusal({ DISCORD_API_ROOT: wrong })).toMatch(/^DISCORD_API_ROOT: is not an address/)
  },
)

test('the monitor listens where MONITOR_PORT says, also at any port that is free', () => {
  expect(readConfig({ MONITOR_PORT: '9464' }).monitorPort).toBe(9464)
  expect(readConfig({ MONITOR_PORT: '0' }).monitorPort).toBe(0)
  for (const wrong of ['65536', '-1', '80.5', 'eighty'])
    expect(refusal({ MONITOR_PORT: wrong })).toMatch(/^MONITOR_PORT: /)
})
