import pino, { type Logger } from 'pino'

export type Log = Logger

/**
 * The program's log: one JSON object a line on standard error, written at once, so that the last line before
 * the process ends is never lost. Whatever could carry a secret is cut out wherever it stands.
 */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['token', 'key', 'salt', '*.token', '*.key', '*.salt', '*.authorization', '*.headers'],
        censor: '[secret]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
