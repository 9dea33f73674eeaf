import { expect, test } from 'vitest'
import { Foresight } from '../../src/store/foresight.js'
import type { Plan } from '../../src/store/plan.js'
import { ask, tell } from '../support/raw-plan.js'

/** Returns foresight, and a function that runs a plan on these rows, by name, and returns the names that were foreseen. */
function open(rows: Record<string, { value: string }[]>) {
  const foresight = new Foresight((_, args) => args as unknown[])
  const foresee = (make: () => Plan<unknown>) => {
    const foreseen = foresight.foresee(make)
    const unused = new Set(foreseen)
    const plan = make()
    for (let step = plan.next(); !step.done; ) {
      const { value } = step
      if (value.kind === 'sign') throw new Error('nothing is signed here')
      if (value.kind === 'run') {
        step = plan.next({ changes: 1, lastInsertRowid: 0 })
        continue
      }
      const values = value.args as string[]
      const used = foreseen.find((read) => read.values[0] === values[0])
      if (used && unused.delete(used)) foresight.judge(used, true)
      const found = rows[values[0] as string] ?? []
      foresight.learn({ statement: value.statement, values }, found)
      step = plan.next([...found])
    }
    for (const read of unused) foresight.judge(read, false)
    return foreseen.map(({ values }) => values[0])
  }
  return { foresight, foresee }
}

const VALUE = 'SELECT value FROM meta WHERE name = ?'

function* follow(name: string): Plan<void> {
  for (let next = name; ; ) {
    const [row] = yield* ask(VALUE, next)
    if (!row) return
    next = row.value as string
  }
}

test('foresees a read once the reads before it are known, with what they returned', () => {
  const { foresee } = open({ a: [{ value: 'b' }], b: [{ value: 'c' }] })
  expect(foresee(() => follow('a'))).toEqual(['a'])
  expect(foresee(() => follow('a'))).toEqual(['a', 'b', 'c'])
})

test('takes a read that it does not know for one that finds nothing, if the last one found nothing', () => {
  const { foresee } = open({ a: [{ value: 'b' }] })
  function* two(): Plan<void> {
    yield* ask('SELECT value FROM meta WHERE name = ? LIMIT 1', 'new')
    yield* ask(VALUE, 'a')
  }
  expect(foresee(two)).toEqual(['new'])
  expect(foresee(two)).toEqual(['new', 'a'])
})

test('stops at the first write', () => {
  const { foresee } = open({})
  function* writing(): Plan<void> {
    yield* ask(VALUE, 'x')
    yield* tell('DELETE FROM meta WHERE name = ?', 'x')
    yield* ask(VALUE, 'y')
  }
  foresee(writing)
  expect(foresee(writing)).toEqual(['x'])
})

test('stops when what it knows makes a plan fail, or go on forever', () => {
  const { foresight, foresee } = open({ a: [{ value: 'b' }], b: [{ value: 'c' }] })
  foresee(() => follow('a'))
  function* failing(): Plan<void> {
    yield* ask(VALUE, 'a')
    throw new Error('a contradiction')
  }
  expect(foresight.foresee(failing)).toHaveLength(1)
  function* endless(): Plan<void> {
    while (true) yield* ask(VALUE, 'a')
  }
  expect(foresight.foresee(endless)).toHaveLength(16)
})

test('no longer sends ahead what is always sent in vain', () => {
  const { foresee } = open({ a: [{ value: 'b' }] })
  let wanted = 0
  const random = () => follow(`${wanted++}`)
  expect(foresee(random)).toHaveLength(1)
  for (let tries = 0; tries < 30; tries++) foresee(random)
  expect(foresee(random)).toEqual([])
})
