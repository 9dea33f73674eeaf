import type { App } from '../../src/app/app.js'
import { grabShare } from '../../src/app/envelopes/grab-share.js'
import { unlinkCommunities } from '../../src/app/linking/unlink-communities.js'
import { getAccount, post } from '../../src/store/ledger.js'
import { type Plan, resume } from '../../src/store/plan.js'
import type { Waiting } from '../../src/store/ways/entrants.js'
import { ask, tell } from '../support/raw-plan.js'
import type { Operation } from './operation.js'
import { MOVED_AT_ONCE } from './oracle-moves.js'

/** A bug injected around the core, to check that the simulation finds it. */
export interface InjectedBug {
  /** A replacement for the core. */
  readonly wrap?: (core: App) => App
  /** A replacement for the updater's board, with a function that returns the newest revision of a card. */
  readonly board?: (board: App['board'], newest: (id: number) => Promise<number>) => App['board']
  /** Admins begin with this many rounds of linking and unlinking their chats: else it would take long to show. */
  readonly assemblies?: number
  /** Callers get the outcome before it is durable. */
  readonly answersEarly?: true
  /** A replacement for the plan, in the same transaction. */
  readonly plan?: <Outcome>(operation: Operation, plan: Plan<Outcome>, now: number) => Plan<Outcome>
}

/** How many milliseconds early a grab appears to be. */
const LATE = 5_000

/** Ends a fair start this many milliseconds early. */
const EARLY = 10_000

