import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * Parses the command line of a measure. An unknown word or a malformed number would measure something other than
 * intended, so it exits with 2 and lists the options.
 */
export function measureOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  const options = config.options ?? {}
  try {
    const parsed = parseArgs(config)
    for (const [name, { default: usual }] of Object.entries(options)) {
      const given = (parsed.values as Record<string, unknown>)[name]
      if (isNumber(usual) && !isNumber(given)) throw new TypeError(`--${name} is a number, like ${usual}`)
    }
    return parsed
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const known = Object.entries(options).map(([name, { type, default: usual }]) =>
      type === 'boolean' ? `--${name}` : `--${name} ${usual ?? '…'}`,
    )
    process.stderr.write(`${error.message}\nOptions, as they are when not given: ${known.join(' ')}\n`)
    process.exit(2)
  }
}

function isNumber(text: unknown): boolean {
  return typeof text === 'string' && /^\d+(\.\d+)?$/.test(text)
}
