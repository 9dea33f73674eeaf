import type { Plan, Statement, Step } from './plan.js'

type AnyStatement = Statement<never, unknown>
type Row = Record<string, unknown>

/** Maximum number of a plan's steps in a dry run. */
const FORESEEN = 16
/** Maximum number of remembered results, and the size of each: rows, and characters of text. */
const REMEMBERED = 5_000
const ROWS = 20
const CHARACTERS = 2_000
/** A statement is no longer sent ahead after it was sent in vain this many times more than it was used. */
const IN_VAIN = 20

/** Placeholder for a signature. */
const SIGNATURE = '0'.repeat(64)

/** A read that a plan will probably make: a statement with the values of its parameters. */
export interface ForeseenRead {
  readonly statement: AnyStatement
  readonly values: readonly unknown[]
}

/** Experience with a statement. */
interface Known {
  readonly id: number
  /** True if it returned nothing the last time. */
  wasEmpty: boolean
  /** How many times more it was sent in vain than used, lately. */
  inVain: number
}

/**
 * Foresees which reads a plan will make, so that they can be sent together instead of one after another. Makes a dry run
 * up to the plan's first write, on what the same reads returned earlier. These results may be outdated, but only the dry
 * run sees them: a wrong guess costs a read sent in vain, or one that isn't sent ahead.
 */
export class Foresight {
  /** By statement and values, the oldest first. */
  private readonly results = new Map<string, readonly Row[]>()
  private readonly statements = new Map<AnyStatement, Known>()

  constructor(private readonly valuesOf: (statement: AnyStatement, args: object) => readonly unknown[]) {}

  /** Remembers what a read returned. */
  learn({ statement, values }: ForeseenRead, rows: readonly Row[]): void {
    const known = this.knowledgeOf(statement)
    known.wasEmpty = rows.length === 0
    const name = nameOf(known.id, values)
    this.results.delete(name)
    if (known.wasEmpty || isLarge(name, rows)) return
    this.results.set(name, rows)
    if (this.results.size <= REMEMBERED) return
    const [oldest] = this.results.keys()
    this.results.delete(oldest as string)
  }

  /** Notes whether a plan made a read that was foreseen. */
  judge({ statement }: ForeseenRead, used: boolean): void {
    const known = this.knowledgeOf(statement)
    known.inVain = used ? Math.max(0, known.inVain - 1) : known.inVain + 1
  }

  /** Returns the reads that a plan will probably make before its first write, in their order. */
  foresee(make: () => Plan<unknown>): ForeseenRead[] {
    const reads: ForeseenRead[] = []
    try {
      const plan = make()
      let step = plan.next()
      for (let steps = 0; steps < FORESEEN && !step.done && step.value.kind !== 'run'; steps++) {
        if (step.value.kind === 'sign') {
          step = plan.next(SIGNATURE)
          continue
        }
        const rows = this.guess(step.value, reads)
        if (!rows) break
        step = plan.next(step.value.kind === 'one' ? rows[0] : rows)
      }
    } catch {
      // Results of different moments may contradict each other.
    }
    return reads
  }

  /** Adds a read to a plan's; returns its rows if there is something to guess them from. */
  private guess(step: Exclude<Step, { kind: 'sign' }>, reads: ForeseenRead[]): Row[] | undefined {
    const { statement } = step
    const values = this.valuesOf(statement, step.args)
    const { id, wasEmpty, inVain } = this.knowledgeOf(statement)
    if (inVain < IN_VAIN) reads.push({ statement, values })
    // Copies, because plans may change the rows that they get.
    const rows = this.results.get(nameOf(id, values))?.map((row) => ({ ...row }))
    return rows ?? (wasEmpty ? [] : undefined)
  }

  private knowledgeOf(statement: AnyStatement): Known {
    let known = this.statements.get(statement)
    if (!known) {
      known = { id: this.statements.size, wasEmpty: false, inVain: 0 }
      this.statements.set(statement, known)
    }
    return known
  }
}

function nameOf(statement: number, values: readonly unknown[]): string {
  return `${statement} ${values.join('\0')}`
}

function isLarge(name: string, rows: readonly Row[]): boolean {
  if (rows.length > ROWS) return true
  let characters = name.length
  for (const row of rows)
    for (const value of Object.values(row)) if (typeof value === 'string') characters += value.length
  return characters > CHARACTERS
}
