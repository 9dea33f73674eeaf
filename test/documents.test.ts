import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.js'
import { INVARIANTS } from '../src/integrity/invariants.js'

const READMES = ['README.md', 'README.zh-CN.md']
const DOCUMENTS = [
  ...READMES,
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs/architecture.md',
  'docs/model.md',
  'docs/decisions.md',
  'docs/reliability.md',
]
const read = (file: string) => readFileSync(file, 'utf8')

describe.each(READMES)('%s', (file) => {
  test('its example of checking a red packet gives the digest that it prints', () => {
    const [, line, digest] = /printf %s '([^']+)' \| sha256sum\n([0-9a-f]{64}) /.exec(read(file)) ?? []
    expect(createHash('sha256').update(String(line)).digest('hex')).toBe(digest)
  })

  test('names every variable of the configuration', () => {
    for (const name of variables()) expect(read(file)).toContain(`| \`${name}\``)
  })
})

test('.env.example sets every variable to its default', () => {
  const example = parseEnv(read('.env.example'))
  expect(Object.keys(example).sort()).toEqual(variables())
  expect(readConfig(example as Record<string, string>)).toEqual(readConfig({}))
})

test('docs/architecture.md lists every invariant that reconcile checks', () => {
  const listed = [...read('docs/architecture.md').matchAll(/^\| ([0-9]+) +\|/gm)].map((row) => Number(row[1]))
  expect(listed).toEqual(Object.keys(INVARIANTS).map(Number))
})

test.each(DOCUMENTS)('the links of %s lead somewhere', (file) => {
  const links = [...read(file).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((link) => String(link[1]))
  for (const link of links.filter((target) => !target.startsWith('https://')))
    expect(existsSync(join(dirname(file), link)), link).toBe(true)
})

/** The names of the variables that the program reads, as its source has them. */
function variables(): string[] {
  return [...read('src/config.ts').matchAll(/^ {2}([A-Z_]+): /gm)].map((match) => String(match[1])).sort()
}
