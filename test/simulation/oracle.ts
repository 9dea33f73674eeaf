import type { Forgotten } from '../../src/store/idempotency.js'
import { difference } from './difference.js'
import type { BoardOperation, Operation, ResultOperation } from './operation.js'
import { board, sameView } from './oracle-board.js'
import { audit, books, statement } from './oracle-books.js'
import { revealedConditions } from './oracle-conditions.js'
import {
  consoleFreeze,
  consoleTopUp,
  freeze,
  freezeByAdmin,
  hoard,
  transferThawed,
} from './oracle-console.js'
import {
  cancel,
  earlierShare,
  envelopeFrom,
  expireOne,
  grab,
  type Handed,
  listDue,
  send,
  sweep,
} from './oracle-envelopes.js'
import { changeIncome, checkIn, claimAllowance, startingSum, supply } from './oracle-income.js'
import { leaderboard, leaveBoards, luck } from './oracle-leaderboard.js'
import {
  finishMigrations,
  link,
  makeCode,
  makeLinkCode,
  migrate,
  previewLink,
  previewUnlink,
  unlink,
} from './oracle-links.js'
import { join, keepUpdate, knownUsers, pendingUpdates, recent, senderOf, walletsOf } from './oracle-lists.js'
import { decree, rain, transfer, wallet } from './oracle-money.js'
import { moveOn, waits } from './oracle-moves.js'
import { linkPeople, previewPersonLink, previewUnlinkPerson, unlinkPerson } from './oracle-people.js'
import { results } from './oracle-results.js'
import { previewReversal, reverseTrade } from './oracle-reversal.js'
import { cancelScheduled, openScheduled } from './oracle-schedule.js'
import { appoint, changeSettings, enter, found, settings } from './oracle-settings.js'
import {
  Disagreement,
  type OracleEnvelope,
  type OracleMember,
  OracleState,
  type Outcome,
  type Who,
} from './oracle-state.js'
import { block, suspects, unblock } from './oracle-suspects.js'
import { checkTape, hitsOf, listFairStarts, orderOf, promisedBy, serveOne } from './oracle-ways.js'

const BOARD_VERBS: readonly BoardOperation['verb'][] = [
  ...(['chatsBehind', 'nextCard', 'shown', 'later', 'gone'] as const),
  ...(['platformsToNotify', 'nextNotification', 'notificationDone', 'notificationLater'] as const),
]
const BOARD = new Set<string>(BOARD_VERBS)
const RESULT_VERBS: readonly ResultOperation['verb'][] = [
  ...(['resultsToPost', 'beginResult', 'resultPosted', 'resultLater', 'resultLeftOut'] as const),
]
const RESULTS = new Set<string>(RESULT_VERBS)
/** Answered anew each time: read-only or safe to repeat. */
const UNKEYED = new Set<string>([
  ...[
    'found',
    'wallet',
    'settings',
    'details',
    'verify',
    'previewLink',
    'previewUnlink',
    'previewPersonLink',
  ],
  ...['previewUnlinkPerson', 'previewReversal'],
  ...['makeLinkCode', 'makePersonCode', 'migrate', 'enter'],
  ...[
    'statement',
    'leaderboard',
    'audit',
    'supply',
    'luck',
    'suspects',
    'walletsOf',
    'knownUsers',
    'senderOf',
    'join',
  ],
])

/** Operations that found no community in an unknown chat. */
const NEVER_ENTERS = new Set<Operation['verb']>([
  'startingSum',
  'grab',
  'details',
  'verify',
  'recent',
  'books',
])

/** For these, only some outcomes are kept under their key; for all others, every outcome is. */
const REMEMBERED: Partial<Record<Operation['verb'], readonly string[]>> = {
  grab: ['grabbed', 'joined', 'missed', 'wrong_answer'],
  startingSum: ['starting_sum'],
  consoleTopUp: ['topped_up'],
  consoleFreeze: ['frozen', 'thawed'],
}

/** Predicts the outcome of everything committed, in commit order. */
export class Oracle {
  readonly state = new OracleState()
  private readonly answers = new Map<string, { operation: Operation; outcome: Outcome; at: number }>()

