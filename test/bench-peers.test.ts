import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { play } from '../bench/peers/play.js'
import { sqlite } from '../bench/peers/sqlite.js'
import { temporaryFolder } from './support/temporary-folder.js'

test('bench:peers measures this program and SQLite, finds every cent and leaves no file behind', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const options = ['--only', 'luckymoney,sqlite', '--taps', '60', '--clients', '4', '--rounds', '1']
  const child = spawn(process.execPath, ['dist/bench-peers.js', ...options], {
    env: { PATH: process.env.PATH, TMPDIR: folder },
  })
  const [said, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  expect(code, complaints).toBe(0)
  const { lines, left_out } = JSON.parse(said.trimEnd().split('\n').at(-1) ?? '')
  expect(left_out).toEqual({})
  expect(lines.map((line: { case: string; peer: string }) => `${line.case} ${line.peer}`)).toEqual([
    ...['hot luckymoney', 'hot sqlite', 'spread luckymoney', 'spread sqlite'],
  ])
  expect(readdirSync(folder)).toEqual([])
})

test('bench:peers names the sum that does not add up', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const books = await sqlite.open(join(folder, 'sqlite'))
  onTestFinished(() => books.close())
  const doubled = async () => {
    const sums = await books.sums()
    return { ...sums, wallets: sums.wallets + 1 }
  }
  await expect(play({ ...books, sums: doubled }, { taps: 10, seconds: 5, clients: [2] })).rejects.toThrow(
    /do not add up: wallets is \d+ instead of \d+/,
  )
})
