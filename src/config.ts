import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { z } from 'zod'
import { readShardRange, type ShardRange } from './core/shard-range.js'
import { editDistance } from './core/text.js'

/** An environment variable has an unusable value. The message names the variable and says how to fix it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const flag = z
  .enum(['0', '1', 'true', 'false'], 'is neither 1 nor 0')
  .transform((text) => text === '1' || text === 'true')
const onOrOff = z
  .enum(['on', 'off', '1', '0', 'true', 'false'], 'is neither on nor off')
  .transform((text) => text === 'on' || text === '1' || text === 'true')
const path = z.string().trim().min(1)
const noPort = 'is not a port: a whole number up to 65535'
const port = z.coerce.number(noPort).int(noPort).min(0, noPort).max(65_535, noPort)
// Our own wording: zod's message would repeat the value, which may be a secret.
const token = z
  .string()
  .trim()
  .regex(/^[\w.:-]+$/, 'is not a token: copy it again, without spaces or quotation marks')
const apiRoot = z
  .url({ protocol: /^https?$/, error: 'is not an address that begins with https:// or http://' })
  .transform((address) => address.replace(/\/+$/, ''))

// Telegram only calls https; the hop behind your own proxy may be plain http.
const webhookUrl = z.url({ protocol: /^https$/, error: 'is not an address that begins with https://' })

// Special characters of the parts are percent-encoded. The message doesn't repeat the address: it has a password.
const DATABASE_URL = /^(mysql|mariadb):\/\/[^:@/?#\s]+(:[^@/?#\s]*)?@[^@/?#\s]+\/[^/?#\s]+(\?tls=[01])?$/
const databaseUrls = z
  .string()
  .transform((text) => text.trim().split(/\s+/))
  .refine(
    (urls) => urls.every((url) => DATABASE_URL.test(url)),
    'is not an address like mysql://user:password@host:3306/database (percent-encode special characters)',
  )
  .refine((urls) => new Set(urls).size === urls.length, 'names a database twice')

const NO_SHARDS = 'is not a range of shards like 0-3/8 (first, last and number of all shards, at most 9999)'
const shards = z
  .string()
  .trim()
  .transform((text, context) => {
    const range = readShardRange(text)
    if (!range) context.addIssue({ code: 'custom', message: NO_SHARDS })
    return range ?? z.NEVER
  })

const redisUrl = z
  .string()
  .trim()
  .regex(
    /^rediss?:\/\/([^:@/?#\s]*(:[^@/?#\s]*)?@)?[^@/?#\s]+(\/\d+)?$/,
    'is not an address like redis://user:password@host:6379 (percent-encode special characters)',
  )

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const timeOfDay = z
  .string()
  .trim()
  .regex(/^([01]?[0-9]|2[0-3]):[0-5][0-9]$/, 'is not a time of day like 04:00')
  .transform((text) => {
    const [hour = 0, minute = 0] = text.split(':').map(Number)
    return { hour, minute }
  })
const noCount = 'is not a whole number from 1 to 1000'
const count = z.coerce.number(noCount).int(noCount).min(1, noCount).max(1000, noCount)

const LOG_FORMATS = ['json', 'pretty'] as const
const OWN_ADDRESSES = ['127.0.0.1', '::1', 'localhost'] as const

const variables = z.object({
  DATABASE_FILE: path.default('data/luckymoney.db'),
  DATABASE_URL: databaseUrls.optional(),
  REDIS_URL: redisUrl.optional(),
  LEDGER_KEY_FILE: path.default('data/luckymoney.key'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is not one of ${LOG_LEVELS.join(', ')}`).default('info'),
  LOG_FORMAT: z.enum(LOG_FORMATS, `is not one of ${LOG_FORMATS.join(', ')}`).default('json'),
  LOG_FILE: path.optional(),
  LOG_FILE_SIZE: count.default(10),
  LOG_FILE_KEEP: count.default(5),
  DISCORD_TOKEN: token.optional(),
  DISCORD_API_ROOT: apiRoot.optional(),
  DISCORD_SHARDS: shards.optional(),
  TELEGRAM_TOKEN: token.optional(),
  TELEGRAM_API_ROOT: apiRoot.optional(),
  TELEGRAM_WEBHOOK_URL: webhookUrl.optional(),
  TELEGRAM_WEBHOOK_HOST: z.string().trim().min(1).default('127.0.0.1'),
  TELEGRAM_WEBHOOK_PORT: port.default(8443),
  PLAYGROUND: flag.optional(),
  PLAYGROUND_HOST: z
    .enum(OWN_ADDRESSES, `is not an address of this machine: ${OWN_ADDRESSES.join(', ')}`)
    .default('127.0.0.1'),
  PLAYGROUND_PORT: port.default(8080),
  PLAYGROUND_LIVELY: flag.prefault('1'),
  MONITOR_PORT: port.optional(),
  PICTURES: onOrOff.default(true),
  MONITOR_PAGE: flag.prefault('1'),
  BACKUP_FOLDER: path.optional(),
  BACKUP_KEEP: count.default(14),
  BACKUP_AT: timeOfDay.prefault('04:00'),
})

export interface Config {
  readonly databaseFile: string
  /** Address of the database on a MySQL server that is used instead of the file; the first of several. */
  readonly databaseUrl?: string
  /** Addresses of all databases, if there are several. */
  readonly databaseUrls?: readonly string[]
  /** Address of a Redis server that taps go through; only together with `databaseUrl`. */
  readonly redisUrl?: string
  readonly ledgerKeyFile: string
  readonly log: {
    readonly level: z.infer<typeof variables>['LOG_LEVEL']
    readonly format: (typeof LOG_FORMATS)[number]
    /** Undefined for standard error. */
    readonly file?: { readonly path: string; readonly megabytes: number; readonly keep: number }
  }
  /** Undefined when the playground is off. `lively`: newcomers find members that act on their own, and a tour. */
  readonly playground?: { readonly host: string; readonly port: number; readonly lively: boolean }
  /**
   * Undefined without a token. `apiRoot`: Discord's API, without a trailing slash. `shards`: this program's, when several
   * share the work.
   */
  readonly discord?: { readonly token: string; readonly apiRoot?: string; readonly shards?: ShardRange }
  /**
   * Undefined without a token. `apiRoot`: the Bot API, without a trailing slash. `webhook`: the public URL
   * that Telegram calls and the local address that listens for it; undefined when the bot polls.
   */
  readonly telegram?: {
    readonly token: string
    readonly apiRoot?: string
    readonly webhook?: { readonly url: string; readonly host: string; readonly port: number }
  }
  /** Port for health and metrics on this machine, and for the operator page; undefined when they are off. */
  readonly monitorPort?: number
  /** True if cards and results may have pictures. */
  readonly pictures: boolean
  /** True if the operator page is there, too. */
  readonly monitorPage: boolean
  /** Undefined without a folder. `at`: by the machine's clock and time zone. */
  readonly backups?: {
    readonly folder: string
    readonly keep: number
    readonly at: { readonly hour: number; readonly minute: number }
  }
}

