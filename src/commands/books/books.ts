import { defineCommand } from '../framework/define.js'
import type { Block } from '../framework/replies/reply.js'
import { fill, moment } from '../framework/replies/rich-text.js'
import { words } from './words.js'

/** Offenders listed for each broken invariant. */
const MAX_OFFENDERS = 3
const MINUTE = 60_000

export const books = defineCommand({
  name: 'books',
  words,
  arguments: {},
  where: 'anywhere',
  ignoresMoreWords: true,
  async run({ app, say }) {
    const { ok, at, trades, entries, invariants, hold } = await app.reconcile()
    const time = moment(at)
    const lines = invariants.flatMap(({ number, title: internal, ok, count, offenders }) => {
      const titles: Readonly<Record<number, string>> = say.titles
      const title = titles[number] ?? internal
      if (ok) return [say.ok({ number, title })]
      return [
        say.broken({ number, title, count }),
        ...offenders.slice(0, MAX_OFFENDERS).map((offender) => `        ${offender}`),
      ]
    })
    const held = hold && [say.held({ minutes: Math.ceil((hold.until - at) / MINUTE), due: hold.due })]
    const result = ok
      ? fill(say.balance, { trades, entries, time })
      : fill(say.doNotBalance, { trades, time })
    const blocks: Block[] = [
      { kind: 'text', text: result },
      { kind: 'list', lines: [...(held ?? []), ...lines] },
    ]
    return { tone: ok ? 'good' : 'bad', blocks, outcome: 'books' }
  },
})
