import type { GrabShare } from '../../src/app/envelopes/grab-share.js'
import type { SendEnvelope } from '../../src/app/envelopes/send-envelope.js'
import type { Condition } from '../../src/core/conditions/terms.js'
import { earlierShare, linkedTo } from './oracle-envelopes.js'
import type { Gate, OracleEnvelope, OracleMember, OracleState, Outcome } from './oracle-state.js'

const HOUR = 3_600_000
const LONGEST = 3_650 * 24 * HOUR
const MOST_TURNS = 10

export function isGate(condition: Condition): condition is Gate {
  return condition.kind !== 'password' && condition.kind !== 'quiz' && condition.kind !== 'wish_wall'
}

/** Returns why an envelope can't be sent with a gate. */
export function gateFault(gate: Gate): object | undefined {
  if ('least' in gate && !(gate.least >= HOUR && gate.least <= LONGEST))
    return { kind: 'bad_age', min: HOUR, max: LONGEST }
  if (gate.kind === 'turns' && !(gate.last >= 1 && gate.last <= MOST_TURNS))
    return { kind: 'bad_turns', max: MOST_TURNS }
  return undefined
}

/** Returns an envelope's gates in the order in which they are checked. */
export function gatesOf({ conditions = [] }: Pick<SendEnvelope, 'conditions'>): readonly Gate[] {
  return conditions.filter(isGate).sort((one, other) => (one.kind < other.kind ? -1 : 1))
}

/** Returns a gate's term in the commitment. */
export function gateTerm(gate: Gate): string {
  const name = gate.kind.replace('_', '-')
  if ('least' in gate) return `${name}=${gate.least}`
  return 'last' in gate ? `${name}=${gate.last}` : name
}

/** Returns the refusal by an open envelope's first gate that a person doesn't meet. */
export function stopsAtGate(
  state: OracleState,
  envelope: OracleEnvelope,
  member: OracleMember,
  { by, told = {} }: GrabShare,
  now: number,
): Outcome | undefined {
  if (envelope.state !== 'open' || now >= envelope.deadline || member.frozen) return undefined
  for (const gate of envelope.gates) {
    const refuse = (why: object) => ({ kind: 'not_met', refusal: { condition: gate.kind, ...why } })
    if (gate.kind === 'turns') {
      const opened = openingOf(envelope)
      const halfTime = opened + Math.floor((envelope.deadline - opened) / 2)
      const had = before(envelope, gate.last).some((one) => earlierShare(state, one, member, by) >= 0)
      if (had && now < halfTime)
        return refuse({ why: 'others_first', last: gate.last, millis: halfTime - now })
    } else if ('least' in gate) {
      const since =
        gate.kind === 'known'
          ? knownSince(state, by)
          : gate.kind === 'account_age'
            ? told.accountSince
            : told.memberSince
      if (since === undefined) return refuse({ why: 'not_told' })
      if (now - since < gate.least) return refuse({ why: 'too_new', least: gate.least })
    } else {
      const holds = gate.kind === 'booster' ? told.boosts : told.premium
      if (holds === undefined) return refuse({ why: 'not_told' })
      if (!holds) return refuse({ why: 'is_none' })
    }
  }
  return undefined
}

function openingOf({ opensAt, createdAt }: OracleEnvelope): number {
  return opensAt ?? createdAt
}

/** Returns the last envelopes of the community that were opened before one. */
function before(envelope: OracleEnvelope, count: number): OracleEnvelope[] {
  const isEarlier = (one: OracleEnvelope, other: OracleEnvelope) =>
    openingOf(one) - openingOf(other) || one.number - other.number
  return envelope.community.envelopes
    .filter((one) => one.state !== 'scheduled' && isEarlier(one, envelope) < 0)
    .sort((one, other) => isEarlier(other, one))
    .slice(0, count)
}

/** Returns when the first identity of a person was seen anywhere. */
function knownSince(state: OracleState, by: GrabShare['by']): number {
  const theirs = new Set([`${by.platform} ${by.user}`, ...linkedTo(state, by)])
  const seen = [...state.identities.values()].filter(({ platform, user }) =>
    theirs.has(`${platform} ${user}`),
  )
  return Math.min(...seen.map(({ joinedAt }) => joinedAt))
}