/**
 * Reads the configuration from the environment. An empty variable counts as unset. The playground is on by
 * default only while no bot token is set; with one it has to be asked for. Throws ConfigError naming every
 * bad variable, without its value, which may be a secret.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '')
  const parsed = variables.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`${wrong.join('; ')}. See .env.example.`)
  }
  const { data } = parsed
  if (data.REDIS_URL && !data.DATABASE_URL)
    throw new ConfigError('REDIS_URL: needs DATABASE_URL as well. See docs/scale-out.md.')
  const { DISCORD_TOKEN: discordToken, DISCORD_API_ROOT: discordRoot, DISCORD_SHARDS: shards } = data
  if (shards) refuseAlone(data)
  const { TELEGRAM_TOKEN: telegramToken, TELEGRAM_API_ROOT: telegramRoot, TELEGRAM_WEBHOOK_URL: hook } = data
  const webhook = hook && { url: hook, host: data.TELEGRAM_WEBHOOK_HOST, port: data.TELEGRAM_WEBHOOK_PORT }
  const databaseUrls = data.DATABASE_URL ?? []
  const [url, ...more] = databaseUrls
  const hasBot = discordToken !== undefined || telegramToken !== undefined
  return {
    databaseFile: data.DATABASE_FILE,
    ...(url !== undefined && { databaseUrl: url }),
    ...(more.length > 0 && { databaseUrls }),
    ...(data.REDIS_URL && { redisUrl: data.REDIS_URL }),
    ledgerKeyFile: data.LEDGER_KEY_FILE,
    pictures: data.PICTURES,
    log: {
      level: data.LOG_LEVEL,
      format: data.LOG_FORMAT,
      ...(data.LOG_FILE && {
        file: { path: data.LOG_FILE, megabytes: data.LOG_FILE_SIZE, keep: data.LOG_FILE_KEEP },
      }),
    },
    ...((data.PLAYGROUND ?? !hasBot) && {
      playground: {
        host: data.PLAYGROUND_HOST,
        port: data.PLAYGROUND_PORT,
        lively: data.PLAYGROUND_LIVELY,
      },
    }),
    ...(discordToken && {
      discord: {
        token: discordToken,
        ...(discordRoot && { apiRoot: discordRoot }),
        ...(shards && { shards }),
      },
    }),
    ...(telegramToken && {
      telegram: {
        token: telegramToken,
        ...(telegramRoot && { apiRoot: telegramRoot }),
        ...(webhook && { webhook }),
      },
    }),
    ...(data.MONITOR_PORT !== undefined && { monitorPort: data.MONITOR_PORT }),
    monitorPage: data.MONITOR_PAGE,
    ...(data.BACKUP_FOLDER && {
      backups: { folder: data.BACKUP_FOLDER, keep: data.BACKUP_KEEP, at: data.BACKUP_AT },
    }),
  }
}

/** Refuses DISCORD_SHARDS where several programs can't be active at once. */
function refuseAlone(data: z.infer<typeof variables>): void {
  if (data.DATABASE_URL === undefined)
    throw new ConfigError('DISCORD_SHARDS: needs DATABASE_URL, a server that all programs share.')
  if (data.DISCORD_TOKEN === undefined) throw new ConfigError('DISCORD_SHARDS: needs DISCORD_TOKEN.')
  if (data.PLAYGROUND)
    throw new ConfigError('PLAYGROUND: cannot be combined with DISCORD_SHARDS; unset one of them.')
}

