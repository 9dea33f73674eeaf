import type { App } from '../app/app.js'
import type { Place } from '../core/place.js'

/**
 * Databases that a use case concerns:
 *
 * - `chat`: the one of the chat in its command;
 * - `row`: the one that has the row, envelope or picture in question;
 * - `first`: the first, which has everything that belongs to no community;
 * - `all`: all of them, each for itself;
 * - `spanning`: several, as one change that is completed even after a crash.
 */
export type Route = 'chat' | 'row' | 'first' | 'all' | 'spanning'

type PartName = 'pendingUpdates' | 'announced' | 'board' | 'reversalNotices'

/** Every function of the app, such as `topUp` and `board.nextCard`. */
export type UseCase =
  | Exclude<keyof App, PartName>
  | { [Part in PartName]: `${Part}.${keyof App[Part] & string}` }[PartName]

/** The route of every function of the app. One without a route doesn't compile. */
export const ROUTES = {
  foundCommunity: 'chat',
  enterChat: 'chat',
  communityInfo: 'chat',
  settings: 'chat',
  changeSettings: 'chat',
  calendar: 'chat',
  addDay: 'chat',
  removeOwnDay: 'chat',
  switchFestival: 'chat',
  cover: 'chat',
  setCover: 'chat',
  removeCover: 'chat',
  coverPicture: 'row',
  themeAt: 'chat',
  changeIncome: 'chat',
  checkIn: 'chat',
  claimAllowance: 'chat',
  startingSum: 'chat',
  appointTreasurer: 'chat',
  joinMember: 'chat',
  topUp: 'chat',
  topUpMany: 'chat',
  deduct: 'chat',
  freezeWallet: 'chat',
  thawWallet: 'chat',
  previewReversal: 'chat',
  reverseTrade: 'chat',
  rain: 'chat',
  usersToRainOn: 'chat',
  transfer: 'chat',
  sendEnvelope: 'chat',
  cancelScheduled: 'chat',
  openScheduled: 'all',
  openOneByOne: 'all',
  grabShare: 'chat',
  refuseLate: 'chat',
  admission: 'row',
  endWaits: 'all',
  serveFairStarts: 'all',
  askingCard: 'chat',
  cancelEnvelope: 'chat',
  expireEnvelopes: 'all',
  expireOneByOne: 'all',
  refunding: 'all',
  endPauses: 'all',
  transferThawed: 'all',
  envelopeDetails: 'chat',
  verifyEnvelope: 'chat',
  recentEnvelopes: 'chat',
  lastSent: 'row',
  senderOf: 'row',
  knownUsers: 'chat',
  wallet: 'chat',
  statement: 'chat',
  leaveBoards: 'chat',
  leaderboard: 'chat',
  luck: 'chat',
  countForLeaderboards: 'all',
  walletsOf: 'all',
  migrateChat: 'chat',
  finishMigrations: 'all',
  makeLinkCode: 'chat',
  claimCode: 'spanning',
  previewLink: 'spanning',
  linkCommunities: 'spanning',
  previewUnlink: 'chat',
  unlinkCommunities: 'chat',
  moveSome: 'all',
  makePersonCode: 'first',
  previewPersonLink: 'spanning',
  linkPeople: 'spanning',
  previewUnlinkPerson: 'spanning',
  unlinkPerson: 'spanning',
  blockMember: 'chat',
  unblockMember: 'chat',
  suspects: 'chat',
  dashboard: 'chat',
  yearLetter: 'chat',
  supply: 'chat',
  audit: 'chat',
  books: 'chat',
  reconcile: 'all',
  forgetIdempotencyRecords: 'all',
  'pendingUpdates.keep': 'first',
  'pendingUpdates.done': 'first',
  'pendingUpdates.all': 'first',
  'announced.already': 'row',
  'announced.done': 'row',
  rememberHandle: 'first',
  userCalled: 'first',
  'board.chatsBehind': 'all',
  'board.nextCard': 'chat',
  'board.shown': 'row',
  'board.later': 'row',
  'board.wake': 'all',
  'board.wakeSoon': 'chat',
  'board.gone': 'row',
  'board.platformsToNotify': 'all',
  'board.nextNotification': 'all',
  'board.notificationDone': 'row',
  'board.notificationLater': 'row',
  'board.resultsToPost': 'all',
  'board.beginResult': 'row',
  'board.resultPosted': 'row',
  'board.resultLater': 'row',
  'board.resultLeftOut': 'row',
  'reversalNotices.platforms': 'all',
  'reversalNotices.next': 'all',
  'reversalNotices.done': 'row',
  'reversalNotices.later': 'row',
  pendingMessages: 'all',
  ping: 'first',
  onCommit: 'all',
  now: 'first',
} as const satisfies Record<UseCase, Route>

/** Routed by the chat as well, with something to do before or after. */
const OTHERWISE = [
  'communityInfo',
  'enterChat',
  'foundCommunity',
  'migrateChat',
  'statement',
  'themeAt',
] as const

type NamingPlace = {
  [Name in keyof App]: App[Name] extends (...args: never[]) => unknown
    ? Parameters<App[Name]>[0] extends { readonly place: Place }
      ? Name
      : never
    : never
}[keyof App]

type RoutedByChat = {
  [Name in keyof App & keyof typeof ROUTES]: (typeof ROUTES)[Name] extends 'chat' ? Name : never
}[keyof App & keyof typeof ROUTES]

/** The use cases that concern only the database of the place in their command. */
export type ByPlace = Exclude<RoutedByChat & NamingPlace, (typeof OTHERWISE)[number]>

/** Their names. */
export const BY_PLACE = Object.entries(ROUTES).flatMap(([name, route]) =>
  route === 'chat' && !name.includes('.') && !(OTHERWISE as readonly string[]).includes(name)
    ? [name as ByPlace]
    : [],
)
