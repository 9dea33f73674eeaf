import { expect, test } from 'vitest'
import { ConfigError, readConfig, unknownVariables } from '../src/config.js'

/** Shaped like a Discord token, but invalid. */
const TOKEN = `${'M'.repeat(26)}.${'G'.repeat(6)}.${'x_-'.repeat(12)}`

/** Shaped like a Telegram token, but invalid. */
const TELEGRAM_TOKEN = `${'7'.repeat(10)}:${'T'.repeat(35)}`

/** Returns the complaint about this environment. */
function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}

test('without any variables, only the playground is on', () => {
  const config = readConfig({})
  expect(config.playground).toEqual({ host: '127.0.0.1', port: 8080, lively: true })
  expect(config).not.toHaveProperty('discord')
  expect(config).not.toHaveProperty('telegram')
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
  { TELEGRAM_TOKEN: ' ', PLAYGROUND: '', on: true },
  { TELEGRAM_TOKEN, PLAYGROUND: '', on: false },
  { TELEGRAM_TOKEN, PLAYGROUND: '1', on: true },
  { DISCORD_TOKEN: TOKEN, TELEGRAM_TOKEN, PLAYGROUND: '', on: false },
])(
  'the playground is on while there is no bot, unless PLAYGROUND says otherwise: %j',
  ({ on, ...environment }) => {
    expect(readConfig(environment).playground !== undefined).toBe(on)
  },
)

test('a token turns on Discord, at an API address of your own if you like', () => {
  expect(readConfig({ DISCORD_TOKEN: ` ${TOKEN} ` }).discord).toEqual({ token: TOKEN })
  const elsewhere = { DISCORD_TOKEN: TOKEN, DISCORD_API_ROOT: 'http://127.0.0.1:9999/api/' }
  expect(readConfig(elsewhere).discord).toEqual({ token: TOKEN, apiRoot: 'http://127.0.0.1:9999/api' })
  expect(readConfig({ DISCORD_API_ROOT: 'https://discord.com/api' })).not.toHaveProperty('discord')
})

test.each([`Bot ${TOKEN}`, `"${TOKEN}"`, `${TOKEN}\n${TOKEN}`])(
  'refuses an invalid token without repeating it: %j',
  (wrong) => {
    const says = refusal({ DISCORD_TOKEN: wrong })
    expect(says).toMatch(/^DISCORD_TOKEN: is not a token/)
    expect(says).not.toContain('MMM')
  },
)

test('a token turns on Telegram, by polling or a webhook', () => {
  expect(readConfig({ TELEGRAM_TOKEN: ` ${TELEGRAM_TOKEN} ` }).telegram).toEqual({ token: TELEGRAM_TOKEN })
  const url = 'https://bot.example.org/telegram'
  const called = { TELEGRAM_TOKEN, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_API_ROOT: 'http://127.0.0.1:8081//' }
  expect(readConfig(called).telegram).toEqual({
    token: TELEGRAM_TOKEN,
    apiRoot: 'http://127.0.0.1:8081',
    webhook: { url, host: '127.0.0.1', port: 8443 },
  })
  const elsewhere = { ...called, TELEGRAM_WEBHOOK_HOST: '0.0.0.0', TELEGRAM_WEBHOOK_PORT: '9000' }
  expect(readConfig(elsewhere).telegram?.webhook).toEqual({ url, host: '0.0.0.0', port: 9000 })
})

test.each([{ TELEGRAM_WEBHOOK_URL: 'https://bot.example.org' }, { TELEGRAM_API_ROOT: 'https://a.example' }])(
  'without its token Telegram is off: %j',
  (environment) => {
    expect(readConfig(environment)).not.toHaveProperty('telegram')
  },
)

test('an address or a port alone makes no webhook', () => {
  const alone = { TELEGRAM_TOKEN, TELEGRAM_WEBHOOK_HOST: '127.0.0.1', TELEGRAM_WEBHOOK_PORT: '8443' }
  expect(readConfig(alone).telegram).toEqual({ token: TELEGRAM_TOKEN })
})

test.each([
  `"${TELEGRAM_TOKEN}"`,
  `bot ${TELEGRAM_TOKEN}`,
  `https://api.telegram.org/bot${TELEGRAM_TOKEN}/getMe`,
])('refuses an invalid Telegram token without repeating it: %j', (wrong) => {
  const says = refusal({ TELEGRAM_TOKEN: wrong })
  expect(says).toMatch(/^TELEGRAM_TOKEN: is not a token/)
  expect(says).not.toContain('TTT')
  expect(says).not.toContain('777')
})

test.each(['http://bot.example.org/telegram', 'bot.example.org/telegram', 'ftp://bot.example.org'])(
  'Telegram only calls https: %s',
  (wrong) => {
    const says = refusal({ TELEGRAM_TOKEN, TELEGRAM_WEBHOOK_URL: wrong })
    expect(says).toMatch(/^TELEGRAM_WEBHOOK_URL: is not an address that begins with https:/)
    expect(says).not.toContain('bot.example.org')
  },
)

