import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Random } from '../../../src/core/random.js'

/** Something that programs send and that decides what stands in the books or who gets an answer. */
export interface Mark {
  readonly text: string
  /** Bytes of the same message ahead of the text. */
  readonly lead: number
}

/** The moment at which a connection is cut. */
export type Moment =
  /** Within what one side sends, after so many more bytes. */
  | { readonly from: 'program' | 'server'; readonly bytes: number }
  /** The server never sees the mark, sees half of it, or has it while its answer doesn't arrive. */
  | { readonly at: 'before' | 'within' | 'after'; readonly mark: Mark }

/** How a connection ends. What is half open, or silent, ends completely after a while. */
export type Ending =
  | 'closed'
  | 'reset'
  /** The program sees the end, and what it has sent still reaches the server, which keeps the session and its locks. */
  | 'closed to the program'
  /** The server sees the end, and the program waits. */
  | 'closed to the server'
  /** Neither side sees anything. */
  | 'silent'

export interface Cut {
  readonly when: Moment
  readonly how: Ending
  /** How long a half open or silent connection lasts. Milliseconds. */
  readonly millis: number
}

/** Forwards the connections of one program to a server, and cuts one after the other. */
export interface TearingProxy {
  readonly url: string
  /** Cuts the next connection that comes to this moment; resolves with true once it is cut, false after `calm`. */
  cut(cut: Cut): Promise<boolean>
  /** Resolves with true as soon as a mark is on its way to the server, or with false after `calm`. */
  passing(mark: Mark): Promise<boolean>
  /** Stops cutting and waiting for marks. */
  calm(): void
  close(): Promise<void>
}

/** Half open and silent connections mostly end this soon. The server ends an idle session after ten seconds. Milliseconds. */
const SOON = 150
const LONG = 12_000
/** One cut in so many lasts long. */
const LONG_ONES = 400

/** Draws a cut: half of them around a mark. */
export function drawCut(random: Random, marks: readonly Mark[]): Cut {
  const how = (['closed', 'reset', 'closed to the program', 'closed to the server', 'silent'] as const)[
    random.below(5)
  ] as Ending
  const millis = random.below(LONG_ONES) === 0 ? LONG : random.below(SOON)
  if (random.below(2) === 0) {
    const at = (['before', 'within', 'after'] as const)[random.below(3)] as 'before' | 'within' | 'after'
    return { when: { at, mark: marks[random.below(marks.length)] as Mark }, how, millis }
  }
  // The first hundreds of bytes are the login.
  const bytes = random.below([300, 5_000, 50_000][random.below(3)] as number)
  return { when: { from: random.below(2) === 0 ? 'program' : 'server', bytes }, how, millis }
}

interface Pending {
  readonly cut: Cut
  readonly done: (cut: boolean) => void
  bytes: number
}

export async function startTearingProxy(url: string): Promise<TearingProxy> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let pending: Pending | undefined
  let awaited: { readonly mark: Mark; readonly done: (passed: boolean) => void } | undefined

  const server = createServer({ allowHalfOpen: true }, (program) => {
    const behind = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true })
    const pair = new Pair(program, behind)
    for (const socket of [program, behind]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => sockets.delete(socket))
    }
    const tear = ({ cut, done }: Pending) => {
      pending = undefined
      pair.tear(cut)
      done(true)
    }
    /** A mark is under way whose answer shall not arrive. */
    let answering: Pending | undefined
    program.on('data', (chunk) => {
      if (awaited && chunk.includes(awaited.mark.text)) {
        awaited.done(true)
        awaited = undefined
      }
      if (!pending || pair.isTorn) return pair.toServer(chunk)
      const { when } = pending.cut
      if ('from' in when) {
        if (when.from === 'server') return pair.toServer(chunk)
        pending.bytes -= chunk.length
        if (pending.bytes > 0) return pair.toServer(chunk)
        pair.toServer(chunk.subarray(0, chunk.length + pending.bytes))
        return tear(pending)
      }
      const { text, lead } = when.mark
      const start = chunk.indexOf(text)
      if (start < 0) return pair.toServer(chunk)
      if (when.at === 'after') {
        answering = pending
        // The answer may take its time, and another connection must not be cut instead.
        pending = undefined
        return pair.toServer(chunk)
      }
      pair.toServer(chunk.subarray(0, when.at === 'before' ? start - lead : start + (text.length >> 1)))
      tear(pending)
    })
    behind.on('data', (chunk) => {
      if (answering && !pair.isTorn) return tear(answering)
      if (!pending || pair.isTorn) return pair.toProgram(chunk)
      const { when } = pending.cut
      if (!('from' in when) || when.from === 'program') return pair.toProgram(chunk)
      pending.bytes -= chunk.length
      if (pending.bytes > 0) return pair.toProgram(chunk)
      pair.toProgram(chunk.subarray(0, chunk.length + pending.bytes))
      tear(pending)
    })
    const gone = () => {
      pair.ended()
      // There is no answer to hold back.
      answering?.done(false)
      answering = undefined
    }
    program.on('close', gone)
    behind.on('close', gone)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(url)
  through.port = String((server.address() as { port: number }).port)
  const calm = () => {
    pending?.done(false)
    pending = undefined
    awaited?.done(false)
    awaited = undefined
  }
  return {
    url: through.href,
    cut: (cut) =>
      new Promise((done) => {
        pending = { cut, done, bytes: 'from' in cut.when ? cut.when.bytes : 0 }
      }),
    passing: (mark) =>
      new Promise((done) => {
        awaited?.done(false)
        awaited = { mark, done }
      }),
    calm,
    close: async () => {
      calm()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A program's connection and the one behind it. */
class Pair {
  isTorn = false
  private serverHears = true
  private programHears = true

  constructor(
    private readonly program: Socket,
    private readonly behind: Socket,
  ) {
    // 'close' follows.
    for (const socket of [program, behind]) socket.on('error', () => {})
    program.on('end', () => !this.isTorn && behind.end())
    behind.on('end', () => !this.isTorn && program.end())
  }

  toServer(chunk: Buffer): void {
    if (this.serverHears && this.behind.writable) this.behind.write(chunk)
  }

  toProgram(chunk: Buffer): void {
    if (this.programHears && this.program.writable) this.program.write(chunk)
  }

  tear({ how, millis }: Cut): void {
    this.isTorn = true
    this.programHears = false
    this.serverHears = how === 'closed to the program'
    if (how === 'closed') this.end()
    else if (how === 'reset') {
      this.program.resetAndDestroy()
      this.behind.resetAndDestroy()
    } else {
      if (how === 'closed to the program') this.program.end()
      if (how === 'closed to the server') this.behind.end()
      setTimeout(() => this.end(), millis).unref()
    }
  }

  /** Called when one side has closed. A torn pair waits for its timer instead. */
  ended(): void {
    if (!this.isTorn) this.end()
  }

  private end(): void {
    this.isTorn = true
    this.program.destroy()
    this.behind.destroy()
  }
}
