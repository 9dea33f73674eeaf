import { parentPort, workerData } from 'node:worker_threads'
import { type App, createApp } from '../app/app.js'
import { AdjustableClock, systemClock } from '../clock.js'
import { keyFingerprint } from '../integrity/ledger-key.js'
import { openStore, type Store } from '../integrity/open.js'
import { quickCheckOnThread } from '../integrity/quick-check-on-thread.js'
import { reconcileOnThread } from '../integrity/reconcile-on-thread.js'
import { cryptoRandom } from '../random.js'
import { keepCheckpoints, LONGEST_LOG } from '../store/checkpoints.js'
import type { Tickets } from '../tickets/tickets.js'
import { carry } from './carried-error.js'
import { dashboardOnThread } from './dashboard-on-thread.js'
import { letterOnThread } from './letter-on-thread.js'
import type { Answer, Call, EngineOrder, FromEngine, ToEngine } from './messages.js'

// The thread that waits for the disk: it opens the database and runs the use cases that start-engine.ts asks for.

const { skipped, url, database, redisUrl, shared, ...order } = workerData as EngineOrder
const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')
const say = (message: FromEngine) => port.postMessage(message)

/** Takes a quarter of a second to check. */
const CHECKED_AT_ONCE = 32 * 2 ** 20
/** A larger file is checked once the program is ready, which the check would hold up on a small machine. Milliseconds. */
const CHECK_AFTER = 2_000

const store = await open().catch((error) => {
  say({ kind: 'refused', error: carry(error) })
  return undefined
})
if (store) await serve(store)

async function open(): Promise<Store> {
  // The engine answers nothing after this.
  const onFatal = (error: Error) => say({ kind: 'fatal', error: carry(error) })
  if (url === undefined) return await openFile(onFatal)
  // Loaded only where there is a server.
  const { openMysqlStore } = await import('../integrity/open-mysql.js')
  const onNotice = (notice: string) => say({ kind: 'notice', level: 'warn', notice })
  return await openMysqlStore({
    ...{ url, ledgerKeyFile: order.ledgerKeyFile, onFatal, onNotice },
    ...(database && { database }),
  })
}

async function openFile(onFatal: (error: Error) => void): Promise<Store> {
  const store = await openStore({
    checkAtOnce: CHECKED_AT_ONCE,
    longestLog: LONGEST_LOG,
    ...order,
    onFatal,
    onNotice: (notice) => say({ kind: 'notice', level: 'info', notice }),
  })
  const checkpoints = keepCheckpoints(store.file, store.engine, { onDiskError: onFatal })
  const close = async () => {
    await checkpoints.close()
    await store.close()
  }
  return { ...store, close }
}

async function serve(store: Store): Promise<void> {
  const clock = skipped ? new AdjustableClock(store.newestEntryAt, skipped) : (store.clock ?? systemClock)
  const closing = new AbortController()
  const direct = createApp({
    store,
    clock,
    random: cryptoRandom,
    reconcileFile: (file, ledgerKey, now) => reconcileOnThread(file, ledgerKey, now, closing.signal),
    dashboardOf: dashboardOnThread,
    letterOf: letterOnThread,
    ...(shared && { shared }),
  })
  const tickets = await startTicketsFor(store, direct)
  const app = tickets?.app ?? direct
  const useCases = byName(app)
  let answers: Answer[] = []
  let committed = false
  let sending = false

  const send = () => {
    sending = false
    const ready = answers
    const stats = { ...store.engine.stats }
    answers = []
    try {
      say({ kind: 'answers', answers: ready, committed, stats })
    } catch (error) {
      // One of them holds something that can't be copied: only that one fails.
      for (const answer of ready)
        say({ kind: 'answers', answers: [copyable(answer, error)], committed, stats })
    }
    committed = false
  }
  /** Sends what is ready after this step: a commit's answers travel together. */
  const sendSoon = () => {
    if (sending) return
    sending = true
    queueMicrotask(() => sending && send())
  }
  const answer = (ready: Answer) => {
    answers.push(ready)
    sendSoon()
  }
  const run = async ({ id, name, args, callback }: Call) => {
    const useCase = useCases.get(name)
    if (!useCase) throw new Error(`no use case ${name}`)
    const given = args.slice()
    if (callback !== undefined) given[callback] = () => answer({ id, ok: 'called' })
    return useCase(...given)
  }
  const running = new Set<Promise<void>>()
  const start = (call: Call) => {
    const { id } = call
    const settled = run(call)
      .then(
        (outcome) => answer({ id, ok: true, outcome }),
        (error) => answer({ id, ok: false, error: carry(error) }),
      )
      .finally(() => running.delete(settled))
    running.add(settled)
  }
  const check = store.unchecked && setTimeout(() => checkDamage(store.file), CHECK_AFTER)
  const close = async () => {
    if (check) clearTimeout(check)
    closing.abort()
    app.endWaits()
    await tickets?.close()
    await store.close()
    // A call's answer comes some microtasks after its commit.
    await Promise.all(running)
    if (sending) send()
    say({ kind: 'closed' })
  }
  store.engine.onCommit(() => {
    committed = true
    sendSoon()
  })
  port?.on('message', (message: ToEngine) => {
    if (message.kind === 'close') void close()
    else for (const call of message.calls) start(call)
  })
  say({ kind: 'ready', names: [...useCases.keys()], warnings: store.warnings ?? [] })
}

function checkDamage(file: string): void {
  quickCheckOnThread(file).catch((error) => say({ kind: 'damaged', error: carry(error) }))
}

/** Puts Redis before the database where there is one. */
async function startTicketsFor(store: Store, app: App): Promise<Tickets | undefined> {
  if (url === undefined || redisUrl === undefined) return undefined
  const { databaseAt, startTickets } = await import('../tickets/tickets.js')
  return startTickets({
    app,
    url: redisUrl,
    database: databaseAt(url, keyFingerprint(store.ledgerKey)),
    onNotice: (notice, level = 'warn') => say({ kind: 'notice', level, notice }),
  })
}

/** Returns an answer, or the error in its place when it can't be copied. */
function copyable(answer: Answer, error: unknown): Answer {
  try {
    structuredClone(answer)
    return answer
  } catch {
    return { id: answer.id, ok: false, error: carry(error) }
  }
}

type UseCase = (...args: unknown[]) => unknown

/** Returns the app's functions, those of its parts as `board.nextCard`. */
function byName(app: App): Map<string, UseCase> {
  return new Map(
    Object.entries(app).flatMap(([name, member]): [string, UseCase][] =>
      typeof member === 'function'
        ? [[name, member as UseCase]]
        : Object.entries(member).map(([part, use]) => [`${name}.${part}`, use as UseCase]),
    ),
  )
}
