import { readFileSync } from 'node:fs'

/** Returns the version in package.json, which is one level above both the sources and the bundle. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return version
}
