import type { Community } from '../../core/community.js'
import { type EnvelopeKind, type EnvelopeRefusal, refuseEnvelope } from '../../core/envelope.js'
import { commit } from '../../core/fairness.js'
import type { Theme } from '../../core/festivals.js'
import type { Amount, Currency } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import type { Random } from '../../core/random.js'
import { splitEqual, splitLucky } from '../../core/split.js'
import { plainName, plainText } from '../../core/text.js'
import { communityAt, currentPlace } from '../../store/communities.js'
import { type ChosenRole, writeEnvelope } from '../../store/envelopes.js'
import { idempotent, type KeyReused } from '../../store/idempotency.js'
import { openAccount, post } from '../../store/ledger.js'
import { joinMember } from '../../store/members.js'
import { wantMessage } from '../../store/messages.js'
import type { Plan } from '../../store/plan.js'
import { bodyOf } from '../body-of.js'
import type { KeyedCommand, UnknownChat } from '../command.js'
import { occasionAt } from '../community/calendar.js'
import { otherLinkedCommunities } from '../linking/linked-communities.js'
import { openEnvelopesSentBy } from '../linking/represents.js'

export type { ChosenRole } from '../../store/envelopes.js'

export interface SendEnvelope extends KeyedCommand {
  readonly kind: EnvelopeKind
  /** Minor units, for all shares together. */
  readonly total: number
  readonly count: number
  /** May be empty: the card then shows the theme's own greeting. */
  readonly greeting: string
  /** Milliseconds until what is left goes back; the community's default when not given. */
  readonly lifetime?: number
  /** Who may grab; everyone in the chat when not given. */
  readonly chosen?: readonly Person[]
  /** Roles whose members may grab, besides those chosen. */
  readonly chosenRoles?: readonly ChosenRole[]
  /** The festival of the day when not given. */
  readonly theme?: Theme
  /** Show the card in every chat that is linked with this one as well, one in each. */
  readonly everywhere?: boolean
}

export type SendOutcome =
  | {
      kind: 'sent'
      envelopeNo: string
      total: Amount
      count: number
      balance: Amount
      currency: Currency
      commitment: string
      /** UTC milliseconds. */
      deadline: number
      tradeNo: number
      /** In how many chats the card is shown, when it was to be shown everywhere. */
      chats?: number
    }
  | { kind: 'insufficient'; balance: Amount; needed: Amount; currency: Currency }
  | { kind: 'too_many_open'; max: number }
  | { kind: 'wallet_frozen'; name: string }
  | { kind: 'envelope_refused'; refusal: EnvelopeRefusal; currency: Currency }
  | UnknownChat
  | KeyReused

/**
 * Sends an envelope: splits it, writes the commitment, moves the money out of the sender's wallet and asks
 * for the card to be shown, all or nothing.
 */
export function* sendEnvelope(command: SendEnvelope, now: number, random: Random): Plan<SendOutcome> {
  const { key, place, by, kind, total, count, lifetime, theme } = command
  const body = bodyOf('send', command)
  return yield* idempotent<SendOutcome>({ key, body, at: now }, function* () {
    const community = yield* communityAt(place)
    if (!community) return { kind: 'unknown_chat' }
    const { currency, rules } = community
    const greeting = plainText(command.greeting)
    const roles = new Map((command.chosenRoles ?? []).map((role) => [`${role.platform} ${role.role}`, role]))
    const forSome = command.chosen !== undefined || roles.size > 0
    const wanted = {
      ...{ kind, total, count, greeting, lifetime: lifetime ?? rules.defaultLifetime },
      ...(forSome && { chosen: distinct(command.chosen ?? []), chosenRoles: roles.size }),
    }
    const refusal = refuseEnvelope(wanted, rules)
    if (refusal) return { kind: 'envelope_refused', refusal, currency }

    const sender = yield* joinMember(community.id, by, now)
    if (sender.wallet.status !== 'active') return { kind: 'wallet_frozen', name: sender.name }
    if ((yield* openEnvelopesSentBy(sender)) >= rules.maxOpenEnvelopes)
      return { kind: 'too_many_open', max: rules.maxOpenEnvelopes }
    const needed = total as Amount
    if (sender.wallet.balance < needed)
      return { kind: 'insufficient', balance: sender.wallet.balance, needed, currency }

    const members = new Set<number>()
    for (const person of command.chosen ?? []) members.add((yield* joinMember(community.id, person, now)).id)
    // Two identities of one person get one share between them.
    if (forSome && roles.size === 0 && count > members.size) {
      const refusal = { kind: 'more_shares_than_chosen', chosen: members.size } as const
      return { kind: 'envelope_refused', refusal, currency }
    }

    const occasion = theme ? { theme } : yield* occasionAt(community, now)
    const shares = kind === 'equal' ? splitEqual(needed, count) : splitLucky(needed, count, random)
    const envelopeNo = random.hex(5)
    const salt = random.hex(16)
    const commitment = commit({ envelopeNo, shares, salt })
    const accountNo = `E-${envelopeNo}`
    const deadline = now + wanted.lifetime
    const account = yield* openAccount({
      accountNo,
      name: 'Envelope',
      type: 'envelope',
      userId: null,
      username: sender.name,
      community: community.id,
      at: now,
    })
    const id = yield* writeEnvelope(
      {
        envelopeNo,
        community: community.id,
        accountNo,
        sender: sender.id,
        kind,
        audience: forSome ? 'chosen' : 'everyone',
        theme: occasion.theme,
        greeting: greeting || (occasion.ownDay ?? ''),
        total: needed,
        count,
        salt,
        commitment,
        at: now,
        deadline,
      },
      shares,
      { members, roles: [...roles.values()].map((role) => ({ ...role, name: plainName(role.name) })) },
    )
    const tradeNo = yield* post({
      from: sender.wallet,
      to: account,
      amount: needed,
      kind: 'send',
      desc: greeting,
      actor: sender.id,
      envelope: id,
      at: now,
    })
    const places = yield* placesOf(command, community)
    for (const [index, shown] of places.entries()) yield* wantMessage(id, shown, `${envelopeNo}-${index + 1}`)
    const balance = (sender.wallet.balance - needed) as Amount
    return {
      kind: 'sent',
      envelopeNo,
      total: needed,
      count,
      balance,
      currency,
      commitment,
      deadline,
      tradeNo,
      ...(command.everywhere && { chats: places.length }),
    }
  })
}

/** Where the card is shown: where it was sent, and one chat of every other linked community if asked. */
function* placesOf({ place, everywhere }: SendEnvelope, community: Community): Plan<Place[]> {
  // A command that was under way while the platform gave the chat another id.
  const here = yield* currentPlace(place)
  const others = everywhere ? (yield* otherLinkedCommunities(community, here)).map(({ place }) => place) : []
  return [here, ...others]
}

/** How many different people are named. */
function distinct(people: readonly Person[]): number {
  return new Set(people.map(({ platform, user }) => JSON.stringify([platform, user]))).size
}
