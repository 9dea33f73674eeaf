import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestsOfFirst, NAMES } from '../test/support/schema-digests.js'

/**
 * Resolves with what in a checkout of this commit doesn't fit its version yet; nothing for a development version (0.x).
 */
export async function unreadyFor(checkout: string): Promise<string[]> {
  const read = (file: string) => readFileSync(join(checkout, file), 'utf8')
  const { version } = JSON.parse(read('package.json')) as { version: string }
  const { version: locked } = JSON.parse(read('package-lock.json')) as { version: string }
  const unready =
    locked === version ? [] : [`package-lock.json has version ${locked}, package.json ${version}`]
  if (version.startsWith('0.')) return unready
  const heading = new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`, 'm')
  if (!heading.test(read('CHANGELOG.md')))
    unready.push(`CHANGELOG.md has no section "## [${version}] - <date>"`)
  const released = JSON.parse(read('migrations/released.json')) as Record<string, string>
  const digests = Object.entries(await digestsOfFirst(NAMES.length))
  const missing = digests.filter(([name]) => !Object.hasOwn(released, name))
  if (missing.length > 0)
    unready.push(`migrations/released.json lacks ${JSON.stringify(Object.fromEntries(missing))}`)
  return unready
}
