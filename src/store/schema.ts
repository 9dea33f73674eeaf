import type { Generated, GeneratedAlways } from 'kysely'
import type { CommunityLanguage } from '../core/community.js'
import type { ConditionKind } from '../core/conditions/terms.js'
import type { Audience, EnvelopeKind, EnvelopeState, PassedOver, Way } from '../core/envelope.js'
import type { OwnDay } from '../core/festivals/festival-days.js'
import type { Theme } from '../core/festivals.js'
import type { IncomeWay } from '../core/income.js'
import type { Amount } from '../core/money.js'
import type { Period } from '../core/periods.js'

/** The tables as kysely sees them; the constraints are in migrations/. Times are UTC milliseconds. */
export interface Tables {
  meta: { name: string; value: string }
  community: CommunityTable
  community_cover: { community: number; picture: Uint8Array; created_at: number }
  chat: ChatTable
  festival_off: { community: number; theme: Theme }
  community_day: CommunityDayTable
  member: MemberTable
  identity: IdentityTable
  account: AccountTable
  status_change: StatusChangeTable
  trade: TradeTable
  /** A view of the trades. */
  account_log: AccountLogView
  /** `reverses` is the trade undone. */
  reversal: { trade_no: number; reverses: number }
  envelope: EnvelopeTable
  appointment: AppointmentTable
  share: ShareTable
  standing: StandingTable
  /** The newest trade that the standings include. */
  standing_upto: { id: 1; trade_no: number }
  /** The identities that own a share because they were linked when one of them grabbed it. */
  share_holder: { envelope: number; platform: string; user: string; position: number }
  entrant: EntrantTable
  fair_start: FairStartTable
  /** An envelope's winning tries, comma-separated. */
  envelope_way: { envelope: number; details: string }
  shake_try: {
    envelope: number
    number: number
    ticket: number
    position: number | null
    tried_at: number
  }
  envelope_condition: { envelope: number; kind: ConditionKind; details: string }
  condition_answer: ConditionAnswerTable
  /** Identities that were linked to the answering one when it answered. */
  answer_holder: { envelope: number; number: number; platform: string; user: string }
  /** Identities that hold a ticket because they were linked when it was issued. */
  entrant_holder: { envelope: number; platform: string; user: string; ticket: number }
  /** Second deadline of an open envelope that was sent while the clock was ahead. */
  corrected_deadline: { envelope: number; deadline: number }
  chosen: { envelope: number; member: number }
  chosen_role: { envelope: number; platform: string; role: string; name: string }
  envelope_message: EnvelopeMessageTable
  notification: NotificationTable
  result_message: ResultMessageTable
  reversal_notice: ReversalNoticeTable
  pending_update: { platform: string; key: string; body: string; stored_at: number }
  handle: { platform: string; handle: string; user: string; seen_at: number }
  idempotency_record: IdempotencyRecordTable
  /** Always one row. */
  seal: { id: 1; version: number; tag: string; sums: string }
  link: LinkTable
  community_move: CommunityMoveTable
  link_code: LinkCodeTable
  /** A chat whose new id is known, but which can't move there before `try_at`. */
  chat_move: { platform: string; from_chat: string; to_chat: string; try_at: number }
  /** On servers only: the database that a chat's community is in. */
  placement: { platform: string; chat: string; database_no: number; placed_at: number }
  /** On servers only: links and unlinks of people that are under way in all databases. */
  spanning: { key: string; body: string; started_at: number }
  person: { id: Generated<number>; created_at: number }
  /** `name` is the one at the time of linking. */
  person_identity: { platform: string; user: string; name: string; person: number; linked_at: number }
  income: IncomeTable
  income_claim: IncomeClaimTable
  income_holder: IncomeHolderTable
  supply: SupplyTable
}

export type AccountType = 'wallet' | 'envelope' | 'mint'
export type AccountStatus = 'active' | 'frozen' | 'closed'
export type ChangeType =
  | 'top_up'
  | 'deduct'
  | 'transfer'
  | 'send'
  | 'grab'
  | 'refund'
  | 'reversal'
  | IncomeWay
  | 'rain'
/** Direction of an entry: 1 into the account, -1 out of it. */
export type ChangeFlag = 1 | -1

