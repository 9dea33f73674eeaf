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
    const { code, said, summary } = await simulate('--seed', '1', '--ops', '20000')
    expect(said).not.toContain('VIOLATION')
    expect(summary).toMatchObject({ ops: 20_000, violations: 0 })
    expect(summary.crashes).toBeGreaterThan(5)
    expect(code).toBe(0)
  },
  PATIENCE,
)

test(
  'the same seed gives the same run, and another seed a different one',
  async () => {
    const runs = await Promise.all(
      ['5', '5', '6'].map((seed) => simulate('--seed', seed, '--ops', '3000', '--world', '1500')),
    )
    const [first, second, other] = runs.map(({ summary }) => ({ ...summary, seconds: 0 }))
    expect(first?.crashes).toBeGreaterThan(0)
    expect(second).toEqual(first)
    expect(other?.digest).not.toBe(first?.digest)
  },
  PATIENCE,
)

/** Operations within which each injected bug is found: about twice the maximum over the seeds 1 to 8. */
const FOUND_WITHIN = {
  'no-idempotency-key': 2_000,
  'refund-by-two-sweepers': 1_500,
  'merged-twice': 2_500,
  'share-lost-at-unlinking': 9_500,
  'grab-after-deadline': 5_000,
  'newest-revision-stored': 2_500,
  'lost-final-edit': 2_500,
  'unlinked-on-the-way': 25_000,
  'page-skips-a-line': 14_000,
  'answered-before-the-commit': 25_000,
}

test('every injectable bug is tested below', () => {
  expect(Object.keys(FOUND_WITHIN).sort()).toEqual(Object.keys(INJECTED_BUGS).sort())
})

test.each(Object.entries(FOUND_WITHIN))(
  'finds the injected bug %s within %i operations',
  async (bug, operations) => {
    const flags = ['--seed', '2', '--ops', String(operations)]
    const { code, said, summary } = await simulate(...flags, '--inject', bug)
    expect(said).toContain('VIOLATION with seed 2 at operation')
    expect(summary).toMatchObject({ violations: 1 })
    expect(summary.ops).toBeLessThanOrEqual(operations)
    expect(code).toBe(1)
  },
  PATIENCE,
)

test(
  'shortens a failing run to the last operation needed',
  async () => {
    const injected = ['--seed', '2', '--inject', 'lost-final-edit']
    const { said } = await simulate(...injected, '--ops', '5000', '--shrink')
    const shortest = Number(/the shortest run that fails: --seed 2 --ops (\d+)/.exec(said)?.[1])
    const [fails, passes] = await Promise.all([
      simulate(...injected, '--ops', String(shortest)),
      simulate(...injected, '--ops', String(shortest - 1)),
    ])
    expect([fails.summary.violations, passes.summary.violations]).toEqual([1, 0])
  },
  PATIENCE,
)
