import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import pino from 'pino'
import { THEMES } from '../src/core/festivals.js'
import type { CoverDrawing } from '../src/pictures/drawing.js'
import { Pictures } from '../src/pictures/pictures.js'
import { discordWorld } from '../test/support/discord-world.js'
import { median, quantile } from './numbers.js'

// Memory and time of pictures: npm run bench:pictures

/** As many as a member may have open. */
const CARDS = 20
const GREETINGS = [
  '恭喜发财，大吉大利',
  'Good fortune and every happiness!',
  'كل عام وأنتم بخير',
  'दिवाली की शुभकामनाएँ',
  '🧧🎉👨‍👩‍👧',
]

function residentMegabytes(): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1000)
}

const drawings = THEMES.flatMap((theme) =>
  GREETINGS.map(
    (greeting): CoverDrawing => ({ kind: 'cover', theme, title: '小兰 sent a red packet', greeting }),
  ),
)

async function measureDrawing(): Promise<void> {
  const pictures = new Pictures({
    log: pino({ level: 'silent' }),
    thread: pathToFileURL(resolve('dist/pictures-thread.js')),
    patienceMs: 60_000,
  })
  const before = residentMegabytes()
  const started = performance.now()
  await pictures.draw(drawings[0] as CoverDrawing)
  const first = performance.now() - started
  const afterFirst = residentMegabytes()
  const times: number[] = []
  for (const drawing of drawings) {
    const began = performance.now()
    if (!(await pictures.draw(drawing))) throw new Error('a picture was not drawn')
    times.push(performance.now() - began)
  }
  process.stdout.write(
    `memory: ${before} MB before, ${afterFirst} MB after the first cover, ${residentMegabytes()} MB after ` +
      `${drawings.length} covers in all themes and scripts\n` +
      `a cover: ${first.toFixed(0)} ms the first with the thread's start, then median ${median(times).toFixed(0)} ms, ` +
      `95 % within ${quantile(times, 0.95).toFixed(0)} ms\n`,
  )
  await pictures.close()
}

/** Time from a sender's command to the card in the channel. */
async function measurePosts(pictures: boolean): Promise<void> {
  const world = await discordWorld({ pictures })
  await world.fund('1000')
  const times: number[] = []
  for (let card = 0; card < CARDS; card++) {
    // Each greeting is new, so no cover is ready; and each channel is, so no card waits for another.
    const channel = world.guild.addChannel(`room ${card}`)
    const greeting = `Greeting ${card}`
    const began = performance.now()
    await world.lan.slash(channel, 'redpacket', { amount: '1', count: 1, greeting })
    await world.card(greeting, channel)
    times.push(performance.now() - began)
  }
  process.stdout.write(
    `${pictures ? 'with' : 'without'} pictures, from the command to the card: median ${median(times).toFixed(0)} ms, ` +
      `95 % within ${quantile(times, 0.95).toFixed(0)} ms\n`,
  )
  await world.end()
}

await measureDrawing()
if (!process.argv.includes('memory'))
  for (const pictures of [false, true, false, true]) await measurePosts(pictures)
process.exit()
