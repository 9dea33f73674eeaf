import type { App } from '../../src/app/app.js'
import { difference } from './difference.js'
import type { BoardOperation } from './operation.js'
import { answeredBy } from './oracle-conditions.js'
import { refund, viewOf } from './oracle-envelopes.js'
import { resultReady } from './oracle-results.js'
import {
  Disagreement,
  type OracleCard,
  type OracleNotification,
  type OracleState,
  PRIORITIES,
} from './oracle-state.js'

/** A card as the program renders it, with names instead of member numbers. */
function namesOf(view: unknown): Record<string, unknown> {
  type Named = { name: string }
  const { theme, sender, chosen, claims, ...rest } = view as Record<string, unknown>
  return {
    ...rest,
    sender: (sender as Named).name,
    chosen: (chosen as Named[]).map(({ name }) => name),
    claims: (claims as { member: Named }[]).map((claim) => ({ ...claim, member: claim.member.name })),
  }
}

/** `seen`: whether the reader has a share and so sees every amount. */
export function sameView(view: unknown, envelope: OracleCard['envelope'], seen = false): string | undefined {
  const shown = viewOf(envelope, (view as { conditions?: unknown } | undefined)?.conditions)
  return difference(namesOf(view), seen ? { ...shown, hidesAmounts: false } : shown)
}

function disagree(what: string): never {
  throw new Disagreement(what)
}

/** Follows the updater's requests to the board, and checks the answers. */
export function board(state: OracleState, operation: BoardOperation, now: number, said: unknown): void {
  switch (operation.verb) {
    case 'chatsBehind': {
      const given = said as Awaited<ReturnType<App['board']['chatsBehind']>>
      for (const priority of PRIORITIES) {
        const after = operation.after?.[priority]
        const chats = new Map<string, { platform: string; chat: string; next_try_at: number }>()
        for (const card of state.behind) {
          const { platform, chat } = card
          const place = `${platform} ${chat}`
          if (card.priority !== priority || (after && !follows(card, after))) continue
          const next_try_at = Math.min(card.nextTryAt, chats.get(place)?.next_try_at ?? card.nextTryAt)
          chats.set(place, { platform, chat, next_try_at })
        }
        const expected = [...chats.values()].sort((one, other) => (follows(one, other) ? 1 : -1))
        const found = difference(given[priority], { chats: expected, more: false })
        if (found) disagree(`the chats that are behind (${priority}): ${found}`)
      }
      return
    }
    case 'nextCard': {
      const due = [...state.behind].filter(
        ({ platform, chat, nextTryAt }) =>
          platform === operation.platform && chat === operation.chat && nextTryAt <= now,
      )
      if (said === undefined) {
        if (due.length > 0) disagree(`the card of ${due[0]?.envelope.no} is due and was not given`)
        return
      }
      const { id, nonce, thread, message, rev, attempts, envelope } = said as Record<string, unknown>
      const card = state.cardsByNonce.get(nonce as string)
      if (!card || !due.includes(card)) disagree(`the card ${nonce} is not due`)
      if (due.some((other) => PRIORITIES.indexOf(other.priority) < PRIORITIES.indexOf(card.priority)))
        disagree(`the card ${nonce} could wait`)
      card.id = id as number
      state.cardsById.set(card.id, card)
      const { wanted, message: known } = card
      const found =
        difference(
          { thread, message, rev, attempts },
          { thread: card.thread, message: known, rev: wanted, attempts: card.attempts },
        ) ?? sameView(envelope, card.envelope)
      if (found) disagree(`the card ${nonce}: ${found}`)
      return
    }
    case 'shown': {
      const card = cardOf(state, operation.id)
      if (card.shown < operation.rev) {
        Object.assign(card, {
          message: operation.message,
          shown: operation.rev,
          attempts: 0,
          nextTryAt: 0,
          priority: 'now',
        })
        card.postedAt ??= now
        state.touch(card)
      }
      if (card.shown === card.wanted || card.state === 'gone') resultReady(state, card)
      return
    }
    case 'later': {
      const card = cardOf(state, operation.id)
      Object.assign(card, { nextTryAt: now + operation.after, attempts: operation.attempts })
      return
    }
    case 'gone': {
      const became = gone(state, cardOf(state, operation.id), now)
      if (said !== became) disagree(`a card that is gone: ${said} instead of ${became}`)
      return
    }
    case 'platformsToNotify': {
      const due = state.notifications
        .filter(({ nextTryAt }) => nextTryAt <= now)
        .map(({ platform }) => platform)
      const found = difference([...(said as string[])].sort(), [...new Set(due)].sort())
      if (found) disagree(`the platforms on which somebody is told: ${found}`)
      return
    }
    case 'nextNotification': {
      const due = state.notifications
        .filter(({ platform, nextTryAt }) => platform === operation.platform && nextTryAt <= now)
        .sort(
          (one, other) =>
            Number(one.kind === 'ended') - Number(other.kind === 'ended') || one.nextTryAt - other.nextTryAt,
        )
      const [first] = due
      if (!first || !said) {
        if (first || said)
          disagree(`a notification of ${first?.envelope.no} is due, given was ${JSON.stringify(said)}`)
        return
      }
      const { id, kind, attempts, envelope } = said as Record<string, unknown>
      first.id = id as number
      const found =
        difference({ kind, attempts }, { kind: first.kind, attempts: first.attempts }) ??
        sameView(envelope, first.envelope)
      if (found) disagree(`a notification: ${found}`)
      return
    }
    case 'notificationDone':
      state.notifications.splice(state.notifications.indexOf(notificationOf(state, operation.id)), 1)
      return
    case 'notificationLater':
      Object.assign(notificationOf(state, operation.id), {
        nextTryAt: now + operation.after,
        attempts: operation.attempts,
      })
  }
}

/** Whether a chat comes after another in the order of the board. */
function follows(
  one: { platform: string; chat: string },
  other: { platform: string; chat: string },
): boolean {
  return one.platform > other.platform || (one.platform === other.platform && one.chat > other.chat)
}

function cardOf(state: OracleState, id: number): OracleCard {
  return state.cardsById.get(id) ?? disagree(`nobody was given card ${id}`)
}

export function notificationOf(state: OracleState, id: number): OracleNotification {
  return (
    state.notifications.find((notification) => notification.id === id) ??
    disagree(`nobody was given notification ${id}`)
  )
}

/** Handles a card that can no longer be shown; returns what becomes of its envelope. */
export function gone(state: OracleState, card: OracleCard, now: number): 'elsewhere' | 'lost' | 'refunded' {
  const { envelope, platform } = card
  const first = card.state === 'live'
  card.state = 'gone'
  state.touch(card)
  resultReady(state, card)
  if (envelope.cards.some((other) => other !== card && other.state === 'live')) return 'elsewhere'
  if (!first) return 'lost'
  const { sender } = envelope
  const representative = state.identitiesOf(sender.mergedInto ?? sender)
  // Where the card was, or where the sender is known.
  const where = representative.some((one) => one.platform === platform)
    ? platform
    : representative[0]?.platform
  const notification = { envelope, platform: where ?? platform, id: undefined, attempts: 0, nextTryAt: 0 }
  if (
    card.message === null &&
    envelope.state === 'open' &&
    envelope.claims.length + envelope.entrants.length + answeredBy(envelope) === 0
  ) {
    refund(state, envelope, 'cancelled', now)
    state.notifications.push({ ...notification, kind: 'unposted' })
    return 'refunded'
  }
  if (envelope.state === 'open') state.notifications.push({ ...notification, kind: 'vanished' })
  return 'lost'
}
