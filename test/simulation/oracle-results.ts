import { difference } from './difference.js'
import type { ResultOperation } from './operation.js'
import { sameView } from './oracle-board.js'
import {
  Disagreement,
  type OracleCard,
  type OracleEnvelope,
  type OracleResult,
  type OracleState,
} from './oracle-state.js'

const TIMELY = 2 * 60_000

/** Requests a result below each live card, or a notification to the sender where no chat gets one. */
export function tellEnd(state: OracleState, envelope: OracleEnvelope, endedAt: number): void {
  if (envelope.count < 3) return
  const live = envelope.community.rules.results ? envelope.cards.filter((card) => card.state === 'live') : []
  for (const card of live) {
    const result: OracleResult = { card, endedAt, state: 'waiting', nextTryAt: endedAt + TIMELY + 1 }
    envelope.results.push(result)
    state.results.add(result)
  }
  if (live.length === 0) notifyEnded(state, envelope)
}

/** A card shows the end, or is gone: the result below it is due. */
export function resultReady(state: OracleState, card: OracleCard): void {
  for (const result of state.results)
    if (result.card === card && result.state === 'waiting') result.nextTryAt = 0
}

function notifyEnded(state: OracleState, envelope: OracleEnvelope): void {
  const { sender, cards } = envelope
  const representative = state.identitiesOf(sender.mergedInto ?? sender)
  const there = cards[0]?.platform ?? ''
  const where = representative.some(({ platform }) => platform === there)
    ? there
    : representative[0]?.platform
  const notification = { envelope, platform: where ?? there, id: undefined, attempts: 0, nextTryAt: 0 }
  state.notifications.push({ ...notification, kind: 'ended' })
}

/** Follows the poster's requests, and checks the answers. */
export function results(state: OracleState, operation: ResultOperation, now: number, said: unknown): void {
  if (operation.verb === 'resultsToPost') {
    const due: string[] = []
    for (const result of inTurn(state, now)) {
      const { card, endedAt } = result
      if (card.state === 'gone' || now - endedAt > TIMELY) leaveOut(state, result)
      else if (card.message !== null && card.wanted === card.shown)
        due.push(`${card.nonce} ${card.message} ${result.state === 'begun'}`)
    }
    const given = (said as { nonce: string; message: string; begun: boolean }[]).map(
      ({ nonce, message, begun }) => `${nonce} ${message} ${begun}`,
    )
    const found = difference(given.sort(), due.sort())
    if (found) throw new Disagreement(`the results to post: ${found}`)
    return
  }
  const { nonce } = operation
  const result = [...state.results].find(({ card }) => card.nonce === nonce)
  switch (operation.verb) {
    case 'beginResult': {
      const found = result ? sameView(said, result.card.envelope) : difference(said, undefined)
      if (found) throw new Disagreement(`the result ${nonce}: ${found}`)
      if (result) Object.assign(result, { state: 'begun', nextTryAt: 0 })
      return
    }
    case 'resultPosted':
      if (result) settle(state, result, 'posted')
      return
    case 'resultLater':
      if (result) Object.assign(result, { state: 'waiting', nextTryAt: now + operation.after })
      return
    case 'resultLeftOut':
      if (result) leaveOut(state, result)
  }
}

/** The order matters for the notifications about those that are left out. */
function inTurn(state: OracleState, now: number): OracleResult[] {
  return [...state.results]
    .filter(({ nextTryAt }) => nextTryAt <= now)
    .sort((one, other) => one.nextTryAt - other.nextTryAt || byCard(one.card, other.card))
    .slice(0, 100)
}

/** A card's id is known once it was shown; those of a chat that moved are in another order than theirs. */
function byCard(one: OracleCard, other: OracleCard): number {
  return one.id !== undefined && other.id !== undefined ? one.id - other.id : one.order - other.order
}

function settle(state: OracleState, result: OracleResult, as: 'posted' | 'left_out'): void {
  result.state = as
  state.results.delete(result)
}

function leaveOut(state: OracleState, result: OracleResult): void {
  settle(state, result, 'left_out')
  const { envelope } = result.card
  if (envelope.results.every((other) => other.state === 'left_out')) notifyEnded(state, envelope)
}
