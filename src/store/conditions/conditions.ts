import type { Condition, ConditionKind } from '../../core/conditions/terms.js'
import { build, many, type Plan, run, statement } from '../plan.js'

/** A condition as its row holds it. */
export interface KeptCondition {
  readonly kind: ConditionKind
  /** Everything but the kind, as JSON. */
  readonly details: string
}

const insertCondition = statement<KeptCondition & { envelope: number }>()((arg) =>
  build
    .insertInto('envelope_condition')
    .values({ envelope: arg('envelope'), kind: arg('kind'), details: arg('details') }),
)

const selectConditions = statement<{ envelope: number }>()((arg) =>
  build
    .selectFrom('envelope_condition')
    .select(['kind', 'details'])
    .where('envelope', '=', arg('envelope'))
    .orderBy('kind'),
)

/** Writes an envelope's conditions. */
export function* writeConditions(envelope: number, conditions: readonly Condition[]): Plan<void> {
  for (const { kind, ...details } of conditions)
    yield* run(insertCondition, { envelope, kind, details: JSON.stringify(details) })
}

/** Returns an envelope's conditions in the order of its commitment. */
export function* conditionsOf(envelope: number): Plan<Condition[]> {
  return (yield* many(selectConditions, { envelope })).map(conditionIn)
}

/** Returns the condition in a row. */
export function conditionIn({ kind, details }: KeptCondition): Condition {
  return { kind, ...JSON.parse(details) } as Condition
}