export const INJECTED_BUGS: Readonly<Record<string, InjectedBug>> = {
  'no-idempotency-key': {
    wrap: (core) => {
      let keys = 0
      const fresh = <Keyed extends { key: string }>(command: Keyed) => ({
        ...command,
        key: `${command.key} again ${keys++}`,
      })
      return {
        ...core,
        transfer: (command) => core.transfer(fresh(command)),
        topUp: (command) => core.topUp(fresh(command)),
        sendEnvelope: (command) => core.sendEnvelope(fresh(command)),
      }
    },
  },

  'grab-after-deadline': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>, now: number): Plan<Outcome> {
      const outcome = yield* plan
      if (operation.verb !== 'grab' || (outcome as { kind: string }).kind !== 'expired') return outcome
      return (yield* grabShare(operation.command, now - LATE)) as Outcome
    },
  },

  'refund-by-two-sweepers': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>, now: number): Plan<Outcome> {
      if (operation.verb !== 'sweep') return yield* plan
      const newest = yield* newestTrade()
      const outcome = yield* plan
      yield* payAgain(`kind = 'refund' AND trade_no > ${newest}`, now)
      return outcome
    },
  },

  'newest-revision-stored': {
    board: (board, newest) => ({
      ...board,
      shown: async (id, message) => board.shown(id, message, await newest(id)),
    }),
  },

  'lost-final-edit': {
    board: (board) => ({
      ...board,
      nextCard: async (platform, chat) => {
        const card = await board.nextCard(platform, chat)
        if (!card || card.message === null || card.envelope.state === 'open') return card
        await board.shown(card.id, card.message, card.rev)
        return undefined
      },
    }),
  },

  'page-skips-a-line': {
    wrap: (core) => ({
      ...core,
      statement: ({ before, ...query }) =>
        core.statement(before === undefined ? query : { ...query, before: before - 1 }),
    }),
  },

  'answered-before-the-commit': { answersEarly: true },

  'share-lost-at-unlinking': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>): Plan<Outcome> {
      if (operation.verb === 'unlinkPerson') yield* tell('DELETE FROM share_holder')
      return yield* plan
    },
  },

  'ticket-lost-at-unlinking': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>): Plan<Outcome> {
      if (operation.verb === 'unlinkPerson') yield* tell('DELETE FROM entrant_holder')
      return yield* plan
    },
  },

  'block-lost-at-linking': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>): Plan<Outcome> {
      const blocked = operation.verb === 'linkPeople' ? yield* ask(BLOCKED) : []
      const outcome = yield* plan
      // Only the accounts that were blocked before stay blocked.
      if (operation.verb === 'linkPeople')
        yield* tell(
          `UPDATE member SET block_reason = NULL, blocked_by = NULL WHERE block_reason IS NOT NULL
             AND id NOT IN (${[0, ...blocked.map(({ id }) => id)].join()})`,
        )
      return outcome
    },
  },

  'grab-within-the-fair-start': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>, now: number): Plan<Outcome> {
      const outcome = yield* plan
      if (operation.verb !== 'grab' || (outcome as { kind: string }).kind !== 'waiting') return outcome
      return (yield* grabShare(operation.command, now + EARLY)) as Outcome
    },
  },

  'fourth-try': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>): Plan<Outcome> {
      if (operation.verb !== 'grab') return yield* plan
      let step = resume(plan)
      while (!step.done) {
        const result = yield step.value
        const counts =
          step.value.kind === 'one' && step.value.statement.sql.includes('as "tries" from "shake_try"')
        step = resume(plan, counts ? { tries: 0 } : result)
      }
      return step.value
    },
  },

  'sixth-password': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>): Plan<Outcome> {
      if (operation.verb !== 'grab') return yield* plan
      let step = resume(plan)
      while (!step.done) {
        const result = yield step.value
        const isTries =
          step.value.kind === 'many' &&
          step.value.statement.sql.includes('select "number", "accepted" from "condition_answer"')
        step = resume(plan, isTries ? [] : result)
      }
      return step.value
    },
  },

  'served-in-another-order': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>): Plan<Outcome> {
      if (!['sweep', 'serveOne', 'grab'].includes(operation.verb)) return yield* plan
      let step = resume(plan)
      while (!step.done) {
        const result = yield step.value
        const isWaiting =
          step.value.kind === 'many' && step.value.statement.sql.includes('"passed_over" is null')
        step = resume(plan, isWaiting ? withTicketsReversed(result as Waiting[]) : result)
      }
      return step.value
    },
  },

  'unlinked-on-the-way': {
    assemblies: 20,
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>, now: number): Plan<Outcome> {
      const outcome = yield* plan
      const waits = (outcome as { kind?: string } | undefined)?.kind === 'communities_moving'
      if (operation.verb !== 'unlink' || !waits) return outcome
      return (yield* unlinkCommunities(operation.command, now, MOVED_AT_ONCE)) as Outcome
    },
  },

  'merged-twice': {
    *plan<Outcome>(operation: Operation, plan: Plan<Outcome>, now: number): Plan<Outcome> {
      if (operation.verb !== 'linkPeople') return yield* plan
      const newest = yield* newestTrade()
      const outcome = yield* plan
      yield* payAgain(`kind = 'transfer' AND trade_no > ${newest}`, now)
      return outcome
    },
  },
}

const BLOCKED = 'SELECT id FROM member WHERE block_reason IS NOT NULL'

/** Returns the waiting entrants with their tickets swapped. */
function withTicketsReversed(waiting: readonly Waiting[]): Waiting[] {
  const tickets = waiting.map(({ ticket }) => ticket).reverse()
  return waiting.map((one, index) => ({ ...one, ticket: tickets[index] as number }))
}

function* newestTrade(): Plan<number> {
  return (yield* ask('SELECT coalesce(max(trade_no), 0) AS newest FROM trade'))[0]?.newest as number
}

/** Repeats the payments of these trades from the mint. */
function* payAgain(which: string, at: number): Plan<void> {
  const trades = yield* ask(
    `SELECT t.community, a.account_no AS wallet, t.amount FROM trade t JOIN account a ON a.id = t.to_account
     WHERE ${which}`,
  )
  for (const { community, wallet, amount } of trades)
    yield* post({
      from: yield* getAccount(`M-${community}`),
      to: yield* getAccount(wallet as string),
      ...{ amount: amount as never, kind: 'top_up', desc: 'injected', actor: null, envelope: null, at },
    })
}
