import { sql } from 'kysely'
import type { Place } from '../core/place.js'
import { build, one, type Plan, statement } from './plan.js'

/** How many of a chat's newest cards are searched. */
const RECENT_CARDS = 1_000

const selectLast = statement<{ platform: string; chat: string; community: number; sender: number }>()((arg) =>
  build
    .selectFrom((eb) =>
      eb
        .selectFrom('envelope_message')
        .select(['id', 'envelope'])
        .where('platform', '=', arg('platform'))
        .where('chat', '=', arg('chat'))
        // Ids ascend with time, so the index yields the newest first.
        .orderBy('id', 'desc')
        .limit(sql.lit(RECENT_CARDS))
        .as('card'),
    )
    .innerJoin('envelope', 'envelope.id', 'card.envelope')
    .innerJoin('member', 'member.id', 'envelope.sender')
    .select('envelope.envelope_no as envelopeNo')
    .where('envelope.community', '=', arg('community'))
    .where(sql<number>`coalesce(member.merged_into, member.id)`, '=', arg('sender'))
    .orderBy('card.id', 'desc')
    .limit(sql.lit(1)),
)

const selectTyped = statement<{ accountNo: string }>()((arg) =>
  build
    .selectFrom('account')
    .innerJoin('trade', 'trade.to_account', 'account.id')
    .select('desc')
    .where('account_no', '=', arg('accountNo'))
    .where('trade.kind', '=', sql.lit('send' as const)),
)

/** Returns the number of a member's newest envelope among the newest cards of a chat. */
export function* lastSentIn(
  { platform, chat }: Place,
  community: number,
  sender: number,
): Plan<string | undefined> {
  return (yield* one(selectLast, { platform, chat, community, sender }))?.envelopeNo
}

/** Returns an envelope's greeting as its sender typed it: empty when a festival chose it. */
export function* typedGreeting(accountNo: string): Plan<string> {
  return (yield* one(selectTyped, { accountNo }))?.desc ?? ''
}
