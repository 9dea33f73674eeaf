import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { FakeUser, InteractionResult } from '../test/support/discord/fake-discord.js'
import { shown } from '../test/support/discord-world.js'
import { DiscordBot } from './discord-bot.js'
import { quantile, round } from './numbers.js'

/**
 * One member floods a channel with commands for some seconds while others go on tapping. Says how long the others
 * wait, how many of the flood's commands were let in, and whether the program's memory stays as it was.
 */
const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '10' },
    'taps-a-second': { type: 'string', default: '20' },
  },
})
const COMMANDS = Number(values.commands)
const SECONDS = Number(values.seconds)
const TAPS = Number(values['taps-a-second']) * SECONDS
const SHARES = 200
/** So often the memory is asked for while it goes on. */
const SAMPLES = 6

const megabytes = (bytes: number) => round(bytes / 2 ** 20, 1)

/** Does something so many times, evenly over the time. */
async function evenly<Result>(times: number, act: (index: number) => Promise<Result>): Promise<Result[]> {
  const begin = performance.now()
  const started: Promise<Result>[] = []
  while (started.length < times) {
    const due = Math.min(times, Math.ceil(((performance.now() - begin) / (SECONDS * 1000)) * times))
    while (started.length < due) started.push(act(started.length))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return await Promise.all(started)
}

const folder = mkdtempSync(join(tmpdir(), 'luckymoney-flood-'))
let bot: DiscordBot | undefined
try {
  bot = await DiscordBot.start(TAPS + 1, {
    program: 'main',
    nodeOptions: ['--max-semi-space-size=4', '--enable-source-maps', '--expose-gc'],
    environment: {
      DATABASE_FILE: join(folder, 'luckymoney.db'),
      LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
      LOG_LEVEL: 'warn',
    },
    folder,
  })
  const { fake, admin, channel, members } = bot
  const flooder = members.at(-1) as FakeUser
  await admin.slash(channel, 'topup', { member: admin, amount: '1000', reason: 'bench' })
  await admin.slash(channel, 'redpacket', { amount: '20', count: SHARES, kind: 'equal' })
  const card = await fake.waitFor(() => channel.publicMessages[0], 'the card')
  const { customId } = card.button('Grab')
  const tap = (index: number) => {
    const data = { component_type: 2, custom_id: customId, id: 1 }
    return (members[index] as FakeUser).forge(channel, 3, data, card)
  }
  const program = bot.process
  const heapBefore = await program.heap()
  const before = await program.memory()
  const [flood, taps, during] = await Promise.all([
    evenly(COMMANDS, () => flooder.slash(channel, 'wallet')),
    evenly(TAPS, tap),
    evenly(SAMPLES, () => program.memory()),
  ])
  const memory = [before, ...during, await program.memory()]
  const heap = [heapBefore, await program.heap()]
  const texts = async (results: readonly InteractionResult[]) =>
    await Promise.all(results.map(async (result) => shown((await result.final()).text)))
  const answers = await texts(flood)
  const admitted = answers.filter((text) => text.includes('wallet W-')).length
  const refused = answers.filter((text) => text.includes('too fast')).length
  const grabbed = (await texts(taps)).filter((text) => text.startsWith('You got')).length
  if (admitted + refused !== COMMANDS) throw new Error('a command of the flood was left without an answer')
  if (grabbed !== Math.min(TAPS, SHARES)) throw new Error(`${grabbed} of ${TAPS} taps got a share`)
  const waits = taps.map(({ millis }) => millis)
  process.stdout.write(
    `${JSON.stringify({
      ...{ commands: COMMANDS, seconds: SECONDS, admitted, refused, taps: TAPS, grabbed },
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