  /** Throws when the program's answer is wrong. Takes only random results from it. */
  check(operation: Operation, now: number, said: unknown, handed: readonly Handed[] = []): void {
    this.state.now = now
    // Answers don't show how far the boards are counted, and an incomplete one is requested again.
    if (
      operation.verb === 'countForLeaderboards' ||
      ((operation.verb === 'leaderboard' || operation.verb === 'luck') && !said)
    )
      return
    this.enter(operation)
    if (this.checkMove(operation, said)) return
    if (BOARD.has(operation.verb)) board(this.state, operation as BoardOperation, now, said)
    else if (RESULTS.has(operation.verb)) results(this.state, operation as ResultOperation, now, said)
    else if (operation.verb === 'details' || operation.verb === 'verify')
      this.look(operation, said as Outcome)
    else this.compare(operation, now, said, handed)
  }

  /** Starts a new process, which forgets the previous one's list. */
  beginLife(): void {
    this.state.listed.length = 0
    this.state.waiting.length = 0
    if (this.state.moving) this.state.moving.upto = 0
  }

  /** Makes a command's chat known where its place names a whole, then runs the command. */
  private enter(operation: Operation): void {
    const place = 'command' in operation && 'place' in operation.command ? operation.command.place : undefined
    if (!place?.within || NEVER_ENTERS.has(operation.verb)) return
    const { chat, ...whole } = place.within
    enter(this.state, { place, within: { platform: place.platform, chat }, ...whole })
  }

  /** Handles requests that wait for a move and move some members themselves. Returns whether that was all. */
  private checkMove(operation: Operation, said: unknown): boolean {
    const { kind, progress } = (said ?? {}) as { kind?: string; progress?: { last: number } }
    if (kind === 'moved_on' || kind === 'arrived' || kind === 'nothing_moves') {
      // The number of the move is the program's own.
      const found = difference(progress ? { kind, last: progress.last } : said, moveOn(this.state))
      if (found) throw new Disagreement(`a portion: ${found}`)
      return true
    }
    const waited = kind === 'communities_moving'
    // A tap that was answered before gets its answer again.
    const answered = operation.verb === 'grab' && this.answers.has(operation.command.key)
    if (waited !== (waits(this.state, operation) && !answered))
      throw new Disagreement(`${operation.verb} ${waited ? 'waited' : 'was done'} while communities moved`)
    return waited
  }

  private compare(operation: Operation, now: number, said: unknown, handed: readonly Handed[]): void {
    const expected = this.answer(operation, now, said, handed)
    const actual =
      operation.verb === 'linkPeople' || operation.verb === 'previewPersonLink' ? sorted(said) : said
    const wanted = actual === said ? expected : sorted(expected)
    const found = difference(actual, wanted)
    if (found) throw new Disagreement(`${operation.verb}: ${found}\n  said: ${JSON.stringify(said)}`)
  }

  private answer(operation: Operation, now: number, said: unknown, handed: readonly Handed[]): unknown {
    switch (operation.verb) {
      case 'sweep':
        return sweep(this.state, now, operation.limit, handed)
      case 'open':
        return openScheduled(this.state, now, operation.limit)
      case 'sweepAlone':
        return listDue(this.state, now, operation.limit)
      case 'expireOne':
        return expireOne(this.state, now, handed)
      case 'serveFairStarts':
        return listFairStarts(this.state, now, operation.limit)
      case 'serveOne':
        return serveOne(this.state, now, handed)
      case 'transferThawed':
        return transferThawed(this.state)
      case 'freeze':
        return freeze(this.state, operation.command.walletNo, operation.command.frozen)
      case 'hoard':
        return hoard(this.state, operation.command.place, operation.command.left)
      case 'books':
        return books(this.state, operation.command)
      case 'recent':
        return recent(this.state, operation.command.place, operation.command.limit)
      case 'rememberHandle': {
        const { platform, handle, user } = operation.command
        this.state.handles.set(`${platform} ${handle}`, user)
        return undefined
      }
      case 'userCalled':
        return this.state.handles.get(`${operation.command.platform} ${operation.command.handle}`)
      case 'keepUpdate':
        return keepUpdate(this.state, operation.platform, operation.key, operation.body)
      case 'forgetUpdate':
        this.state.pendingUpdates.delete(`${operation.platform} ${operation.key}`)
        return undefined
      case 'pendingUpdates':
        return pendingUpdates(this.state, operation.platform)
      case 'topUpMany': {
        const { to, ...command } = operation.command
        const had = new Set<OracleMember>()
        const outcomes = to.map((member) => {
          const key = `${command.key}:${member.user}`
          const one = { ...command, key, to: member }
          const topUp = () => decree(this.state, 'topUp', one, had)
          return this.keyed({ verb: 'topUp', command: one }, now, topUp)
        })
        return { kind: 'many', outcomes }
      }
      case 'finishMigrations':
        return finishMigrations(this.state, now)
      case 'pending':
        return { count: this.state.behind.size }
      case 'forget': {
        const { after, upto } = said as Forgotten
        const isOld = ([key, { at }]: [string, { at: number }]) =>
          key > after && key <= upto && at < operation.before
        const old = [...this.answers].filter(isOld)
        for (const [key] of old) this.answers.delete(key)
        return { ...(said as Forgotten), count: old.length }
      }
    }
    const carryOut = () => this.carryOut(operation, now, said as Outcome, handed)
    return UNKEYED.has(operation.verb) ? carryOut() : this.keyed(operation, now, carryOut)
  }

