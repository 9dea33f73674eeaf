import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Returns what in a checkout doesn't fit its version yet; nothing for a development version (0.x). */
export function unreadyFor(checkout: string): string[] {
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
  const known = [...read('src/store/migrate.ts').matchAll(/^ {2}'(\d{4}_\w+)':/gm)].map(([, name]) => name)
  const missing = known.filter((name) => !Object.hasOwn(released, String(name)))
  if (missing.length > 0)
    unready.push(
      `migrations/released.json lacks ${missing.join(', ')}: npx vitest run test/store/released.test.ts says what to add`,
    )
  return unready
}