export interface CommunityTable {
  id: Generated<number>
  name: string
  currency_name: string
  currency_symbol: string
  scale: number
  self_grab: 0 | 1
  default_lifetime: number
  min_lifetime: number
  max_lifetime: number
  max_open_envelopes: number
  created_at: number
  /** Language of its cards; null until an admin chooses one. */
  language: Generated<CommunityLanguage | null>
  /** Limit per envelope, in minor units; null when only the ledger's own limit applies. */
  max_total: Generated<number | null>
  /** Milliseconds; 0 for none. */
  fair_start: Generated<number>
  hide_amounts: Generated<0 | 1>
  results: Generated<0 | 1>
  pictures: Generated<0 | 1>
  /** Digest of the picture in `community_cover`. */
  cover: Generated<string | null>
  /** Minor units; null for no limit. */
  newcomer_limit: Generated<number | null>
  /** Milliseconds. */
  newcomer_time: Generated<number>
  /** IANA name. */
  time_zone: Generated<string>
}

/** A kind of income from the mint, as set by a community's admins. */
export interface IncomeTable {
  community: number
  way: IncomeWay
  /** `platform:role` of an allowance, else empty. */
  source: string
  role_name: string
  amount: Amount
  streak_step: Amount
  festival_bonus: Amount
  daily_cap: Amount
  newest_member: number
}

export interface IncomeClaimTable {
  id: Generated<number>
  community: number
  way: IncomeWay
  source: string
  period: number
  /** Days since 1970-01-01 by the community's calendar. */
  day: number
  member: number
  streak: number
  amount: Amount
  day_total: Amount
  trade_no: number | null
  claimed_at: number
}

export interface IncomeHolderTable {
  community: number
  way: IncomeWay
  period: number
  platform: string
  user: string
  claim: number
}

export interface SupplyTable {
  community: number
  /** When it began, UTC milliseconds. */
  month: number
  kind: ChangeType
  /** The admin of a top-up or deduction; 0 for an operator and for members themselves. */
  actor: number
  amount: number
  times: number
}

/** A day that a community added to its calendar. */
export interface CommunityDayTable {
  community: number
  name: string
  calendar: OwnDay['calendar']
  month: number
  day: number
  created_at: number
}

export interface ChatTable {
  platform: string
  chat: string
  community: number
  created_at: number
  /** The community it returns to when unlinked; null while it is in its own. */
  origin: Generated<number | null>
  /** The id that the platform gave it later; null while this one is current. */
  moved_to: Generated<string | null>
  /** Its shard, where the platform has shards, is the remainder by their number. */
  shard_key: Generated<number | null>
}

export interface MemberTable {
  id: Generated<number>
  community: number
  name: string
  treasurer: Generated<0 | 1>
  created_at: number
  /** The member that represents this one, itself never merged; null for a member that represents itself. */
  merged_into: Generated<number | null>
  /** The newest trade at the time of the merge. */
  merged_after: Generated<number | null>
  /** True if any member is merged into this one. */
  represents_others: Generated<0 | 1>
  /** True if an identity of this member is or was linked to another. */
  ever_linked: Generated<0 | 1>
  /** True if the leaderboards leave the member out. */
  off_boards: Generated<0 | 1>
  /** Why admins keep the member from grabbing; null for a member who may. */
  block_reason: Generated<string | null>
  blocked_by: Generated<number | null>
}

export interface IdentityTable {
  community: number
  platform: string
  user: string
  /** The member as which the identity acts. */
  member: number
  created_at: number
  /** The member as which it acts when unlinked; null while it acts as that one. */
  original_member: Generated<number | null>
}

/** A community whose chats and money are in another, from `linked_at` until `unlinked_at`. */
export interface LinkTable {
  id: Generated<number>
  host: number
  joined: number
  /** Where the two admins gave their commands: cards for all linked chats are shown there. */
  host_platform: string
  host_chat: string
  host_thread: string | null
  joined_platform: string
  joined_chat: string
  joined_thread: string | null
  /** The host's member who made the code. */
  invited_by: number
  /** The host's member who used it. */
  linked_by: number
  linked_at: number
  /** The host's member who ended it. */
  unlinked_by: Generated<number | null>
  unlinked_at: Generated<number | null>
}

