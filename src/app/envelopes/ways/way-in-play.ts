import type { Details } from '../../../core/ways/ways.js'
import type { GrabbedFrom } from '../../../store/envelopes.js'
import type { Member } from '../../../store/members.js'
import type { Plan } from '../../../store/plan.js'
import type { GrabOutcome, GrabShare, Receiving } from '../grab-share.js'
import type { EnvelopeRow, WayView } from '../view-envelope.js'

/** A share that a person has. */
export interface OwnShare {
  readonly position: number
  readonly amount: Extract<GrabOutcome, { kind: 'grabbed' }>['amount']
}

/** The plans of one way, where its rules don't say everything. Times are UTC milliseconds. */
export interface WayInPlay {
  /** Stores its details in a separate table, and reads them. */
  write?(id: number, details: Details): Plan<void>
  read?(id: number): Plan<Details>
  /** Handles what is due before a tap; returns whether the envelope must be read again. */
  beforeTap?(envelope: GrabbedFrom, now: number): Plan<boolean>
  /** Handles a tap by a person who may get a share and has none. */
  receive?(receiving: Receiving): Plan<GrabOutcome>
  /** Answers a tap by a person who has a share. */
  hasShare?(envelope: GrabbedFrom, member: Member, command: GrabShare, share: OwnShare): Plan<GrabOutcome>
  /** Serves those who still wait at the deadline. */
  atDeadline?(id: number, now: number): Plan<void>
  /** Returns how far it is. */
  view?(envelope: Pick<EnvelopeRow, 'id' | 'state'>): Plan<WayView>
  /** Returns the winning tries and their shares, for /verify. */
  hits?(id: number): Plan<readonly { readonly number: number; readonly position: number }[]>
}