test.each(['api.telegram.org', 'ftp://api.telegram.org'])(
  'refuses an invalid address of the Bot API: %s',
  (wrong) => {
    expect(refusal({ TELEGRAM_API_ROOT: wrong })).toMatch(/^TELEGRAM_API_ROOT: is not an address/)
  },
)

test('does not repeat a Telegram token in the wrong variable', () => {
  const wrong = Object.fromEntries(
    ['TELEGRAM_API_ROOT', 'TELEGRAM_WEBHOOK_URL', 'TELEGRAM_WEBHOOK_PORT'].map((name) => [
      name,
      TELEGRAM_TOKEN,
    ]),
  )
  const says = refusal({ TELEGRAM_TOKEN, ...wrong })
  for (const name of Object.keys(wrong)) expect(says).toContain(`${name}: `)
  expect(says).not.toContain('TTT')
})

test('does not repeat a valid token when something else is wrong', () => {
  const says = refusal({
    DISCORD_TOKEN: TOKEN,
    MONITOR_PORT: TOKEN,
    DISCORD_API_ROOT: TOKEN,
    PLAYGROUND: TOKEN,
  })
  for (const name of ['MONITOR_PORT', 'DISCORD_API_ROOT', 'PLAYGROUND']) expect(says).toContain(`${name}: `)
  expect(says).not.toContain('MMM')
})

test('several programs share the work by ranges of shards, on a server that they share', () => {
  const shared = { DISCORD_TOKEN: TOKEN, DATABASE_URL: 'mysql://lucky:secret@db.example:3306/luckymoney' }
  expect(readConfig({ ...shared, DISCORD_SHARDS: ' 0-3/8 ' }).discord).toEqual({
    token: TOKEN,
    shards: { first: 0, last: 3, count: 8 },
  })
  expect(refusal({ ...shared, DISCORD_SHARDS: '0-8/8' })).toMatch(/^DISCORD_SHARDS: is not a range of shards/)
  expect(refusal({ ...shared, DATABASE_URL: '', DISCORD_SHARDS: '0/2' })).toMatch(
    /^DISCORD_SHARDS: .* DATABASE_URL/,
  )
  expect(refusal({ ...shared, DISCORD_TOKEN: '', DISCORD_SHARDS: '0/2' })).toMatch(
    /^DISCORD_SHARDS: .* DISCORD_TOKEN/,
  )
  expect(refusal({ ...shared, DISCORD_SHARDS: '0/2', PLAYGROUND: '1' })).toMatch(/^PLAYGROUND: /)
})

test.each(['discord.com/api', 'ftp://discord.com', 'javascript:alert(1)'])(
  'refuses an invalid address of Discord: %s',
  (wrong) => {
    expect(refusal({ DISCORD_API_ROOT: wrong })).toMatch(/^DISCORD_API_ROOT: is not an address/)
  },
)

test('the monitor listens on MONITOR_PORT, or on any free port', () => {
  expect(readConfig({ MONITOR_PORT: '9464' }).monitorPort).toBe(9464)
  expect(readConfig({ MONITOR_PORT: '0' }).monitorPort).toBe(0)
  expect(readConfig({}).monitorPage).toBe(true)
  expect(readConfig({ MONITOR_PAGE: '0' }).monitorPage).toBe(false)
  for (const wrong of ['65536', '-1', '80.5', 'eighty'])
    expect(refusal({ MONITOR_PORT: wrong })).toMatch(/^MONITOR_PORT: /)
})

test('the log goes to standard error, or to files', () => {
  expect(readConfig({}).log).toEqual({ level: 'info', format: 'json' })
  expect(readConfig({ LOG_FILE: 'bot.log', LOG_FILE_KEEP: '2', LOG_FORMAT: 'pretty' }).log).toEqual({
    ...{ level: 'info', format: 'pretty', file: { path: 'bot.log', megabytes: 10, keep: 2 } },
  })
})

test('a folder turns on daily backups', () => {
  expect(readConfig({ BACKUP_KEEP: '3' })).not.toHaveProperty('backups')
  const at = { hour: 4, minute: 0 }
  expect(readConfig({ BACKUP_FOLDER: '/mnt/copies' }).backups).toEqual({
    folder: '/mnt/copies',
    keep: 14,
    at,
  })
  const chosen = { BACKUP_FOLDER: 'copies', BACKUP_KEEP: '1', BACKUP_AT: '23:05' }
  expect(readConfig(chosen).backups).toEqual({ folder: 'copies', keep: 1, at: { hour: 23, minute: 5 } })
})