/** A confirmed link or unlink whose money is moving; an unlink has a row for each community that leaves. */
export interface CommunityMoveTable {
  id: Generated<number>
  kind: 'link' | 'unlink'
  /** Source and destination of the money: from the joined community into its host, or back. */
  from_community: number
  to_community: number
  /** The admin who confirmed it. */
  by_platform: string
  by_user: string
  by_name: string
  started_at: number
  /** For the link that begins once all money has arrived; null for an unlink. */
  invited_by: number | null
  host_platform: string | null
  host_chat: string | null
  host_thread: string | null
  joined_platform: string | null
  joined_chat: string | null
  joined_thread: string | null
}

export interface IdempotencyRecordTable {
  key: string
  /** Digest of what was asked; 16 bytes. */
  body: Uint8Array
  /** JSON: an object, or the values alone where the use case stores them like that. */
  outcome: string
  trade_no: number | null
  created_at: number
  /** Covers the columns above. */
  checksum: number
  /** When the result was announced to the chat; null until then. */
  announced_at: Generated<number | null>
}

export interface LinkCodeTable {
  /** SHA-256 of the kind and the code; the code itself is never stored. */
  digest: string
  kind: 'community' | 'people'
  /** Maker of the code, with the name at that time. */
  platform: string
  user: string
  name: string
  /** Chat where it was made; null for a code that links people. */
  chat: string | null
  thread: string | null
  expires_at: number
}

export interface AccountTable {
  id: Generated<number>
  account_no: string
  account_name: string
  account_type: AccountType
  /** The wallet's member; null for a mint or an envelope. */
  user_id: number | null
  username: string
  balance: Generated<Amount>
  status: Generated<AccountStatus>
  created_at: number
  updated_at: number
  community: number
  /** Number of the account's last entry. */
  seq: Generated<number>
  /** Hash of the last entry's trade; empty before the first. */
  hash: Generated<Uint8Array>
}

export interface StatusChangeTable {
  id: Generated<number>
  community: number
  account_no: string
  status: 'frozen' | 'active'
  /** Empty for a thaw without one. */
  reason: string
  /** Null for an operator at the console. */
  actor: number | null
  /** The newest trade at that time. */
  after_trade: number
  created_at: number
}

export interface TradeTable {
  trade_no: Generated<number>
  community: number
  from_account: number
  to_account: number
  amount: Amount
  kind: ChangeType
  /** The member who caused it; null for the program (a refund) or an operator at the console. */
  actor: number | null
  envelope: number | null
  desc: string
  created_at: number
  /** The payer's number of the entry, and its balance after it. */
  from_seq: number
  from_balance: Amount
  /** The same of the receiver. */
  to_seq: number
  to_balance: Amount
  /** Signs the trade and those of both accounts before it; 16 bytes. */
  hash: Uint8Array
}

/** Each trade as two entries: one of the account that paid, one of the account that received. */
export interface AccountLogView {
  id: GeneratedAlways<number>
  log_no: GeneratedAlways<string>
  trade_no: GeneratedAlways<number>
  account_no: GeneratedAlways<string>
  target_account_no: GeneratedAlways<string>
  user_id: GeneratedAlways<number | null>
  target_user_id: GeneratedAlways<number | null>
  amount: GeneratedAlways<Amount>
  /** The account's balance after this entry. */
  balance: GeneratedAlways<Amount>
  change_type: GeneratedAlways<ChangeType>
  change_flag: GeneratedAlways<ChangeFlag>
  status: GeneratedAlways<'booked'>
  desc: GeneratedAlways<string>
  created_at: GeneratedAlways<number>
  seq: GeneratedAlways<number>
  hash: GeneratedAlways<Uint8Array>
}

export interface EnvelopeTable {
  id: Generated<number>
  envelope_no: string
  community: number
  account_no: string
  sender: number
  kind: EnvelopeKind
  audience: Audience
  way: Generated<Way>
  theme: Theme
  greeting: string
  total: Amount
  count: number
  state: Generated<EnvelopeState>
  grabbed_count: Generated<number>
  grabbed_total: Generated<Amount>
  salt: string
  commitment: string
  created_at: number
  deadline: number
  ended_at: number | null
  refund_trade_no: number | null
  /** Null for one that was open at once. */
  opens_at: number | null
  /** Number of its conditions. */
  conditions: Generated<number>
}

