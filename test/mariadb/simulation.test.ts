import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

test('whatever people, platforms, time and crashes do, no money is lost on a server either', async () => {
  const flags = ['--fast', '--engine', 'mariadb', '--seed', '6', '--ops', '400']
  const child = spawn(process.execPath, ['dist/simulate.js', ...flags])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  await once(child, 'close')
  const { crashes, ...summary } = JSON.parse(said.trimEnd().split('\n').at(-1) as string)
  expect(summary, said).toMatchObject({ ops: 400, violations: 0 })
  expect(crashes).toBeGreaterThan(0)
}, 900_000)
