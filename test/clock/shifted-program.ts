import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import type { Answer } from '../../adapters/playground/wire.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { compileShim } from '../torture/compile-shim.js'

/** A line of the program's log. `time` is by its own clock. */
export interface LogLine {
  readonly msg: string
  readonly time: string
  readonly [field: string]: unknown
}

/** The real program with a playground, in a process of its own whose wall clock the test sets. */
export class ShiftedProgram {
  /** Everything that the program has logged. */
  readonly log: LogLine[] = []
  readonly ended: Promise<number | null>
  private readonly lines = new EventEmitter()
  private readonly environment: Record<string, string>
  private readonly offset: number
  private shifted = 0
  private url = ''
  private token = ''
  private ids = 0

  private constructor(
    folder: string,
    readonly child: ChildProcess,
    environment: Record<string, string>,
  ) {
    this.environment = environment
    this.offset = openSync(join(folder, 'offset'), 'r+')
    this.ended = once(child, 'exit').then(([code]) => code as number | null)
    if (child.stderr)
      createInterface(child.stderr).on('line', (line) => {
        this.log.push(line.startsWith('{') ? JSON.parse(line) : { msg: line, time: '' })
        this.lines.emit('line')
      })
  }

  /** Starts the program; resolves when it has checked its books for the first time. It stops with the test. */
  static async start(): Promise<ShiftedProgram> {
    const { folder, remove } = temporaryFolder()
    onTestFinished(remove)
    writeFileSync(join(folder, 'offset'), Buffer.alloc(8))
    const environment = {
      PATH: process.env.PATH ?? '',
      TZ: 'UTC',
      LD_PRELOAD: compileShim(folder, 'test/clock/clock-shim.c'),
      CLOCK_OFFSET: join(folder, 'offset'),
      DATABASE_FILE: join(folder, 'luckymoney.db'),
      LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
      PLAYGROUND_PORT: '0',
    }
    const child = spawn(process.execPath, ['dist/main.js'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const program = new ShiftedProgram(folder, child, environment)
    onTestFinished(() => closeSync(program.offset))
    let said = ''
    for await (const text of child.stdout) {
      said += text
      const url = /http:\/\/[^ ]+/.exec(said)?.[0]
      if (!url) continue
      program.url = url
      break
    }
    if (!program.url) throw new Error(`the program did not start: ${JSON.stringify(program.log)}`)
    const page = await (await fetch(program.url)).text()
    program.token = /name="playground-token" content="([^"]+)"/.exec(page)?.[1] ?? ''
    await program.logged('the books balance')
    return program
  }

  /** Sets the program's clock `millis` ahead of this machine's, or behind. */
  setClock(millis: number): void {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(Math.round(millis)))
    writeSync(this.offset, bytes, 0, 8, 0)
    this.shifted = millis
  }

  /** Returns the time on the program's clock, UTC milliseconds. */
  now(): number {
    return Date.now() + this.shifted
  }

  /** Waits for a log line that starts with `message`, after the first `from` lines; it may exist already. */
  logged(message: string, from = 0): Promise<LogLine> {
    return this.line(({ msg }) => msg.startsWith(message), from)
  }

  /** Waits for a line of the log, after the first `from` lines; it may exist already. */
  async line(wanted: (line: LogLine) => boolean, from = 0): Promise<LogLine> {
    for (;;) {
      const line = this.log.slice(from).find(wanted)
      if (line) return line
      await once(this.lines, 'line')
    }
  }

  /** Says a line as a person of the playground; resolves with the answer. */
  async say(as: string, text: string): Promise<Answer> {
    const reply = await fetch(new URL('/api/say', this.url), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Playground-Token': this.token,
        Origin: new URL(this.url).origin,
      },
      body: JSON.stringify({ id: `id-${++this.ids}`, as, language: 'en', text }),
    })
    if (!reply.ok) throw new Error(await reply.text())
    return (await reply.json()) as Answer
  }

  /** Runs the command line's `reconcile` on the same clock. */
  async reconcile(): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, ['dist/cli.js', 'reconcile'], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
    const [code] = await once(child, 'close')
    return { code: code as number | null, output }
  }

  /** Asks it to stop; resolves with its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return await this.ended
  }
}