/** An answer to a condition that asks for one. */
export interface ConditionAnswerTable {
  envelope: number
  /** Numbered over the envelope, from 1. */
  number: number
  kind: ConditionKind
  member: number
  /** The identity that answered. */
  platform: string
  user: string
  accepted: 0 | 1
  /** An answer that is shown beside the share. */
  text: string | null
  answered_at: number
}

/** Where the card of an envelope is posted that is opened later. */
export interface AppointmentTable {
  envelope: number
  platform: string
  chat: string
  thread: string | null
  everywhere: 0 | 1
  opened_at: number | null
}

export interface ShareTable {
  envelope: number
  position: number
  amount: Amount
  claimer: number | null
  claimed_at: number | null
  trade_no: number | null
  /** Milliseconds from the card to the tap, where known. */
  reaction: number | null
}

/** A person who joined an envelope whose shares are handed out later. */
export interface EntrantTable {
  envelope: number
  /** Numbered in order of joining, from 1. */
  ticket: number
  member: number
  /** The identity that joined. */
  platform: string
  user: string
  joined_at: number
  /** Idempotency key of the tap that joined a fair start; otherwise null. */
  key: Generated<string | null>
  /** The share it won; null if none, or not yet served. */
  position: Generated<number | null>
  passed_over: Generated<PassedOver | null>
  /** Milliseconds from the card to the tap, where known. */
  reaction: Generated<number | null>
}

/** The window in which the first taps on an envelope are collected. */
export interface FairStartTable {
  envelope: number
  window: number
  /** Null before the first tap. */
  ends_at: Generated<number | null>
  served: Generated<0 | 1>
}

/** What a member did in a period and in the members who act as this one, for the leaderboards. */
export interface StandingTable {
  member: number
  board: 'sent' | 'received' | 'luckiest' | 'luck'
  period: Period
  /** Start of the period. */
  since: number
  /** Community of the member. */
  community: number
  own_score: number
  own_times: number
  own_amount: number
  /** Combined score of everyone this member represents; 0 for a merged member. */
  score: number
  times: number
  amount: number
}

/**
 * `unposted`: the card couldn't be posted and the money was refunded; `vanished`: the card is gone, the envelope open;
 * `missed`: it was scheduled and could not be sent; `ended`: it has ended, and no message in a chat told how.
 */
export type NotificationKind = 'unposted' | 'vanished' | 'missed' | 'ended'

/** Undelivered notifications only. */
export interface NotificationTable {
  id: Generated<number>
  envelope: number
  /** Platform on which to notify the sender. */
  platform: string
  kind: NotificationKind
  next_try_at: Generated<number>
  attempts: Generated<number>
}

export type ResultState = 'waiting' | 'begun' | 'posted' | 'left_out'

/** A message that answers a card and tells how its envelope ended. */
export interface ResultMessageTable {
  card: number
  envelope: number
  ended_at: number
  state: Generated<ResultState>
  next_try_at: Generated<number>
}

/** Undelivered messages only. */
export interface ReversalNoticeTable {
  id: Generated<number>
  trade_no: number
  member: number
  platform: string
  next_try_at: Generated<number>
  attempts: Generated<number>
}

export interface EnvelopeMessageTable {
  id: Generated<number>
  envelope: number
  platform: string
  chat: string
  thread: string | null
  /** The platform's id of the posted message; null until it is posted. */
  message: string | null
  /** What the platform calls the picture in the message; null when it has none. */
  picture: Generated<string | null>
  /** Sent to the platform with the first post, so that a repeated post is recognised. */
  nonce: string
  state: Generated<'live' | 'gone'>
  desired_rev: Generated<number>
  observed_rev: Generated<number>
  next_try_at: Generated<number>
  attempts: Generated<number>
  /** When the first post was confirmed, by our own clock; null before. */
  posted_at: Generated<number | null>
  /** Place in PRIORITIES; 0 goes first. */
  priority: Generated<number>
}
