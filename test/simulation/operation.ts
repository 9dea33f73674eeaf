import type { App } from '../../src/app/app.js'
import type { AdminCommand, Command, KeyedCommand, PersonalCommand } from '../../src/app/command.js'
import type { BlockMember, UnblockMember } from '../../src/app/community/block-member.js'
import type { EnterChat } from '../../src/app/community/enter-chat.js'
import type { FoundCommunity } from '../../src/app/community/found-community.js'
import type { KnownUsersQuery } from '../../src/app/community/known-users.js'
import type { Board } from '../../src/app/community/leaderboard.js'
import type { LeaveBoards } from '../../src/app/community/leave-boards.js'
import type { MigrateChat } from '../../src/app/community/migrate-chat.js'
import type { ChangeSettings } from '../../src/app/community/settings.js'
import type { SuspectsQuery } from '../../src/app/community/suspects.js'
import type { AppointTreasurer } from '../../src/app/community/treasurers.js'
import type { CancelEnvelope } from '../../src/app/envelopes/end-envelope.js'
import type { GrabShare } from '../../src/app/envelopes/grab-share.js'
import type { CancelScheduled } from '../../src/app/envelopes/scheduled.js'
import type { SendEnvelope } from '../../src/app/envelopes/send-envelope.js'
import type { ChangeIncome } from '../../src/app/income/change-income.js'
import type { ClaimAllowance } from '../../src/app/income/claim-allowance.js'
import type { LinkCommunities } from '../../src/app/linking/link-communities.js'
import type { LinkPeople } from '../../src/app/linking/link-people.js'
import type { AdminMoves, TopUpMany } from '../../src/app/wallets/admin-moves.js'
import type { BookQuery } from '../../src/app/wallets/books.js'
import type { ConsoleTopUp } from '../../src/app/wallets/console-top-up.js'
import type { ConsoleFreeze, FreezeWallet } from '../../src/app/wallets/freeze-wallet.js'
import type { Rain } from '../../src/app/wallets/rain.js'
import type { ReverseTrade } from '../../src/app/wallets/reverse-trade.js'
import type { StatementQuery } from '../../src/app/wallets/statement.js'
import type { Transfer } from '../../src/app/wallets/transfer.js'
import type { Period } from '../../src/core/periods.js'
import type { Place } from '../../src/core/place.js'
import type { Handle } from '../../src/store/handles.js'

/** A request to the program: a use case and its arguments. */
export type Operation =
  | { readonly verb: 'found'; readonly command: FoundCommunity }
  | { readonly verb: 'topUp' | 'deduct'; readonly command: AdminMoves }
  | { readonly verb: 'reverseTrade' | 'previewReversal'; readonly command: ReverseTrade }
  | { readonly verb: 'freezeWallet' | 'thawWallet'; readonly command: FreezeWallet }
  | { readonly verb: 'transfer'; readonly command: Transfer }
  | { readonly verb: 'send'; readonly command: SendEnvelope }
  | { readonly verb: 'grab'; readonly command: GrabShare }
  | { readonly verb: 'cancel'; readonly command: CancelEnvelope }
  | { readonly verb: 'cancelScheduled'; readonly command: CancelScheduled }
  | { readonly verb: 'wallet' | 'settings'; readonly command: Command }
  | { readonly verb: 'details' | 'verify'; readonly command: Command & { envelopeNo: string } }
  | { readonly verb: 'changeSettings'; readonly command: ChangeSettings }
  | { readonly verb: 'rain'; readonly command: Rain }
  | { readonly verb: 'changeIncome'; readonly command: ChangeIncome }
  | { readonly verb: 'checkIn' | 'startingSum'; readonly command: KeyedCommand }
  | { readonly verb: 'leaveBoards'; readonly command: LeaveBoards }
  | { readonly verb: 'claimAllowance'; readonly command: ClaimAllowance }
  | { readonly verb: 'block'; readonly command: BlockMember }
  | { readonly verb: 'unblock'; readonly command: UnblockMember }
  | { readonly verb: 'appoint'; readonly command: AppointTreasurer }
  | { readonly verb: 'makeLinkCode' | 'unlink' | 'previewUnlink'; readonly command: AdminCommand }
  | { readonly verb: 'link' | 'previewLink'; readonly command: LinkCommunities }
  | {
      readonly verb: 'makePersonCode' | 'unlinkPerson' | 'previewUnlinkPerson'
      readonly command: PersonalCommand
    }
  | { readonly verb: 'linkPeople' | 'previewPersonLink'; readonly command: LinkPeople }
  | { readonly verb: 'migrate'; readonly command: MigrateChat }
  | { readonly verb: 'topUpMany'; readonly command: TopUpMany }
  | { readonly verb: 'enter'; readonly command: EnterChat }
  | OperatorOperation
  | ReadingOperation
  | { readonly verb: 'keepUpdate'; readonly platform: string; readonly key: string; readonly body: string }
  | { readonly verb: 'forgetUpdate'; readonly platform: string; readonly key: string }
  | { readonly verb: 'pendingUpdates'; readonly platform: string }
  | { readonly verb: 'sweep' | 'sweepAlone' | 'open' | 'serveFairStarts'; readonly limit: number }
  | { readonly verb: 'forget'; readonly before: number }
  /** One envelope of those that `sweepAlone` or `serveFairStarts` has listed. */
  | { readonly verb: 'expireOne' | 'serveOne' }
  | { readonly verb: 'finishMigrations' | 'pending' | 'breakDown' | 'transferThawed' }
  | { readonly verb: 'countForLeaderboards' | 'moveSome' }
  | BoardOperation
  | ResultOperation

