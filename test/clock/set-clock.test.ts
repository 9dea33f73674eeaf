import { expect, test } from 'vitest'
import { whyNoShim } from '../torture/compile-shim.js'
import { type LogLine, ShiftedProgram } from './shifted-program.js'

const why = whyNoShim()
const named = (rule: string) => (why ? `${rule} (skipped: ${why})` : rule)
const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

const REFUNDED = 'expired envelopes were refunded'

/** Sends a red packet that no one grabs, and waits more than five seconds for its refund. */
async function refundOne(program: ShiftedProgram): Promise<void> {
  const seen = program.log.length
  expect(await program.say('lan', '/redpacket 2 each 3 in 5s')).toMatchObject({ outcome: 'sent' })
  expect(await program.logged(REFUNDED, seen)).toMatchObject({ envelopes: 1 })
}

/** Gets the refund at once by setting the clock ahead of `shift` by less than the program distrusts. */
async function refundOneNow(program: ShiftedProgram, shift: number): Promise<void> {
  const seen = program.log.length
  expect(await program.say('lan', '/redpacket 2 each 3 in 1m')).toMatchObject({ outcome: 'sent' })
  program.setClock(shift + 2 * MINUTE)
  await program.logged(REFUNDED, seen)
}

/** Returns what a member is told about the books. */
async function told(program: ShiftedProgram): Promise<string> {
  return JSON.stringify(await program.say('mei', '/books'))
}

test.skipIf(why)(
  named('a clock that is set back, or a little ahead, stops neither refunds nor the end of the program'),
  async () => {
    const program = await ShiftedProgram.start()
    for (const [name, shift] of [
      ['ahead by forty seconds', 40 * SECOND],
      ['back by forty seconds', -40 * SECOND],
      ['back by fifteen minutes', -15 * MINUTE],
      ['back by thirty days', -30 * DAY],
    ] as const) {
      const seen = program.log.length
      program.setClock(shift)
      await program.logged('the clock was set', seen)
      await refundOneNow(program, shift)
      expect(await told(program), name).toContain('The books balance')
    }
    const { code, output } = await program.reconcile()
    expect(output).not.toContain('refunds wait')
    expect(code).toBe(0)
    expect(await program.stop()).toBe(0)
  },
)

test.skipIf(why)(
  named(
    'while refunds wait because the clock jumped ahead or the machine slept, the books balance, say so, and the program can be stopped',
  ),
  async () => {
    const program = await ShiftedProgram.start()
    for (const [name, shift] of [
      ['by fifteen minutes', 15 * MINUTE],
      ['by thirty days', 30 * DAY],
    ] as const) {
      const seen = program.log.length
      expect(await program.say('lan', '/redpacket 2 each 3 in 1m'), name).toMatchObject({ outcome: 'sent' })
      program.setClock(shift)
      await program.logged('the clock jumped forward', seen)
      const member = await told(program)
      expect(member, name).toContain('The books balance')
      expect(member, name).toContain('Refunds are on hold')
      program.setClock(0)
      await program.logged('the clock went back: refunds go on', seen)
      await refundOneNow(program, 0)
    }
    // A machine that slept, as a laptop does.
    const seen = program.log.length
    expect(await program.say('lan', '/redpacket 2 each 3 in 1m')).toMatchObject({ outcome: 'sent' })
    program.child.kill('SIGSTOP')
    program.setClock(8 * 60 * MINUTE)
    program.child.kill('SIGCONT')
    await program.logged('the clock jumped forward', seen)
    expect(await told(program)).toContain('Refunds are on hold')
    const { code, output } = await program.reconcile()
    expect(output).toContain('refunds wait until')
    expect(output).toContain('the books balance')
    expect(code).toBe(0)
    expect(await program.stop()).toBe(0)
  },
)

test.skipIf(why)(named('the night comes by the clock as it was set, and once'), async () => {
  const program = await ShiftedProgram.start()
  const isNight = (line: LogLine) => 'forgotten' in line
  /** Sets the clock to shortly before the nightly run of an earlier day; resolves when the program waits for it. */
  const beforeNight = async () => {
    for (;;) {
      const night = Math.floor(program.now() / DAY) * DAY - DAY + (3 * 60 + 17) * MINUTE
      const seen = program.log.length
      program.setClock(night - 4 * SECOND - Date.now())
      const { time } = await program.logged('the clock was set', seen)
      // A busy machine may have slept through it.
      if (Date.parse(time) < night) return
    }
  }
  await beforeNight()
  await program.line(isNight)
  await beforeNight()
  // It takes longer than the time until the nightly run.
  await refundOne(program)
  expect(program.log.filter(isNight)).toHaveLength(1)
  expect(await program.stop()).toBe(0)
})

test.skipIf(why)(named('a night that the clock jumped over is made up for'), async () => {
  const program = await ShiftedProgram.start()
  const night = Math.floor(program.now() / DAY) * DAY - DAY + (3 * 60 + 17) * MINUTE
  program.setClock(night - 5 * MINUTE - Date.now())
  await program.logged('the clock was set')
  program.setClock(night + MINUTE - Date.now())
  await program.line((line) => 'forgotten' in line)
  expect(await program.stop()).toBe(0)
})
