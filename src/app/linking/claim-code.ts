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
 * Protects a code typed in a chat from everyone who reads it there, whatever happens to the command itself: from now on
 * a community code works only for this chat's community, and a personal code only for the account that typed it.
 * Doesn't reveal whether the code exists.
 */
export function* claimCode({ place, by, code: typed }: ClaimCode, now: number): Plan<CodeClaimed> {
  const code = readCode(typed)
  if (code === undefined) return { kind: 'code_claimed' }
  const community = yield* communityAt(place)
  if (community) yield* claimedOffer('community', code, communityOf(community), now)
  yield* claimedOffer('people', code, personOf(by), now)
  return { kind: 'code_claimed' }
}

/** Protects a personal code only, in the database that has it. */
export function* claimForPerson(
  { by, code: typed }: Pick<ClaimCode, 'by' | 'code'>,
  now: number,
): Plan<void> {
  const code = readCode(typed)
  if (code !== undefined) yield* claimedOffer('people', code, personOf(by), now)
}
