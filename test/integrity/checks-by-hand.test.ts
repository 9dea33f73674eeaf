import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asThief } from '../support/thief.js'
import { openWorld, person } from '../support/world.js'

/** The queries of the operators' documents, by which anyone can check the books without this program. */
const [inNothing, inEntries, inAccounts, signedTexts] = queriesOf('docs/operating.md')

function queriesOf(file: string): [string, string, string, string] {
  const [, block = ''] =
    /## [^\n]*(?:without the bot|不用机器人)[^#]*?```sql\n(.*?)```/s.exec(readFileSync(file, 'utf8')) ?? []
  const queries = block.split(';\n').map((query) => query.replace(/^--.*$/gm, '').trim())
  return queries.filter((query) => query !== '') as [string, string, string, string]
}

async function someTrades() {
  const world = await openWorld()
  await world.fund(5000, 'Ann', 'Bob')
  const { envelopeNo } = await world.send('Ann', { greeting: 'a|b' })
  await world.grabs(envelopeNo, 'Bob')
  const transfer = { place: world.place, by: person('Bob'), to: person('Ann'), amount: 5, note: '午饭' }
  await world.app.transfer({ key: world.key(), ...transfer })
  await world.stop()
  const rows = (query: string) =>
    world.tamper((database) => database.prepare(query).raw().all()) as string[][]
  const wrong = () => [inNothing, inEntries, inAccounts].map((query) => rows(query).length)
  const forged = () =>
    rows(signedTexts).filter(([, text = '', hash]) => {
      const key = readFileSync(world.keyFile, 'utf8').trim()
      return createHmac('sha256', key).update(text).digest('hex').slice(0, 32) !== hash
    })
  return { world, wrong, forged }
}

test('the documented queries and an HMAC are enough to check every trade', async () => {
  const { world, wrong, forged } = await someTrades()
  expect(wrong()).toEqual([0, 0, 0])
  expect(forged()).toEqual([])
  world.tamper(asThief(['UPDATE trade SET to_balance = to_balance + 1 WHERE trade_no = 4']))
  world.tamper(asThief([`UPDATE account SET balance = balance + 1 WHERE account_no = 'W-1'`]))
  expect(wrong()).toEqual([1, 2, 1])
  expect(forged().map(([tradeNo]) => tradeNo)).toEqual([4])
})

test('the documents of both languages have the same queries', () => {
  expect(queriesOf('docs/zh/operating.md')).toEqual(queriesOf('docs/operating.md'))
})
