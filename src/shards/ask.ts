import type { DatabaseApp } from '../app/app.js'
import { isBusy } from '../app/busy.js'
import { StoreBusy } from '../store/engine.js'
import type { Database } from './database.js'

/** The answer of one database. */
export interface From<Answer> {
  readonly databaseNo: number
  readonly answer: Answer
}

/** How long the others wait for a database that doesn't answer. Milliseconds. */
const PATIENCE = 2_000

/** Asks all databases and returns their answers, in order. Rejects when one doesn't answer. */
export async function askEvery<Answer>(
  databases: readonly Database[],
  ask: (app: DatabaseApp, databaseNo: number) => Promise<Answer>,
): Promise<From<Answer>[]> {
  return await Promise.all(
    databases.map(async ({ no, app }) => ({ databaseNo: no, answer: await ask(app, no) })),
  )
}

/** Asks the databases one after another and returns the first answer that `accept` takes, or undefined. */
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
  // A database that is down may have it.
  if (missing) throw missing
  return undefined
}

/**
 * Asks all databases where the answer needn't be complete. Leaves out a database that is down or still owes the answer to
 * an earlier question, so that the others needn't wait for it. Rejects when all are down or one has another error.
 */
export class AskThoseThere {
  private readonly unanswered = new Map<string, Promise<unknown>>()

  constructor(private readonly databases: readonly Database[]) {}

  /** Returns the answers, in the order of the databases. `what`: names the question. */
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
