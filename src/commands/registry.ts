import { deduct, topup } from './admin-moves/admin-moves.js'
import { again, resend } from './again/again.js'
import { allowance } from './allowance/allowance.js'
import { audit } from './audit/audit.js'
import { block, unblock } from './block/block.js'
import { books } from './books/books.js'
import { calendar } from './calendar/calendar.js'
import { cancel } from './cancel/cancel.js'
import { checkin } from './check-in/check-in.js'
import { cover } from './cover/cover.js'
import { dashboard } from './dashboard/dashboard.js'
import { dismiss } from './dismiss/dismiss.js'
import { envelope } from './envelope/envelope.js'
import type { Entry } from './framework/define.js'
import { freeze, thaw } from './freeze/freeze.js'
import { help } from './help/help.js'
import { history } from './history/history.js'
import { leaderboard } from './leaderboard/leaderboard.js'
import { link, unlink } from './link-chats/link-chats.js'
import { linkme, unlinkme } from './link-people/link-people.js'
import { luck } from './luck/luck.js'
import { rain } from './rain/rain.js'
import { grab } from './red-packet/grab.js'
import { redpacket } from './red-packet/redpacket.js'
import { result } from './results/result.js'
import { reverse } from './reverse/reverse.js'
import { unschedule } from './schedule/unschedule.js'
import { settings } from './settings/settings.js'
import { start } from './start/start.js'
import { supply } from './supply/supply.js'
import { suspects } from './suspects/suspects.js'
import { tip } from './tip/tip.js'
import { transfer } from './transfer/transfer.js'
import { verify } from './verify/verify.js'
import { wallet } from './wallet/wallet.js'
import { year } from './year/year.js'

/** All commands, in the order in which they are offered. Each feature is one line. */
export const ENTRIES: readonly Entry[] = [
  ...[redpacket, again, resend, grab],
  wallet,
  history,
  ...[transfer, tip],
  rain,
  ...[checkin, allowance],
  leaderboard,
  luck,
  year,
  envelope,
  result,
  verify,
  cancel,
  ...[calendar, unschedule],
  books,
  audit,
  supply,
  ...[linkme, unlinkme],
  ...[help, start],
  ...[topup, deduct],
  ...[dashboard, suspects, block, unblock],
  reverse,
  ...[freeze, thaw],
  settings,
  cover,
  ...[link, unlink],
  dismiss,
]
