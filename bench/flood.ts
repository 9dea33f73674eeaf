import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureOptions } from '../test/support/measure-options.js'
import { booksIn } from './check-books.js'
import { evenly } from './evenly.js'
import { type FloodedBot, SHARES } from './flooded-bot.js'
import { floodedDiscord } from './flooded-discord.js'
import { floodedTelegram } from './flooded-telegram.js'
import { quantile, round } from './numbers.js'

/**
 * One member floods a chat with commands for some seconds while others keep tapping. Reports how long the others wait,
 * how many of the flood's commands got through, and whether the program's memory stays level.
 */
const { values } = measureOptions({
  options: {
    platform: { type: 'string', default: 'discord' },
    commands: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '10' },
    'taps-a-second': { type: 'string', default: '20' },
  },
})
const COMMANDS = Number(values.commands)
const SECONDS = Number(values.seconds)
const TAPS = Number(values['taps-a-second']) * SECONDS
/** Memory samples during the flood. */
const SAMPLES = 6
const FLOODED = { discord: floodedDiscord, telegram: floodedTelegram }

const megabytes = (bytes: number) => round(bytes / 2 ** 20, 1)

const start = Object.hasOwn(FLOODED, values.platform) && FLOODED[values.platform as keyof typeof FLOODED]
if (!start) {
  process.stderr.write(`--platform is ${Object.keys(FLOODED).join(' or ')}\n`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'luckymoney-flood-'))
let bot: FloodedBot | undefined
try {
  bot = await start(TAPS, {
    program: 'main',
    nodeOptions: ['--enable-source-maps', '--expose-gc'],
    environment: { ...booksIn(folder), LOG_LEVEL: 'warn' },
    folder,
  })
  const { process: program, ask, tap } = bot
  const heapBefore = await program.heap()
  const before = await program.memory()
  const [, taps, during] = await Promise.all([
    evenly(COMMANDS, SECONDS, ask),
    evenly(TAPS, SECONDS, tap),
    evenly(SAMPLES, SECONDS, () => program.memory()),
  ])
  const { admitted, refused } = await bot.settled()
  const memory = [before, ...during, await program.memory()]
  const heap = [heapBefore, await program.heap()]
  const grabbed = taps.filter(({ text }) => text.startsWith('You got')).length
  if (grabbed !== Math.min(TAPS, SHARES)) throw new Error(`${grabbed} of ${TAPS} taps got a share`)
  const waits = taps.map(({ millis }) => millis)
  process.stdout.write(
    `${JSON.stringify({
      ...{ platform: values.platform, commands: COMMANDS, seconds: SECONDS },
      ...{ admitted, refused, taps: TAPS, grabbed },
      others_p50_ms: round(quantile(waits, 0.5), 1),
      others_p99_ms: round(quantile(waits, 0.99), 1),
      rss_mb: memory.map(megabytes),
      heap_in_use_mb: heap.map(megabytes),
    })}\n`,
  )
} finally {
  await bot?.stop()
  rmSync(folder, { recursive: true, force: true })
}
