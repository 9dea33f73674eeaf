import type { DatabaseApp } from '../app/app.js'
import { isBusy } from '../app/busy.js'
import { StoreBusy } from '../store/engine.js'
import type { Database } from './database.js'

/** What one database answered. */
export interface From<Answer> {
  readonly databaseNo: number
  readonly answer: Answer
}

/** How long the others wait for a database that answers nothing. Milliseconds. */
const PATIENCE = 2_000

/** Asks all databases and returns every answer, in their order. Rejects when one has none. */
export async function askEvery<Answer>(
  databases: readonly Database[],
  ask: (app: DatabaseApp, databaseNo: number) => Promise<Answer>,
): Promise<From<Answer>[]> {
  return await Promise.all(
    databases.map(async ({ no, app }) => ({ databaseNo: no, answer: await ask(app, no) })),
  )
}

/** Asks one after another, and returns the first answer that is accepted; undefined when none is. */
export async function askInTurn<Answer>(
  databases: readonly Database[],
  ask: (app: DatabaseApp) => Promise<Answer>,
  accept: (answer: Answer) => boolean,
): Promise<From<Answer> | undefined> {
  let missing: unknown
  for (const { no, app } of databases)
    try {
      const answer = await ask(app)
      if (accept(answer)) return { databaseNo: no, answer }
    } catch (error) {
      if (!isBusy(error)) throw error
      missing = error
    }
  // It may be in one that is down.
  if (missing) throw missing
  return undefined
}

/**
 * Asks all databases for what needn't be complete. One that is down, or was when it was asked before, is left out, so
 * that the others needn't wait for it. Rejects when all are down, and with other errors of any.
 */
export class AskThoseThere {
  private readonly unanswered = new Map<string, Promise<unknown>>()

  constructor(private readonly databases: readonly Database[]) {}

  /** `what`: names the question. */
  async ask<Answer>(
    what: string,
    ask: (app: DatabaseApp, databaseNo: number) => Promise<Answer>,
  ): Promise<From<Answer>[]> {
    const asked = this.databases.map(async ({ no, app }): Promise<From<Answer> | undefined> => {
      const name = `${no} ${what}`
      if (this.unanswered.has(name)) return undefined
      const answering = ask(app, no)
      const answer = await inTime(answering)
      if (answer === LATE) {
        const done = () => this.unanswered.delete(name)
        this.unanswered.set(name, answering.then(done, done))
        return undefined
      }
      return { databaseNo: no, answer }
    })
    const settled = await Promise.allSettled(asked)
    const failed = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
    const broken = failed.find((error) => !isBusy(error))
    if (broken) throw broken
    const answers = settled.flatMap((each) => (each.status === 'fulfilled' ? (each.value ?? []) : []))
    if (answers.length === 0) throw failed[0] ?? new StoreBusy('all databases are down')
    return answers
  }
}

const LATE = Symbol('late')

async function inTime<Answer>(answering: Promise<Answer>): Promise<Answer | typeof LATE> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), PATIENCE)
  })
  try {
    return await Promise.race([answering, late])
  } finally {
    clearTimeout(timer)
  }
}