/** Prefixes of the variables that belong to this program. */
const OURS = /^(DISCORD|TELEGRAM|PLAYGROUND|MONITOR|LEDGER|DATABASE|REDIS)_/
/** Letters by which a misspelt name differs. */
const MAX_MISTAKES = 2

function isNearlyOurs(name: string): boolean {
  return Object.keys(variables.shape).some(
    (known) =>
      Math.abs(known.length - name.length) <= MAX_MISTAKES && editDistance(known, name) <= MAX_MISTAKES,
  )
}

/**
 * Returns the names of variables that look like this program's but are unknown; most are typos. Cuts a name
 * at its first unusual character, because the rest may be a value whose equals sign is missing.
 */
export function unknownVariables(environment: Record<string, string | undefined>): string[] {
  return Object.keys(environment)
    .filter((name) => !(name in variables.shape) && environment[name]?.trim())
    .filter((name) => OURS.test(name) || isNearlyOurs(name))
    .map((name) => name.replace(/[^A-Z_].*/s, '…'))
}

/**
 * Reads `.env` in the working directory, if it exists, and the environment, which takes precedence. Throws
 * ConfigError when the file is unreadable.
 */
export function loadConfig(): Config {
  try {
    if (existsSync('.env')) loadEnvFile('.env')
  } catch (error) {
    throw new ConfigError(`.env cannot be read (${(error as Error).message}).`)
  }
  return readConfig(process.env)
}