export interface ConsoleFreezing extends ConsoleFreeze {
  readonly verb: 'freeze' | 'thaw'
}

/** Actions of an operator, at the console or in the file itself. */
export type OperatorOperation =
  | { readonly verb: 'consoleTopUp'; readonly command: ConsoleTopUp }
  | { readonly verb: 'consoleFreeze'; readonly command: ConsoleFreezing }
  | { readonly verb: 'freeze'; readonly command: { readonly walletNo: string; readonly frozen: boolean } }
  /** Issues all but `left` of what a community may have, to its members in turn. */
  | { readonly verb: 'hoard'; readonly command: { readonly place: Place; readonly left: number } }

/** Operations that only read. */
export type ReadingOperation =
  | { readonly verb: 'statement'; readonly command: StatementQuery }
  | { readonly verb: 'leaderboard'; readonly command: Command & { board: Board; period: Period } }
  | { readonly verb: 'supply' | 'luck'; readonly command: Command }
  | { readonly verb: 'audit' | 'recent'; readonly command: Command & { limit: number } }
  | { readonly verb: 'books'; readonly command: BookQuery }
  | { readonly verb: 'walletsOf'; readonly command: Pick<Command, 'by'> }
  | { readonly verb: 'suspects'; readonly command: SuspectsQuery }
  | { readonly verb: 'knownUsers'; readonly command: KnownUsersQuery }
  | { readonly verb: 'senderOf'; readonly command: { platform: string; envelopeNo: string } }
  | { readonly verb: 'join'; readonly command: Command }
  | { readonly verb: 'rememberHandle'; readonly command: Handle }
  | { readonly verb: 'userCalled'; readonly command: Omit<Handle, 'user'> }

/** The updater's requests to the message board. */
export type BoardOperation =
  | { readonly verb: 'platformsToNotify' }
  | { readonly verb: 'chatsBehind'; readonly after: Parameters<App['board']['chatsBehind']>[0] }
  | { readonly verb: 'nextCard'; readonly platform: string; readonly chat: string }
  | { readonly verb: 'shown'; readonly id: number; readonly message: string; readonly rev: number }
  | {
      readonly verb: 'later' | 'notificationLater'
      readonly id: number
      readonly after: number
      readonly attempts: number
    }
  | { readonly verb: 'gone' | 'notificationDone'; readonly id: number }
  | { readonly verb: 'nextNotification'; readonly platform: string }

/** The poster's requests about results, each named by its card's nonce. */
export type ResultOperation =
  | { readonly verb: 'resultsToPost' }
  | { readonly verb: 'beginResult' | 'resultPosted' | 'resultLeftOut'; readonly nonce: string }
  | { readonly verb: 'resultLater'; readonly nonce: string; readonly after: number }

/** Describes a request in one line, for people. */
export function describe(operation: Operation): string {
  const { verb, ...rest } = operation
  if (!('command' in operation)) return `${verb} ${JSON.stringify(rest)}`
  const { place, by, ...fields } = operation.command as unknown as Record<string, Record<string, string>>
  const who = by ? ` ${by.name}` : ''
  const where = place ? ` at ${place.platform}/${place.chat}` : ''
  return `${verb}${who}${where} ${JSON.stringify(fields)}`
}
