import pino, { type Logger } from 'pino'

export type Log = Logger

/**
 * What is logged of an error, and nothing else: those of a platform's library carry the address and the body of
 * the call, with tokens in them. Follows the causes.
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

/**
 * The program's log: one JSON object a line on standard error, written at once, so that the last line before
 * the process ends is never lost. Whatever could carry a secret is cut out wherever it stands; `hide` cuts known ones
 * out of every line.
 */
export function createLog(level: string, hide: (text: string) => string): Log {
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
    pino.destination({ dest: 2, sync: true }),
  )
}
