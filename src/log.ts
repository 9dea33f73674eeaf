import { createRequire } from 'node:module'
import { isatty } from 'node:tty'
import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/**
 * Returns the only fields of an error that are logged: errors of platform libraries carry the URL and body of
 * the call, tokens included. Follows the causes.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const { code, status } = error as { code?: unknown; status?: unknown }
  return {
    ...{ type: name, message, stack },
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(typeof status === 'number' && { status }),
    ...(cause !== undefined && { cause: errorFields(cause) }),
  }
}

export interface LogOptions {
  readonly level: string
  /** `json` is one object a line, `pretty` is for people. */
  readonly format: 'json' | 'pretty'
  /** Undefined for standard error. */
  readonly file?: LogFile
}

/** A log that goes to numbered files: of `bot.log` to `bot.1.log`, then to `bot.2.log`. */
export interface LogFile {
  readonly path: string
  /** Size at which the next file begins. */
  readonly megabytes: number
  /** Files to keep, the current one included. */
  readonly keep: number
}

const STANDARD_ERROR = 2
/** What may wait for a full disk; beyond it, lines are dropped. Bytes. */
const MAX_UNWRITTEN = 1_000_000

/**
 * Creates the program's log, written synchronously so that the last line before a crash isn't lost. Redacts every field
 * that could carry a secret; `hide` removes known secrets from each line. Rejects when the file can't be written.
 */
export async function createLog(options: LogOptions, hide: (text: string) => string): Promise<Log> {
  const { level, format, file } = options
  const plain = file ? await openLogFile(file) : pino.destination({ dest: STANDARD_ERROR, sync: true })
  const destination = format === 'json' ? plain : await prettily(plain, !file && isatty(STANDARD_ERROR))
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorFields },
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['token', 'key', 'salt', '*.token', '*.key', '*.salt', '*.authorization', '*.headers'],
        censor: '[secret]',
      },
      hooks: { streamWrite: hide },
    },
    destination,
  )
}

/** The part of pino-roll that is used here; it has no types. */
type PinoRoll = (options: object) => Promise<DestinationStream & NodeJS.EventEmitter>

async function openLogFile({ path, megabytes, keep }: LogFile): Promise<DestinationStream> {
  // Loaded only here: the library brings many modules along.
  const roll = createRequire(import.meta.url)('pino-roll') as PinoRoll
  const stream = await roll({
    ...{ file: path, size: `${megabytes}m`, limit: { count: keep, removeOtherLogFiles: true } },
    ...{ sync: true, mkdir: true, maxLength: MAX_UNWRITTEN },
  })
  let failed = false
  // Without a listener, a full disk would end the program.
  stream.on('error', (error: Error) => {
    if (!failed) process.stderr.write(`luckymoney: the log cannot be written (${error.message})\n`)
    failed = true
  })
  stream.on('drain', () => {
    failed = false
  })
  return stream
}

/** Rewords each line before it is written; pino has redacted it by then. */
async function prettily(destination: DestinationStream, colorize: boolean): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty')
  const format = prettyFactory({ colorize, translateTime: 'SYS:yyyy-mm-dd HH:MM:ss' })
  return { write: (line) => destination.write(format(line)) }
}
