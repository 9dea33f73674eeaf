import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type Entry, isOffered } from '../src/commands/framework/define.js'
import { readLine } from '../src/commands/framework/lines/lines.js'
import { ENTRIES } from '../src/commands/registry.js'
import { readConfig } from '../src/config.js'
import { INVARIANTS } from '../src/integrity/invariants.js'

const READMES = ['README.md', 'README.zh-CN.md'] as const
const CHINESE_PAGES = filesIn('docs/zh')
const PAGES = [...READMES, 'CONTRIBUTING.md', ...filesIn('docs'), ...CHINESE_PAGES]
const DOCUMENTS = [...PAGES, 'CHANGELOG.md']
const MAX_README_LINES = 130
const MAX_PICTURE_BYTES = 2_000_000
/** Paths of the program's own pages and commands of Telegram's @BotFather. */
const NOT_OURS = ['dev', 'healthz', 'metrics', 'mybots', 'newbot', 'readyz', 'readyz']

describe.each(READMES)('%s', (file) => {
  test(`has at most ${MAX_README_LINES} lines`, () => {
    expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(MAX_README_LINES)
  })

  test("starts with a newcomer's two commands", () => {
    expect(read(file)).toMatch(/^```sh\nnpm ci && npm start +#.*\nnpm ci && npm test +#.*\n```$/m)
  })
})

test('both READMEs have the same sections with the same pictures and links', () => {
  const [english, chinese] = READMES.map((file) => outlineOf(file))
  expect(chinese).toEqual(english)
})

test.each(CHINESE_PAGES)('%s has the sections of its English page', (file) => {
  expect(outlineOf(file).map(({ level }) => level)).toEqual(
    outlineOf(file.replace('docs/zh/', 'docs/')).map(({ level }) => level),
  )
})

test.each(DOCUMENTS)('the links in %s resolve', (file) => {
  const targets = [...linksIn(read(file)), ...picturesIn(read(file))]
  for (const target of targets.filter((link) => !link.startsWith('https://'))) {
    const [path = '', anchor] = target.split('#')
    const linked = path === '' ? file : join(dirname(file), path)
    expect(existsSync(linked), target).toBe(true)
    if (anchor !== undefined) expect(anchorsOf(linked), target).toContain(decodeURIComponent(anchor))
  }
})

test.each(DOCUMENTS)('the commands in %s exist', (file) => {
  const known = new Set([...NOT_OURS, ...ENTRIES.flatMap(namesOf)])
  expect(commandsIn(read(file)).filter((name) => !known.has(name))).toEqual([])
})

test.each(['docs/commands.md', 'docs/zh/commands.md'])('%s names every offered command', (file) => {
  const named = new Set(commandsIn(read(file)))
  const offered = ENTRIES.filter((entry) => isOffered(entry))
  expect(offered.filter((entry) => !namesOf(entry).some((name) => named.has(name)))).toEqual([])
})

