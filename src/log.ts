import pino, { type Logger } from 'pino'

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

/**
 * Creates the program's log: one JSON object a line on standard error, written synchronously so that the last
 * line before a crash isn't lost. Redacts every field that could carry a secret; `hide` removes known secrets
 * from each line.
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