test.each<Record<string, string>>([
  { PLAYGROUND_PORT: '80a' },
  { MONITOR_PORT: '65536' },
  { TELEGRAM_WEBHOOK_PORT: '8443.5' },
  { PLAYGROUND: 'yes' },
  { PLAYGROUND_HOST: '0.0.0.0' },
  { LOG_LEVEL: 'loud' },
  { LOG_FORMAT: 'xml' },
  { LOG_FILE_SIZE: '0.5' },
  { BACKUP_KEEP: '0' },
  { BACKUP_AT: '24:00' },
])('refuses a wrong value and says what would be right: %j', (environment) => {
  const [name = ''] = Object.keys(environment)
  const says = refusal(environment)
  expect(says).toMatch(new RegExp(`^${name}: is (not|neither|none) .*[0-9a-z]\\. See \\.env\\.example\\.$`))
  expect(says).not.toMatch(/[Ii]nvalid|NaN|Too (big|small)/)
})

test('a server’s database is used instead of the file, and its address is never repeated', () => {
  const url = 'mysql://lucky:p%40ss@db.example:3306/books?tls=1'
  expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
  expect(readConfig({})).not.toHaveProperty('databaseUrl')
  for (const wrong of [
    'postgres://u:secret@h/db',
    'mysql://h/db',
    'mysql://u:sec ret@h/db',
    'mysql://u:secret@h',
  ])
    expect(refusal({ DATABASE_URL: wrong })).toMatch(
      /^DATABASE_URL: is not an address (?!.*(secret|sec ret))/,
    )
})

test('reads several addresses separated by blanks, and refuses duplicates without repeating a password', () => {
  const urls = ['mysql://u:p@one/books', 'mysql://u:p@two/books']
  expect(readConfig({ DATABASE_URL: ` ${urls.join('\n  ')} ` })).toMatchObject({
    databaseUrl: urls[0],
    databaseUrls: urls,
  })
  expect(readConfig({ DATABASE_URL: urls[0] })).not.toHaveProperty('databaseUrls')
  expect(refusal({ DATABASE_URL: `${urls[0]} ${urls[0]}` })).toMatch(/^DATABASE_URL: names a database twice/)
  expect(refusal({ DATABASE_URL: `${urls[0]} mysql://u:secret@two` })).toMatch(
    /^DATABASE_URL: is not an address (?!.*secret)/,
  )
})

test('a Redis server is used only together with a database server, and its address is never repeated', () => {
  const DATABASE_URL = 'mysql://lucky:p%40ss@db.example:3306/books'
  for (const url of ['redis://cache', 'rediss://lucky:p%40ss@cache.example:6380/2', 'redis://:p%40ss@h:1'])
    expect(readConfig({ DATABASE_URL, REDIS_URL: url }).redisUrl).toBe(url)
  expect(refusal({ REDIS_URL: 'redis://cache' })).toMatch(/^REDIS_URL: needs DATABASE_URL/)
  for (const wrong of ['cache:6379', 'redis://u:sec ret@h', 'redis://u:secret@h/name', 'http://u:secret@h'])
    expect(refusal({ DATABASE_URL, REDIS_URL: wrong })).toMatch(
      /^REDIS_URL: is not an address (?!.*(secret|sec ret))/,
    )
})

test('names misspelt variables that look like ours, and none of other programs', () => {
  const environment = {
    ...{ DISCORD_TOKN: TOKEN, TELEGRAM_TOKEN, PLAYGROUND_PROT: '80', MONITOR_PORT: '1', MONITOR_HOST: 'x' },
    ...{ LEDGER_KEY: 'x', DATABASE_NAME: 'x', DATABASE_FILE: 'x', PATH: '/bin', LOG_LEVL: 'info' },
  }
  expect(unknownVariables(environment)).toEqual([
    ...['DISCORD_TOKN', 'PLAYGROUND_PROT', 'MONITOR_HOST', 'LEDGER_KEY', 'DATABASE_NAME', 'LOG_LEVL'],
  ])
  expect(unknownVariables({ DISCORD_TOKN: ' ', TELEGRAM_WEBHOOK: undefined })).toEqual([])
})

test.each([
  'MONITR_PORT',
  'MONITORPORT',
  'TELEGRAMM_TOKEN',
  'TELEGRM_TOKEN',
  'DISCRD_TOKEN',
  'LOGLEVEL',
  'PLAYGROND',
])('names a variable that is one or two letters off a known one: %s', (name) =>
  expect(unknownVariables({ [name]: 'x' })).toEqual([name]),
)

test.each(['PATH', 'LOGNAME', 'MONITOR', 'GITHUB_TOKEN', 'PORT', 'TOKEN', 'DATABASE', 'SHELL', 'PLAYWRIGHT'])(
  'ignores variables of other programs: %s',
  (name) => expect(unknownVariables({ [name]: 'x' })).toEqual([]),
)

test('never prints a token in the name of a variable', () => {
  const [named = '', ...more] = unknownVariables({ [`TELEGRAM_TOKEN ${TELEGRAM_TOKEN}`]: 'x' })
  expect(named).toBe('TELEGRAM_TOKEN…')
  expect(more).toEqual([])
})
