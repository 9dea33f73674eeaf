import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RootOperationNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from './schema.js'

/**
 * A conversation with the database: a generator that yields steps, receives their results and returns an outcome. A
 * plan never awaits, so nothing can run between its statements.
 */
export type Plan<Outcome> = Generator<Step, Outcome, unknown>

/** A statement that the database has prepared. */
export type Prepared = Record<'get' | 'all' | 'run', (...values: unknown[]) => unknown>

/** Compiled SQL, with a way to fill its parameters from an argument object. */
export interface Statement<Args, Row> {
  readonly sql: string
  /** Calls a method of the prepared statement with the parameter values in order. */
  readonly call: (prepared: Prepared, method: 'get' | 'all' | 'run', args: Args) => unknown
  /** Builds the query again, for a database of another dialect. */
  readonly rebuild: () => RootOperationNode
  /** Never set; only carries the types. */
  readonly types?: (args: Args) => Row
}

export type Step =
  | {
      readonly kind: 'one' | 'many' | 'run'
      readonly statement: Statement<never, unknown>
      readonly args: object
    }
  | { readonly kind: 'sign'; readonly args: string }

export interface Written {
  /** Number of changed rows. */
  readonly changes: number
  /** INTEGER PRIMARY KEY of the last inserted row. */
  readonly lastInsertRowid: number
}

/** Placeholder in a query for an argument of each call. */
export class Argument {
  constructor(readonly name: string) {}
}

/** Builds queries but can't run them: only the engine talks to the file. */
export const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/**
 * Compiles a query once. `arg('name')` is the placeholder for a value of the call's arguments:
 *
 *     const byNo = statement<{ no: string }>()((arg) =>
 *       build.selectFrom('envelope').selectAll().where('envelope_no', '=', arg('no')))
 *
 * The first call fixes the argument types so that the second can infer the row's.
 */
export function statement<Args extends object>() {
  return <Row>(
    query: (arg: <Name extends keyof Args & string>(name: Name) => Args[Name]) => Compilable<Row>,
  ): Statement<Args, Row> => {
    // kysely passes parameters through unchanged, so each marker reappears at its position in the list.
    const compile = () =>
      query(<Name extends keyof Args & string>(name: Name) => new Argument(name) as Args[Name]).compile()
    const { sql, parameters } = compile()
    return { sql, call: caller(parameters), rebuild: () => compile().query }
  }
}

/**
 * Returns a function that calls a prepared statement with a query's values. Generated as source text, so that each
 * query gets its own function for the JavaScript engine to specialise: a shared loop over names plus a spread array
 * costs several times as much, on every statement of every grab. The text contains only argument names, which come from
 * our own sources.
 */
function caller(parameters: readonly unknown[]): Statement<object, unknown>['call'] {
  const values = parameters.map((value, index) => {
    if (!(value instanceof Argument)) return `constants[${index}]`
    if (!/^\w+$/.test(value.name)) throw new TypeError(`${value.name} cannot be the name of an argument`)
    return `args.${value.name}`
  })
  return new Function(
    'constants',
    `return (prepared, method, args) => prepared[method](${values.join(', ')})`,
  )(parameters)
}

/** One query to the database: `yield* one(query, args)` evaluates to its result. */
export interface QueryStep<Result> {
  [Symbol.iterator](): Iterator<Step, Result, unknown>
}

/** Runs a step on the spot; set while an engine that never waits drives a plan. */
let runAtOnce: ((step: Step) => unknown) | undefined
/** The error of a step that was run at once. */
let failure: { readonly error: unknown } | undefined

/**
 * Runs a plan to its end on an engine that never waits. Its steps run on the spot, because yielding each of them through
 * all generators to the engine and back costs several microseconds a grab. A plan whose step failed fails, even if
 * it catches the error.
 */
export function drive<Outcome>(plan: Plan<Outcome>, execute: (step: Step) => unknown): Outcome {
  runAtOnce = execute
  failure = undefined
  try {
    let step = plan.next()
    while (!step.done) step = plan.next(execute(step.value))
    if (failure) throw (failure as { error: unknown }).error
    return step.value
  } finally {
    runAtOnce = undefined
  }
}

/** Resumes a plan up to its next step, even where steps run at once. For code between a plan and its engine. */
export function resume<Outcome>(plan: Plan<Outcome>, result?: unknown): IteratorResult<Step, Outcome> {
  const before = runAtOnce
  runAtOnce = undefined
  try {
    return plan.next(result)
  } finally {
    runAtOnce = before
  }
}

/**
 * A step that is its own iterator and its own result: where steps run at once, it returns the result of the query;
 * otherwise it yields itself and returns what it is resumed with. A generator would be a one-liner, but costs each of a
 * grab's dozen steps an extra frame and two objects.
 */
class YieldedStep {
  done = false
  value: unknown = undefined
  constructor(
    readonly kind: 'one' | 'many' | 'run' | 'sign',
    readonly statement: unknown,
    readonly args: unknown,
    private readonly made?: (row: never) => unknown,
  ) {}
  [Symbol.iterator](): this {
    return this
  }
  next(result: unknown): IteratorResult<Step, unknown> {
    if (runAtOnce && this.value !== this) result = this.runBy(runAtOnce)
    else if (this.value !== this) {
      this.value = this
      return this as IteratorResult<Step, unknown>
    }
    this.value = this.made && result !== undefined ? this.made(result as never) : result
    this.done = true
    return this as IteratorResult<Step, unknown>
  }
  private runBy(engine: (step: Step) => unknown): unknown {
    try {
      return engine(this as unknown as Step)
    } catch (error) {
      failure = { error }
      throw error
    }
  }
}

const step = <Result>(kind: Step['kind'], statement: unknown, args: unknown) =>
  new YieldedStep(kind, statement, args) as QueryStep<Result>

/** Returns what `make` makes of the first row, or undefined when there is none. */
export function oneAs<Args extends object, Row, Made>(
  query: Statement<Args, Row>,
  args: Args,
  make: (row: Row) => Made,
) {
  return new YieldedStep('one', query, args, make as (row: never) => Made) as QueryStep<Made | undefined>
}

/** Returns the first row, or undefined when there is none. */
export function one<Args extends object, Row>(query: Statement<Args, Row>, args: Args) {
  return step<Row | undefined>('one', query, args)
}

/** Returns all rows. */
export function many<Args extends object, Row>(query: Statement<Args, Row>, args: Args) {
  return step<Row[]>('many', query, args)
}

/** Runs a statement that returns no rows. */
export function run<Args extends object, Row>(query: Statement<Args, Row>, args: Args) {
  return step<Written>('run', query, args)
}

/** Returns a keyed digest of the text, made by the engine, the only holder of the ledger key. */
export function sign(text: string) {
  return step<string>('sign', undefined, text)
}
