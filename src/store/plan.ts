import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from './schema.js'

/**
 * A conversation with the database: a generator that yields steps, is given their results and returns an
 * outcome. A plan never awaits, so nothing can come between its statements.
 */
export type Plan<Outcome> = Generator<Step, Outcome, unknown>

/** A statement as the database has prepared it. */
export type Prepared = Record<'get' | 'all' | 'run', (...values: unknown[]) => unknown>

/** SQL that was compiled once, and how to fill its parameters from an object of arguments. */
export interface Statement<Args, Row> {
  readonly sql: string
  /** Calls the prepared statement's method with the parameters' values, in order. */
  readonly call: (prepared: Prepared, method: 'get' | 'all' | 'run', args: Args) => unknown
  /** Never set; carries the types. */
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
  /** How many rows were changed. */
  readonly changes: number
  /** The INTEGER PRIMARY KEY of the row that an insert added last. */
  readonly lastInsertRowid: number
}

/** Stands in a query for an argument that is given at each call. */
class Argument {
  constructor(readonly name: string) {}
}

/** Builds queries but cannot run them: only the engine talks to the file. */
export const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/**
 * Compiles a query once. `arg('name')` stands wherever a value of the call's arguments belongs:
 *
 *     const byNo = statement<{ no: string }>()((arg) =>
 *       build.selectFrom('envelope').selectAll().where('envelope_no', '=', arg('no')))
 *
 * The first call fixes the arguments' types so that the second can infer the row's.
 */
export function statement<Args extends object>() {
  return <Row>(
    query: (arg: <Name extends keyof Args & string>(name: Name) => Args[Name]) => Compilable<Row>,
  ): Statement<Args, Row> => {
    // kysely hands parameters through untouched, so a marker comes back out at its place in the list.
    const compiled = query(
      <Name extends keyof Args & string>(name: Name) => new Argument(name) as Args[Name],
    ).compile()
    return { sql: compiled.sql, call: caller(compiled.parameters) }
  }
}

/**
 * A function that calls a prepared statement with a query's values. It is made as source text, so that every
 * query has one of its own that the JavaScript engine can specialise: a shared loop over names, and an array
 * to be spread, cost several times as much, on every statement of every grab. Only names of arguments go
 * into the text, and those stand in our own sources.
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

/** One query to the database: `yield* one(query, args)` gives its result. */
export interface QueryStep<Result> {
  [Symbol.iterator](): Iterator<Step, Result, unknown>
}

/**
 * A step that is also its own iterator, which yields it and returns what comes back. A generator would say the
 * same in a line, but takes a frame of its own on each of a grab's fifteen steps.
 */
class YieldedStep {
  private yielded = false
  constructor(
    readonly kind: 'one' | 'many' | 'run' | 'sign',
    readonly statement: unknown,
    readonly args: unknown,
  ) {}
  [Symbol.iterator](): this {
    return this
  }
  next(result: unknown): IteratorResult<Step, unknown> {
    if (this.yielded) return { done: true, value: result }
    this.yielded = true
    return { done: false, value: this as Step }
  }
}

const step = <Result>(kind: Step['kind'], statement: unknown, args: unknown) =>
  new YieldedStep(kind, statement, args) as QueryStep<Result>

/** The first row, or undefined when there is none. */
export function one<Args extends object, Row>(query: Statement<Args, Row>, args: Args) {
  return step<Row | undefined>('one', query, args)
}

/** All rows. */
export function many<Args extends object, Row>(query: Statement<Args, Row>, args: Args) {
  return step<Row[]>('many', query, args)
}

/** Runs a statement that returns no rows. */
export function run<Args extends object, Row>(query: Statement<Args, Row>, args: Args) {
  return step<Written>('run', query, args)
}

/** A keyed digest of the text, made by the engine, which alone holds the ledger's key. */
export function sign(text: string) {
  return step<string>('sign', undefined, text)
}
