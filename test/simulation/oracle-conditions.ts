import { createHash } from 'node:crypto'
import type { GrabShare } from '../../src/app/envelopes/grab-share.js'
import type { Condition } from '../../src/core/conditions/terms.js'
import { linkedTo } from './oracle-envelopes.js'
import { gateFault, gateTerm, isGate } from './oracle-gates.js'
import type { Gate } from './oracle-state.js'
import {
  Disagreement,
  type OracleCondition,
  type OracleEnvelope,
  type OracleMember,
  type OracleState,
  type Outcome,
} from './oracle-state.js'

const TRIES = { password: 5, quiz: 1, wish_wall: 0 } as const

/** Returns the first rule that conditions break. */
export function conditionFault(conditions: readonly Condition[] = []): object | undefined {
  if (new Set(conditions.map(({ kind }) => kind)).size < conditions.length)
    return { kind: 'repeated_condition' }
  if (conditions.filter((one) => !isGate(one)).length > 1) return { kind: 'several_questions' }
  for (const condition of conditions) {
    const fault = isGate(condition) ? gateFault(condition) : questionFault(condition)
    if (fault) return fault
  }
  return undefined
}

function questionFault(condition: Exclude<Condition, Gate>): object | undefined {
  const isLong = (text: string, max: number) => text.trim() === '' || text.length > max
  if (condition.kind === 'password' && isLong(condition.word, 40)) return { kind: 'bad_password', max: 40 }
  if (condition.kind !== 'quiz') return undefined
  const { question, answers } = condition
  const isBad = isLong(question, 120) || answers.length < 2 || answers.length > 4
  return isBad ? { kind: 'bad_quiz', maxQuestion: 120, maxAnswer: 40 } : undefined
}

/** Returns the condition that asks, as the oracle keeps it. The order of a quiz's answers is learnt when they are shown. */
export function conditionOf(conditions: readonly Condition[] = []): OracleCondition | null {
  const condition = conditions.find((one): one is Exclude<Condition, Gate> => !isGate(one))
  return condition ? { ...condition, answered: [], shown: undefined } : null
}

function comparable(word: string): string {
  return word.replace(/\s/g, '').toLowerCase()
}

/** Learns the order of a quiz's answers from what is shown first; afterwards it must stay. */
function learn(condition: OracleCondition, shown: unknown): void {
  if (condition.kind !== 'quiz') return
  const answers = (shown as { answers?: readonly string[] } | undefined)?.answers ?? []
  if (answers.length === 0) return
  condition.shown ??= [...answers]
  if ([...answers].sort().join() !== [...condition.answers].sort().join())
    throw new Disagreement(`a quiz has the answers ${answers} in place of ${condition.answers}`)
}

/** Returns a condition as everyone may see it now. */
function shownOf(condition: OracleCondition, ended: boolean): object {
  switch (condition.kind) {
    case 'password': {
      const { kind, secret, word } = condition
      return { kind, secret, ...((ended || !secret) && { word }) }
    }
    case 'quiz': {
      const { kind, question, answers, shown = [] } = condition
      return { kind, question, answers: shown, ...(ended && { right: shown.indexOf(answers[0] as string) }) }
    }
    case 'wish_wall':
      return { kind: condition.kind }
  }
}

/** Returns an envelope's conditions as its card shows them; `shown`: what was shown. */
export function shownConditions(
  { condition, gates, state }: OracleEnvelope,
  shown: unknown,
): readonly object[] | undefined {
  if (condition) learn(condition, ofKind(shown as readonly { kind: string }[] | undefined, condition))
  const all = condition ? [...gates, shownOf(condition, state !== 'open')] : gates
  return all.length === 0 ? undefined : inOrder(all as readonly { kind: string }[])
}

function ofKind<One extends { kind: string }>(some: readonly One[] | undefined, { kind }: OracleCondition) {
  return some?.find((one) => one.kind === kind)
}

function inOrder<One extends { kind: string }>(some: readonly One[]): One[] {
  return [...some].sort((one, other) => (one.kind < other.kind ? -1 : 1))
}