test.each(PAGES)('the program understands the typed lines in %s', (file) => {
  // For lines that the text says to send as a reply.
  const repliedTo = { platform: 'test', user: 'ann', name: 'Ann' }
  const lines = [...prose(read(file)).matchAll(/`(\/[\p{L}\p{N}_]+ [^`]+)`/gu)].map((match) =>
    String(match[1]),
  )
  // Skips options in Discord's notation and placeholders.
  const typed = lines.filter((line) => !/[:<[]/.test(line))
  const misread = typed.filter((line) => {
    const meaning = readLine(line, ENTRIES, { repliedTo })
    return meaning.kind === 'problem' ? meaning.problem.why !== 'missing' : meaning.kind !== 'command'
  })
  expect(misread).toEqual([])
})

test.each(DOCUMENTS)('the npm scripts in %s exist', (file) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = [...read(file).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map((match) => match[1])
  expect(named.filter((name) => !Object.hasOwn(scripts, String(name)))).toEqual([])
})

test('every picture is shown in a document and is under 2 MB', () => {
  const shown = new Set(
    DOCUMENTS.flatMap((file) => picturesIn(read(file)).map((path) => join(dirname(file), path))),
  )
  const pictures = readdirSync('docs/images').map((name) => join('docs/images', name))
  expect(pictures.filter((picture) => !shown.has(picture))).toEqual([])
  expect(pictures.filter((picture) => statSync(picture).size > MAX_PICTURE_BYTES)).toEqual([])
})

test.each(['docs/fairness.md', 'docs/zh/fairness.md'])(
  'the example in %s prints the digest it shows',
  (file) => {
    const [, line, digest] = /printf %s '([^']+)' \| sha256sum\n([0-9a-f]{64}) /.exec(read(file)) ?? []
    expect(createHash('sha256').update(String(line)).digest('hex')).toBe(digest)
  },
)

test.each(['docs/operating.md', 'docs/zh/operating.md'])(
  'the files that %s names are ignored by git',
  (file) => {
    const ignored = new Set(read('.gitignore').split('\n'))
    const suffixes = [...read(file).matchAll(/`luckymoney(\.[\w.-]+)`/g)].map((match) => String(match[1]))
    expect(suffixes.length).toBeGreaterThan(4)
    expect(suffixes.filter((suffix) => !ignored.has(`*${suffix}`))).toEqual([])
  },
)

test.each(['docs/configuration.md', 'docs/zh/configuration.md'])('%s lists every variable', (file) => {
  const listed = [...read(file).matchAll(/^\| `([A-Z_]+)`/gm)].map((row) => String(row[1]))
  expect(listed.sort()).toEqual(variables())
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

test('every decision has a date, a question, the decision, its reason and what was rejected', () => {
  const records = read('docs/decisions.md').split(/^### /m).slice(1)
  const form =
    /^.+ \(\d{4}-\d{2}-\d{2}\)\n\n- \*\*Question:\*\* .+\n- \*\*Decision:\*\* .+\n- \*\*Why:\*\* .+\n- \*\*Rejected:\*\* /s
  expect(records.length).toBeGreaterThan(0)
  expect(records.filter((record) => !form.test(record)).map((record) => record.split('\n', 1)[0])).toEqual([])
})

function read(file: string): string {
  return readFileSync(file, 'utf8')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
}

/** Returns the names of the variables that the program reads, from its source. */
function variables(): string[] {
  return [...read('src/config.ts').matchAll(/^ {2}([A-Z_]+): /gm)].map((match) => String(match[1])).sort()
}

interface Section {
  readonly level: number
  readonly pictures: readonly string[]
  readonly links: readonly string[]
}

/** Sections of a document in either language: pictures and pages count as the same when only their language differs. */
function outlineOf(file: string): Section[] {
  return prose(read(file))
    .split(/^(?=#+ )/m)
    .filter((part) => part.startsWith('#'))
    .map((part) => ({
      level: part.indexOf(' '),
      pictures: picturesIn(part).map((path) => path.replace(/-(?:en|zh)\b/, '')),
      links: linksIn(part)
        .map((target) => target.replace('docs/zh/', 'docs/').replace(/#.*/, ''))
        .filter((target) => !READMES.some((readme) => readme === target)),
    }))
}

/** Returns a document without its code blocks. */
function prose(text: string): string {
  return text.replace(/^( *)```[\s\S]*?^\1```$/gm, '')
}

function linksIn(text: string): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map((link) => String(link[1]))
}

function picturesIn(text: string): string[] {
  return [...prose(text).matchAll(/\b(?:src|srcset)="([^"]+)"/g)].map((picture) => String(picture[1]))
}

/** Returns the anchors that GitHub generates for a page's headings. */
function anchorsOf(file: string): string[] {
  return [...prose(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}

/** Returns names after a slash at the start of inline code or of a line of code. */
function commandsIn(text: string): string[] {
  const inline = [...prose(text).matchAll(/`\/([\p{L}\p{N}_]+)(?=[`\s@])/gu)]
  const blocks = [...text.matchAll(/^ *\/([\p{L}\p{N}_]+)(?=\s|$)/gmu)]
  return [...inline, ...blocks].map((match) => String(match[1]))
}

/** Returns all names of a command, in every language. */
function namesOf({ words }: Entry): string[] {
  return Object.values(words).flatMap(({ name, also }) => [name, ...also])
}
