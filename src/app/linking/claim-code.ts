import { readCode } from '../../core/link-code.js'
import { communityAt } from '../../store/communities.js'
import { claimedOffer } from '../../store/links.js'
import type { Plan } from '../../store/plan.js'
import type { Command } from '../command.js'
import { claimerOf as communityOf } from './link-communities.js'
import { claimerOf as personOf } from './link-people.js'

export interface ClaimCode extends Command {
  /** As typed. */
  readonly code: string
}

export interface CodeClaimed {
  readonly kind: 'code_claimed'
}

/**
 * Keeps a code that was typed in a chat from all who read it there, whatever becomes of the command itself: a community's
 * is for the community of this chat from now on, and a person's for the account that typed it. Says nothing about whether
 * there is such a code.
 */
export function* claimCode({ place, by, code: typed }: ClaimCode, now: number): Plan<CodeClaimed> {
  const code = readCode(typed)
  if (code === undefined) return { kind: 'code_claimed' }
  const community = yield* communityAt(place)
  if (community) yield* claimedOffer('community', code, communityOf(community), now)
  yield* claimedOffer('people', code, personOf(by), now)
  return { kind: 'code_claimed' }
}