/** Returns the wish beside a member's share. */
export function saidBy({ condition }: OracleEnvelope, member: OracleMember): string | undefined {
  const said = condition?.answered.filter(({ text }) => text !== undefined) ?? []
  const own = said.find(({ by }) => by === member)
  return (own ?? said.find(({ by }) => by.mergedInto === member))?.text
}

/** Returns how many members have answered. */
export function answeredBy({ condition }: OracleEnvelope): number {
  return new Set(condition?.answered.map(({ by }) => by)).size
}

/** Handles the answer to a condition; undefined when it is met or does not matter any more. */
export function meetCondition(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  { by, given }: GrabShare,
  now: number,
  said: Outcome,
): Outcome | undefined {
  const { condition, deadline } = envelope
  if (!condition || envelope.state !== 'open' || now >= deadline || member.frozen) return undefined
  const linked = linkedTo(state, by)
  const own = `${by.platform} ${by.user}`
  const theirs = condition.answered.filter(({ holders }) =>
    [own, ...linked].some((identity) => holders.has(identity)),
  )
  if (theirs.some(({ accepted }) => accepted)) return undefined
  const { kind } = condition
  const notMet = (why: string, more = {}) => ({
    ...{ kind: 'not_met', refusal: { condition: kind, why, ...more } },
  })
  const tries = TRIES[kind]
  if (tries > 0 && theirs.length >= tries) return notMet('no_tries_left')
  const isEmpty = kind === 'password' && given !== undefined && comparable(given.text) === ''
  if (given === undefined || isEmpty) {
    learn(condition, said.condition)
    return { kind: 'asked', condition: shownOf(condition, false) }
  }
  const answer = (accepted: boolean, text?: string) => {
    condition.answered.push({ by: member, holders: new Set([own, ...linked]), accepted, text })
    return accepted ? undefined : { kind: 'wrong_answer', condition: kind, left: tries - theirs.length - 1 }
  }
  if (condition.kind === 'wish_wall') {
    const wish = given.text.trim()
    return wish === '' || wish.length > 60 ? notMet('bad_wish', { max: 60 }) : answer(true, wish)
  }
  const isSafe = condition.kind === 'password' && !condition.secret
  if (given.inPublic && !isSafe) return notMet('in_public')
  const typed = comparable(given.text)
  if (condition.kind === 'password') return answer(typed === comparable(condition.word))
  const known = condition.answers.map(comparable)
  return known.includes(typed) ? answer(typed === known[0]) : notMet('not_an_answer')
}

/** Returns the terms of the conditions in the commitment, and what `/verify` says of them after the end. */
export function revealedConditions(
  { condition, gates }: OracleEnvelope,
  salt: string,
  said: unknown,
): { terms: string[]; conditions: object[] | undefined } {
  const told = (said as readonly { condition: { kind: string } }[] | undefined)?.map((one) => one.condition)
  if (condition) learn(condition, ofKind(told, condition))
  const open = gates.map((gate) => ({ kind: gate.kind, term: gateTerm(gate), told: { condition: gate } }))
  const all = inOrder([...open, ...(condition ? [revealedQuestion(condition, salt)] : [])])
  return {
    terms: all.map(({ term }) => term),
    conditions: all.length === 0 ? undefined : all.map(({ told }) => told),
  }
}

function revealedQuestion(
  condition: OracleCondition,
  salt: string,
): { kind: string; term: string; told: object } {
  const { kind } = condition
  const shown = { condition: shownOf(condition, true) }
  if (kind === 'wish_wall') return { kind, term: 'wish-wall', told: shown }
  const text = condition.kind === 'password' ? comparable(condition.word) : sealedQuiz(condition)
  const sealed = `${salt} ${text}`
  const digest = createHash('sha256').update(sealed).digest('hex')
  return { kind, term: `${kind}=${digest}`, told: { ...shown, sealed } }
}

function sealedQuiz({ question, answers, shown = [] }: Extract<OracleCondition, { kind: 'quiz' }>): string {
  const letter = 'ABCD'[shown.indexOf(answers[0] as string)]
  return `${letter} ${[question, ...shown].join(' / ')}`
}
