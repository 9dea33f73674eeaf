import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { z } from 'zod'

/** A variable of the environment has a value that cannot be used. The message names it and says what to do. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const flag = z.enum(['0', '1', 'true', 'false', '']).transform((text) => text === '1' || text === 'true')
const path = z.string().trim().min(1)

const variables = z.object({
  DATABASE_FILE: path.default('data/luckymoney.db'),
  LEDGER_KEY_FILE: path.default('data/luckymoney.key'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PLAYGROUND: flag.default(true),
  PLAYGROUND_HOST: z.enum(['127.0.0.1', '::1', 'localhost']).default('127.0.0.1'),
  PLAYGROUND_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
})

export interface Config {
  readonly databaseFile: string
  readonly ledgerKeyFile: string
  readonly logLevel: z.infer<typeof variables>['LOG_LEVEL']
  /** Undefined when the playground is switched off. */
  readonly playground?: { readonly host: string; readonly port: number }
}

/**
 * Reads the configuration from the environment. A variable that is set to nothing counts as not set.
 * Throws ConfigError naming every variable that is wrong.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '')
  const parsed = variables.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`${wrong.join('; ')}. See .env.example.`)
  }
  const { data } = parsed
  return {
    databaseFile: data.DATABASE_FILE,
    ledgerKeyFile: data.LEDGER_KEY_FILE,
    logLevel: data.LOG_LEVEL,
    ...(data.PLAYGROUND && { playground: { host: data.PLAYGROUND_HOST, port: data.PLAYGROUND_PORT } }),
  }
}

/** Reads `.env` in the working folder, if there is one, and the environment, which wins. */
export function loadConfig(): Config {
  if (existsSync('.env')) loadEnvFile('.env')
  return readConfig(process.env)
}
