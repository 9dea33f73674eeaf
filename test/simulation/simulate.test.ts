import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { INJECTED_BUGS } from './injected-bugs.js'

interface Summary {
  readonly ops: number
  readonly crashes: number
  readonly violations: number
  readonly digest: string
}

/** Runs the simulation from the command line; resolves with its exit code, output and last line. */
async function simulate(
  ...flags: string[]
): Promise<{ code: number | null; said: string; summary: Summary }> {
  const child = spawn(process.execPath, ['dist/simulate.js', '--fast', ...flags])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  await once(child, 'close')
  return { code: child.exitCode, said, summary: JSON.parse(said.trimEnd().split('\n').at(-1) as string) }
}

const PATIENCE = 900_000

test(
  'whatever people, platforms, time and crashes do, no money is lost and no answer is wrong',
  async () => {
    const { code, said, summary } = await simulate('--seed', '1', '--ops', '4000')
    expect(said).not.toContain('VIOLATION')
    expect(summary).toMatchObject({ ops: 4_000, violations: 0 })
    expect(summary.crashes).toBeGreaterThan(3)
    expect(code).toBe(0)
  },
  PATIENCE,
)

test(
  'the same seed gives the same run on any number of threads, and another seed a different one',
  async () => {
    const two = ['--ops', '1000', '--world', '500']
    const runs = await Promise.all([
      simulate('--seed', '9', ...two, '--threads', '1'),
      simulate('--seed', '9', ...two, '--threads', '2'),
      simulate('--seed', '10', ...two),
    ])
    const [first, second, other] = runs.map(({ summary }) => ({ ...summary, seconds: 0 }))
    expect(first?.crashes).toBeGreaterThan(0)
    expect(second).toEqual(first)
    expect(other?.digest).not.toBe(first?.digest)
  },
  PATIENCE,
)

/** A seed that finds each injected bug early, and a limit of operations well above where it is found now. */
const FOUND_WITH: Readonly<Record<string, { seed: number; within: number }>> = {
  'no-idempotency-key': { seed: 1, within: 2_000 },
  'refund-by-two-sweepers': { seed: 1, within: 1_500 },
  'merged-twice': { seed: 1, within: 2_500 },
  'share-lost-at-unlinking': { seed: 6, within: 1_000 },
  'grab-after-deadline': { seed: 1, within: 4_000 },
  'ticket-lost-at-unlinking': { seed: 32, within: 1_500 },
  'block-lost-at-linking': { seed: 2, within: 4_000 },
  'served-in-another-order': { seed: 1, within: 4_000 },
  'sixth-password': { seed: 1, within: 2_000 },
  'fourth-try': { seed: 1, within: 4_000 },
  'grab-within-the-fair-start': { seed: 1, within: 2_000 },
  // The next two show when everything has come to rest, for example at the end.
  'newest-revision-stored': { seed: 1, within: 250 },
  'lost-final-edit': { seed: 1, within: 250 },
  'unlinked-on-the-way': { seed: 5, within: 1_000 },
  'page-skips-a-line': { seed: 5, within: 2_200 },
  'answered-before-the-commit': { seed: 8, within: 1_000 },
}

test('every injectable bug is tested below', () => {
  expect(Object.keys(FOUND_WITH).sort()).toEqual(Object.keys(INJECTED_BUGS).sort())
})

test.each(Object.entries(FOUND_WITH))(
  'finds the injected bug %s',
  async (bug, { seed, within }) => {
    const flags = ['--seed', String(seed), '--ops', String(within)]
    const { code, said, summary } = await simulate(...flags, '--inject', bug)
    expect(said).toContain(`VIOLATION with seed ${seed} at operation`)
    expect(summary).toMatchObject({ violations: 1 })
    expect(summary.ops).toBeLessThanOrEqual(within)
    expect(code).toBe(1)
  },
  PATIENCE,
)

test(
  'shortens a failing run to the last operation needed',
  async () => {
    const injected = ['--seed', '2', '--inject', 'lost-final-edit']
    const { said } = await simulate(...injected, '--ops', '400', '--shrink')
    const shortest = Number(/the shortest run that fails: --seed 2 --ops (\d+)/.exec(said)?.[1])
    const [fails, passes] = await Promise.all([
      simulate(...injected, '--ops', String(shortest)),
      simulate(...injected, '--ops', String(shortest - 1)),
    ])
    expect([fails.summary.violations, passes.summary.violations]).toEqual([1, 0])
  },
  PATIENCE,
)
