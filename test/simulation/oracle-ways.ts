import { createHash } from 'node:crypto'
import { earlierShare, endAs, type Handed, linkedTo } from './oracle-envelopes.js'
import { platformsOf } from './oracle-moves.js'
import {
  Disagreement,
  type OracleEntrant,
  type OracleEnvelope,
  type OracleMember,
  type OracleState,
  type Outcome,
} from './oracle-state.js'

interface Identity {
  readonly platform: string
  readonly user: string
}

/** The tickets of an envelope that are a person's. */
export function ticketsOf(
  state: OracleState,
  { entrants }: OracleEnvelope,
  member: OracleMember,
  by: Identity,
): number[] {
  const identities = [`${by.platform} ${by.user}`, ...linkedTo(state, by)]
  const isTheirs = (entrant: OracleEntrant) =>
    entrant.by === member ||
    member.merged.has(entrant.by) ||
    identities.some((one) => entrant.holders.has(one))
  return entrants.flatMap((entrant, index) => (isTheirs(entrant) ? [index + 1] : []))
}

export function addEntrant(
  state: OracleState,
  envelope: OracleEnvelope,
  by: OracleMember,
  { platform, user }: Identity,
): number {
  const holders = new Set(linkedTo(state, { platform, user }))
  return envelope.entrants.push({ by, platform, user, holders, position: null })
}

export function joinDraw(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  by: Identity,
  now: number,
): Outcome {
  const [ticket] = ticketsOf(state, envelope, member, by)
  const { deadline: at } = envelope
  if (envelope.state !== 'open')
    return ticket === undefined ? { kind: envelope.state } : { kind: 'not_drawn', ticket }
  if (now >= at) return { kind: 'being_drawn' }
  if (ticket !== undefined) return { kind: 'already_joined', ticket, at }
  if (member.frozen) return { kind: 'wallet_frozen', name: member.name }
  const added = addEntrant(state, envelope, member, by)
  state.bump(envelope)
  return { kind: 'joined', ticket: added, at }
}

/** Those who joined have their turn. Only the amounts of lucky shares are taken from what was handed out. */
export function serve(
  state: OracleState,
  envelope: OracleEnvelope,
  now: number,
  handed: readonly Handed[],
): void {
  const { no, community, count, claims, kind } = envelope
  const given = handed.filter((one) => one.no === no)
  const salt = given[0]?.salt ?? ''
  const turns = envelope.entrants
    .map((entrant, index) => ({ entrant, digest: digestOf(salt, index + 1) }))
    .sort((one, other) => (one.digest < other.digest ? -1 : 1))
  const platforms = platformsOf(state, community)
  let next = 0
  for (const { entrant } of turns) {
    if (claims.length === count) break
    const member = state.identity(community, entrant)?.acts as OracleMember
    if (isPassedOver(state, envelope, member, entrant, platforms)) continue
    const share = given[next++]
    const others = count - claims.length - 1
    const amount = kind === 'equal' ? envelope.total / count : others === 0 ? envelope.left : share?.amount
    if (!amount || amount < 1 || amount > envelope.left - others)
      throw new Disagreement(`a share of ${amount} with ${envelope.left} left and ${others} shares after it`)
    const position = claims.length + 1
    if (share?.claimer !== member.id || share.position !== position || share.amount !== amount)
      throw new Disagreement(
        `share ${position} of ${no} went to member ${share?.claimer} (${share?.amount}) instead of ${member.id} (${amount})`,
      )
    const holders = new Set([...linkedTo(state, entrant), ...entrant.holders])
    claims.push({ by: member, amount, at: now, holders })
    entrant.position = position
    envelope.left -= amount
    state.book('grab', envelope.account, member.wallet, amount, '', member, envelope)
  }
  if (next < given.length) throw new Disagreement(`${given.length - next} shares of ${no} are too many`)
  if (claims.length < count) return
  endAs(state, envelope, 'finished', now)
  state.bump(envelope)
}

function isPassedOver(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  entrant: OracleEntrant,
  platforms: ReadonlySet<string>,
): boolean {
  const { kind, community, sender } = envelope
  const mayNot = kind === 'equal' || !community.rules.selfGrab
  const reached = state.identitiesOf(member).some(({ platform }) => platforms.has(platform))
  return (
    earlierShare(state, envelope, member, entrant) >= 0 ||
    (mayNot && state.represents(member, sender)) ||
    member.frozen ||
    !reached
  )
}

function digestOf(salt: string, ticket: number): string {
  return createHash('sha256').update(`${salt} ${ticket}`).digest('hex')
}

/** What a revealed envelope tells of its order, the line aside. */
export function orderOf({ way, entrants, claims }: OracleEnvelope): object | undefined {
  if (way === 'speed' || entrants.length === 0) return undefined
  const served = claims.flatMap(({ by }, index) => {
    const ticket = entrants.findIndex(({ position }) => position === index + 1) + 1
    return ticket > 0 ? [{ ticket, name: by.name }] : []
  })
  return { joined: entrants.length, served }
}
