import { expect, test } from 'vitest'
import { type FastShare, LEAST_PACKETS, RushFigures } from '../../src/core/rush-figures.js'

type Tap = readonly [member: number, reaction: number | null]

/** Envelopes with these taps, in the order of their positions, as one batch. */
function figuresOf(
  envelopes: readonly (readonly Tap[])[],
  { fairStart = false }: { fairStart?: boolean } = {},
): RushFigures {
  const figures = new RushFigures()
  figures.add(
    envelopes.flatMap((taps, envelope) =>
      taps.map(
        ([member, reaction], index): FastShare => ({
          ...{ envelope, position: index + 1, member, reaction, fairStart },
        }),
      ),
    ),
  )
  return figures
}

const times = <Value>(count: number, value: Value): Value[] => Array(count).fill(value)

test('gives the median, the fastest tap and how often someone was first', () => {
  const figures = figuresOf([
    ...[100, 900, 300, 500, 700].map((reaction): Tap[] => [
      [1, reaction],
      [2, 5_000],
    ]),
    [
      [2, 4_000],
      [1, 400],
    ],
  ])
  expect(figures.packets).toBe(6)
  expect(figures.fastest(10)).toEqual([
    { member: 1, packets: 6, median: 450, fastest: 100, firsts: 5 },
    { member: 2, packets: 6, median: 5_000, fastest: 4_000, firsts: 1 },
  ])
})

test('lists the fastest first, and only so many', () => {
  const figures = figuresOf(times(LEAST_PACKETS, [[3, 900] as Tap, [1, 2_500] as Tap, [2, 5_000] as Tap]))
  expect(figures.fastest(10).map(({ member }) => member)).toEqual([3, 1, 2])
  expect(figures.fastest(2).map(({ member }) => member)).toEqual([3, 1])
})

test('leaves out people with too few red packets', () => {
  const figures = figuresOf(times(LEAST_PACKETS - 1, [[1, 10] as Tap]))
  expect(figures.fastest(10)).toEqual([])
})

test('counts a tap whose time is not known among the red packets alone', () => {
  const figures = figuresOf([...times(LEAST_PACKETS, [[1, null] as Tap]), [[1, 700]]])
  expect(figures.fastest(10)).toEqual([
    { member: 1, packets: LEAST_PACKETS + 1, median: 700, fastest: 700, firsts: LEAST_PACKETS + 1 },
  ])
  expect(figuresOf(times(LEAST_PACKETS, [[1, null] as Tap])).fastest(10)).toMatchObject([
    { median: null, fastest: null },
  ])
})

test('in a fair start the fastest tap is the first, whatever share it got', () => {
  const taps: Tap[] = [
    [1, 2_000],
    [2, 50],
  ]
  const firsts = (fairStart: boolean) =>
    figuresOf(times(LEAST_PACKETS, taps), { fairStart })
      .fastest(10)
      .map(({ member, firsts }) => [member, firsts])
  expect(firsts(true)).toEqual([
    [2, LEAST_PACKETS],
    [1, 0],
  ])
  expect(firsts(false)).toEqual([
    [2, 0],
    [1, LEAST_PACKETS],
  ])
})

test('finds people who tap within a second of each other, out of the red packets of the one with fewer', () => {
  const together: Tap[] = [
    [1, 300],
    [2, 1_300],
  ]
  const apart: Tap[] = [
    [1, 300],
    [2, 1_301],
  ]
  const figures = figuresOf([...times(6, together), ...times(2, apart), ...times(9, [[1, 300] as Tap])])
  expect(figures.together(10)).toEqual([{ members: [1, 2], together: 6, of: 8 }])
})

test('leaves out pairs who were together too seldom', () => {
  const together: Tap[] = [
    [1, 300],
    [2, 400],
  ]
  const apart: Tap[] = [
    [1, 300],
    [2, 9_000],
  ]
  expect(figuresOf(times(LEAST_PACKETS - 1, together)).together(10)).toEqual([])
  expect(figuresOf([...times(5, together), ...times(6, apart)]).together(10)).toEqual([])
  expect(figuresOf([...times(5, together), ...times(5, apart)]).together(10)).toHaveLength(1)
})

test('in a rush, compares each tap with the next five only', () => {
  const rush = Array.from({ length: 200 }, (_, index): Tap => [index + 1, 1_000 + index])
  const pairs = figuresOf(times(LEAST_PACKETS, rush)).together(10_000)
  expect(pairs).toHaveLength(199 + 198 + 197 + 196 + 195)
  expect(pairs.every(({ members: [one, other] }) => other - one <= 5)).toBe(true)
})

test('two shares of accounts that are one person now count once, and make no pair', () => {
  const figures = figuresOf(times(LEAST_PACKETS, [[1, 800] as Tap, [1, 900] as Tap]))
  expect(figures.fastest(10)).toEqual([
    { member: 1, packets: LEAST_PACKETS, median: 800, fastest: 800, firsts: LEAST_PACKETS },
  ])
  expect(figures.together(10)).toEqual([])
})
