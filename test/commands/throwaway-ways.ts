import type { WayInChat } from '../../src/commands/red-packet/ways/way-in-chat.js'
import { WAYS_IN_CHAT } from '../../src/commands/red-packet/ways/ways-in-chat.js'
import type { WayRules } from '../../src/core/ways/way.js'
import { WAYS } from '../../src/core/ways/ways.js'

/** Opens for everyone in its last seconds; how many is secret. */
const lastCall: WayRules<{ readonly before: number }> = {
  serves: 'taps',
  tickets: 'none',
  details: 'as JSON',
  fixed: (_, random) => ({ before: 1_000 * (1 + random.below(9)) }),
  terms: ({ before }) => ['last-call', `before=${before}`],
  tap: ({ details, now, deadline }) => (now < deadline - details.before ? { say: 'early' } : 'grab'),
}

/** Everyone joins; winners are drawn at the deadline. */
const lottery: WayRules<object> = {
  serves: 'at the deadline',
  tickets: 'for shares',
  sealedOrder: true,
  fixed: () => ({}),
  terms: () => ['lottery'],
  tap: () => 'join',
}

const lastCallInChat: WayInChat = {
  choice: { en: ['Last call', 'last-call'], zh: ['最后几秒', '压哨'] },
  onCard: ({ state }, language) => ({
    how: state !== 'open' ? undefined : language === 'en' ? 'Opens at the last moment.' : '最后几秒才开。',
    button: language === 'en' ? 'Now!' : '抢！',
  }),
  says: (_, language) => (language === 'en' ? 'Not yet.' : '还没到时候。'),
}

const lotteryInChat: WayInChat = { choice: { en: ['Lottery', 'lottery'], zh: ['彩票', '彩票'] } }

/** Registers two ways; to be called before anything reads the ways. */
export function registerWays(): void {
  Object.assign(WAYS, { last_call: lastCall, lottery })
  Object.assign(WAYS_IN_CHAT, { last_call: lastCallInChat, lottery: lotteryInChat })
}
