import { readFileSync } from 'node:fs'

/** Returns the version in package.json, which stands one level above the sources and above the bundle. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return version
}