  private keyed(operation: Operation, now: number, carryOut: () => Outcome): Outcome {
    const given = (operation as { command: { key: string } }).command.key
    const atConsole = operation.verb === 'consoleTopUp' || operation.verb === 'consoleFreeze'
    const key = atConsole ? `console:${given}` : given
    const earlier = this.answers.get(key)
    if (earlier) return isSame(earlier.operation, operation) ? earlier.outcome : { kind: 'key_reused' }
    const outcome = carryOut()
    const kept = REMEMBERED[operation.verb] ?? [outcome.kind]
    if (kept.includes(outcome.kind)) this.answers.set(key, { operation, outcome, at: now })
    return outcome
  }

  private carryOut(operation: Operation, now: number, said: Outcome, handed: readonly Handed[]): Outcome {
    const { state } = this
    switch (operation.verb) {
      case 'found':
        return found(state, operation.command)
      case 'topUp':
      case 'deduct':
        return decree(state, operation.verb, operation.command)
      case 'transfer':
        return transfer(state, operation.command)
      case 'send':
        return send(state, operation.command, now, said)
      case 'grab':
        return grab(state, operation.command, now, said, handed)
      case 'cancel':
        return cancel(state, operation.command, now)
      case 'cancelScheduled':
        return cancelScheduled(state, operation.command, now)
      case 'wallet':
        return wallet(state, operation.command)
      case 'settings':
        return settings(state, operation.command.place)
      case 'changeSettings':
        return changeSettings(state, operation.command)
      case 'changeIncome':
        return changeIncome(state, operation.command)
      case 'rain':
        return rain(state, operation.command)
      case 'claimAllowance':
        return claimAllowance(state, operation.command)
      case 'startingSum':
        return startingSum(state, operation.command)
      case 'leaveBoards':
        return leaveBoards(state, operation.command)
      case 'checkIn':
        return checkIn(state, operation.command)
      case 'block':
        return block(state, operation.command)
      case 'unblock':
        return unblock(state, operation.command)
      case 'suspects':
        return suspects(state, operation.command, now, said)
      case 'appoint':
        return appoint(state, operation.command)
      case 'makeLinkCode':
        return makeLinkCode(state, operation.command, now, said)
      case 'previewLink':
        return previewLink(state, operation.command, now)
      case 'link':
        return link(state, operation.command, now)
      case 'previewUnlink':
        return previewUnlink(state, operation.command)
      case 'unlink':
        return unlink(state, operation.command)
      case 'makePersonCode': {
        const { by } = operation.command
        return { kind: 'person_code', ...makeCode(state, 'people', by, undefined, now, String(said.code)) }
      }
      case 'previewPersonLink':
        return previewPersonLink(state, operation.command, now)
      case 'linkPeople':
        return linkPeople(state, operation.command, now)
      case 'previewUnlinkPerson':
        return previewUnlinkPerson(state, operation.command)
      case 'unlinkPerson':
        return unlinkPerson(state, operation.command)
      case 'migrate':
        return migrate(state, operation.command, now)
      case 'enter':
        return enter(state, operation.command)
      case 'consoleTopUp':
        return consoleTopUp(state, operation.command)
      case 'consoleFreeze':
        return consoleFreeze(state, operation.command)
      case 'previewReversal':
        return previewReversal(state, operation.command)
      case 'reverseTrade':
        return reverseTrade(state, operation.command)
      case 'freezeWallet':
        return freezeByAdmin(state, 'freeze', operation.command)
      case 'thawWallet':
        return freezeByAdmin(state, 'thaw', operation.command)
      case 'statement':
        return statement(state, operation.command)
      case 'leaderboard':
        return leaderboard(state, operation.command, now)
      case 'luck':
        return luck(state, operation.command)
      case 'supply':
        return supply(state, operation.command)
      case 'audit':
        return audit(state, operation.command, operation.command.limit)
      case 'walletsOf':
        return walletsOf(state, operation.command.by, said)
      case 'knownUsers':
        return knownUsers(state, operation.command)
      case 'senderOf':
        return senderOf(state, operation.command.envelopeNo, operation.command.platform)
      case 'join':
        return join(state, operation.command, said)
      default:
        throw new Disagreement(`nobody knows ${operation.verb}`)
    }
  }

  private hasShare(envelope: OracleEnvelope, by: Who): boolean {
    const member = this.state.identity(envelope.community, by)?.acts
    return member !== undefined && earlierShare(this.state, envelope, member, by) >= 0
  }

  private look(operation: Operation & { verb: 'details' | 'verify' }, said: Outcome): void {
    const { place, envelopeNo } = operation.command
    const seen = envelopeFrom(this.state, place, envelopeNo)
    if (typeof seen === 'string') {
      if (said.kind !== seen) throw new Disagreement(`${operation.verb}: ${said.kind} instead of ${seen}`)
      return
    }
    const { envelope } = seen
    const hidden = envelope.state === 'scheduled'
    if (hidden) {
      const found = difference(said, { kind: 'not_sent_yet', opensAt: envelope.opensAt })
      if (found) throw new Disagreement(`${operation.verb} of what is still scheduled: ${found}`)
      return
    }
    if (operation.verb === 'details') {
      const found =
        said.kind === 'envelope'
          ? sameView(said.envelope, envelope, this.hasShare(envelope, operation.command.by))
          : `it is ${said.kind}`
      if (found) throw new Disagreement(`details: ${found}`)
      return
    }
    const { commitment, deadline } = envelope
    const order = said.order as object | undefined
    const expected = orderOf(envelope)
    const tokens = String(said.text).split(' ')
    const { terms, conditions } = revealedConditions(envelope, tokens.at(-1) ?? '', said.conditions)
    const promised = [...promisedBy(envelope, terms.length > 0), ...terms]
    const found =
      envelope.state === 'open'
        ? difference(said, { kind: 'sealed', envelopeNo, commitment, deadline })
        : difference(
            {
              ...said,
              text: tokens.slice(0, -2).filter((term) => !term.startsWith('wins=')),
              order: order && { ...order, line: '' },
            },
            {
              ...{
                kind: 'revealed',
                envelopeNo,
                commitment,
                holds: true,
                text: promised,
                hits: hitsOf(envelope),
                conditions,
              },
              order: expected && { ...expected, line: '' },
            },
          )
    if (found) throw new Disagreement(`verify: ${found}`)
    if (envelope.state === 'open') return
    checkTape(
      envelope,
      tokens.find((term) => term.startsWith('wins=')),
    )
    const shares = tokens.at(-2)?.split(',').map(Number) ?? []
    const claimed = envelope.claims.map(({ amount }) => amount)
    if (shares.length !== envelope.count || claimed.some((amount, index) => shares[index] !== amount))
      throw new Disagreement(`verify: the shares ${shares} are not those that were handed out: ${claimed}`)
  }
}

function isSame(one: Operation, other: Operation): boolean {
  return one === other || JSON.stringify(one, unnamed) === JSON.stringify(other, unnamed)
}

/** Names are for display only: a repeat under another name is the same request. */
const unnamed = (field: string, value: unknown) => (field === 'name' ? undefined : value)

/** Sorts an outcome that lists wallets or moves in no fixed order. */
function sorted(outcome: unknown): unknown {
  const lists = outcome as Record<string, unknown>
  const order = (list: unknown) =>
    Array.isArray(list)
      ? [...list].sort((one, other) => (JSON.stringify(one.name) < JSON.stringify(other.name) ? -1 : 1))
      : list
  return {
    ...lists,
    ...('wallets' in lists && { wallets: order(lists.wallets) }),
    ...('moves' in lists && { moves: order(lists.moves) }),
  }
}
