import { describe, expect, it, test } from 'vitest'
import type { App } from '../../src/app/app.js'
import { MAX_OWN_DAYS } from '../../src/app/community/calendar.js'
import { consoleTopUp } from '../../src/app/wallets/console-top-up.js'
import { encodeAction } from '../../src/commands/framework/actions.js'
import { usageHint } from '../../src/commands/framework/lines/usage.js'
import type { CommonRefusal } from '../../src/commands/framework/outcome.js'
import type { Reply } from '../../src/commands/framework/replies/reply.js'
import type { Mention, Raws, Request } from '../../src/commands/framework/request.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { unschedule } from '../../src/commands/schedule/unschedule.js'
import type { EnvelopeRefusal } from '../../src/core/envelope.js'
import { type AmountRefusal, MAX_CIRCULATION } from '../../src/core/money.js'
import type { Language } from '../../src/i18n/language.js'
import { CommandChat, textOf } from '../support/command-chat.js'
import { codeOf, fillAt, found, link, tryLink, unite } from '../support/linked-world.js'
import { asThief } from '../support/thief.js'
import { HOUR, LOBBY, MINUTE, person, type World } from '../support/world.js'

// Every outcome of every use case that a command calls, each produced on a real store.

const SECOND = { platform: 'test', chat: 'second' }
const helpers: Mention = { kind: 'role', role: { platform: 'test', role: '7', name: 'Helpers' } }
const wei: Mention = { kind: 'person', person: person('Wei') }

/** A chat in which all text is in one language. */
interface Stage {
  readonly chat: CommandChat
  readonly world: World
  say(who: string, line: string, more?: Partial<Request>): Promise<Reply>
  command(who: string, name: string, raws: Raws, more?: Partial<Request>): Promise<Reply>
  /** Sends a red packet, which must succeed; resolves with its number. */
  send(line?: string): Promise<string>
  grab(who: string, no: string): Promise<Reply>
  readonly language: Language
  /** Orders a red packet for later and confirms it. */
  schedule(line: string): Promise<Reply>
  /** Taps the first button below the calendar. */
  cancelFirst(who: string): Promise<Reply>
  /** Cancels what a reply says was scheduled. */
  tapped(who: string, order: Reply): Promise<Reply>
}
/** Produces one outcome and resolves with the reply. Earlier outcomes remain in effect. */
type Scene = (stage: Stage) => Promise<Reply>
/** Unreachable by requests: reading the arguments refuses them earlier. */
const UNREACHED = undefined

type OutcomeOf<UseCase extends keyof App> = App[UseCase] extends (...args: never[]) => Promise<infer Outcome>
  ? Outcome
  : never
type Kind<Outcome> = Outcome extends { kind: infer Each extends string } ? Each : never
/** A scene for every outcome except the common ones: a missing kind doesn't compile. */
type Scenes<UseCase extends keyof App> = Readonly<
  Record<Kind<Exclude<OutcomeOf<UseCase>, CommonRefusal>>, Scene | undefined>
>

async function openStage(language: Language): Promise<Stage> {
  const chat = await CommandChat.open()
  const { world } = chat
  const say: Stage['say'] = (who, line, more) => chat.line(who, line, { language, ...more })
  return {
    ...{ chat, world, say },
    command: (who, name, raws, more) => chat.command(who, name, raws, { language, ...more }),
    async send(line = '/redpacket 4 2') {
      const { outcome, envelope } = await say('Lan', line)
      if (outcome !== 'sent' || envelope === undefined) throw new Error(outcome)
      return envelope
    },
    grab: (who, no) => chat.tap(who, cardActions(no, language).grab.data, { language }),
    language,
    async schedule(line) {
      const preview = await say('Lan', line)
      const button = preview.actions?.[0]?.[0]
      if (!button) throw new Error(textOf(preview))
      return await chat.tap('Lan', button.data, { language })
    },
    async cancelFirst(who) {
      const button = (await say(who, '/calendar')).actions?.[0]?.[0]
      return await chat.tap(who, button?.data ?? '', { language })
    },
    async tapped(who, order) {
      const envelope = numberIn(order)
      return await chat.tap(who, encodeAction(unschedule, { envelope }, person(who)), { language })
    },
  }
}

/** Acts as Wei, whom an admin has blocked for the moment. */
async function whileBlocked(say: Stage['say'], act: () => Promise<Reply>): Promise<Reply> {
  await say('Admin', '/block @Wei grabs by script')
  const refused = await act()
  await say('Admin', '/unblock @Wei')
  return refused
}

const numberIn = (reply: Reply) => /#([0-9a-f]{10})/.exec(textOf(reply))?.[1]
const long = 'long '.repeat(50)
const codeIn = (reply: Reply) => /`(.+?)`/.exec(textOf(reply))?.[1] ?? ''

/** Ends everything that is due, a draw at a time. */
async function sweep(world: World): Promise<void> {
  while ((await world.app.expireEnvelopes(10)) > 0);
}

const common: Readonly<Record<CommonRefusal['kind'], Scene | undefined>> = {
  insufficient: ({ say }) => say('Wei', '/transfer @Lan 5'),
  wallet_frozen: async ({ say, world }) => {
    await world.freeze('小兰')
    return await say('Lan', '/transfer @小兰 5')
  },
  newcomer_limit: async ({ say }) => {
    await say('Admin', '/settings newcomer-limit 4 7d')
    const refused = await say('Lan', '/transfer @Wei 5')
    await say('Admin', '/settings newcomer-limit 0')
    return refused
  },
  not_admin: ({ say }) => say('Lan', '/topup @Wei 5 prize'),
  key_reused: async ({ say }) => {
    await say('Lan', '/transfer @Wei 5', { id: 'same' })
    return await say('Lan', '/transfer @Wei 6', { id: 'same' })
  },
  unknown_chat: ({ say }) => say('Lan', '/leaderboard', { place: { platform: 'test', chat: 'nowhere' } }),
  bad_amount: UNREACHED,
}

const send: Scenes<'sendEnvelope'> = {
  sent: ({ say }) => say('Lan', '/redpacket 10 3'),
  envelope_refused: ({ say }) => say('Lan', '/redpacket 10 300'),
  too_many_open: async ({ say }) => {
    await say('Admin', '/settings max 1')
    return await say('Lan', '/redpacket 10 3')
  },
  scheduled: ({ schedule }) => schedule('/redpacket 1 1 on tomorrow 20:00'),
  bad_appointment: ({ say }) => say('Lan', '/redpacket 1 1 on 2030-01-01 20:00'),
  too_many_scheduled: async ({ schedule }) => {
    await schedule('/redpacket 0.01 1 every day 20:00 x49')
    return await schedule('/redpacket 0.01 1 every day 20:00 x2')
  },
}

const cancelScheduled: Scenes<'cancelScheduled'> = {
  schedule_cancelled: async ({ schedule, cancelFirst }) => {
    await schedule('/redpacket 1 1 on tomorrow 20:00')
    return await cancelFirst('Lan')
  },
  not_sender: async ({ schedule, tapped }) =>
    tapped('Wei', await schedule('/redpacket 1 1 on tomorrow 20:00')),
  not_scheduled: async ({ schedule, tapped }) => {
    const order = await schedule('/redpacket 1 1 on tomorrow 20:00')
    await tapped('Lan', order)
    return await tapped('Lan', order)
  },
  unknown_envelope: async ({ chat, language }) =>
    chat.tap('Lan', encodeAction(unschedule, { envelope: 'ffffffffff' }, person('Lan')), { language }),
}

const envelopeRefusals: Readonly<Record<EnvelopeRefusal['kind'], Scene | undefined>> = {
  bad_count: ({ say }) => say('Lan', '/redpacket 10 300'),
  too_small: ({ say }) => say('Lan', '/redpacket 0.02 3'),
  not_divisible: ({ say }) => say('Lan', '/redpacket 10 3 equal'),
  greeting_too_long: ({ say }) => say('Lan', `/redpacket 10 3 ${long}`),
  bad_lifetime: ({ say }) => say('Lan', '/redpacket 10 3 in 30d'),
  bad_fair_start: ({ say }) => say('Lan', '/redpacket 10 3 fair-start 20s'),
  fair_start_elsewhere: ({ say }) => say('Lan', '/redpacket 10 3 draw fair-start 3s'),
  more_shares_than_chosen: ({ say }) => say('Lan', '/redpacket 10 3 for @Wei'),
  bad_chosen: UNREACHED,
  bad_age: ({ say }) => say('Lan', '/redpacket 10 3 known 10m'),
  bad_turns: ({ say }) => say('Lan', '/redpacket 10 3 turns 11'),
  bad_password: ({ say }) => say('Lan', `/redpacket 10 3 password ${'x'.repeat(41)}`),
  bad_quiz: ({ command }) => command('Lan', 'redpacket', { amount: '10', count: '3', quiz: '1+1?' }),
  // A keyword is taken once.
  repeated_condition: UNREACHED,
  several_questions: ({ say }) => say('Lan', '/redpacket 10 3 password sesame wish-wall'),
  amount_too_large: async ({ say }) => {
    await say('Admin', '/settings most 5')
    return await say('Lan', '/redpacket 10 3')
  },
}

const grab: Scenes<'grabShare'> = {
  // No way of the program has words of its own for a tap.
  way_says: UNREACHED,
  grabbed: async ({ send, grab }) => grab('Wei', await send()),
  already_grabbed: async ({ send, grab }) => {
    const no = await send()
    await grab('Wei', no)
    return await grab('Wei', no)
  },
  asked: async ({ send, grab }) => grab('Wei', await send('/redpacket 4 2 password sesame')),
  wrong_answer: async ({ send, say }) =>
    say('Wei', `/grab ${await send('/redpacket 4 2 password sesame')} rice`),
  not_met: async ({ send, say }) => {
    const no = await send('/redpacket 4 2 password sesame secret')
    for (let wrong = 0; wrong < 5; wrong++) await say('Wei', `/grab ${no} rice`)
    return await say('Wei', `/grab ${no} sesame`)
  },
  not_chosen: async ({ send, grab }) => grab('Admin', await send('/redpacket 4 1 for @Wei')),
  blocked: async ({ send, grab, say }) => {
    const no = await send()
    return await whileBlocked(say, () => grab('Wei', no))
  },
  own_envelope: async ({ send, grab }) => grab('Lan', await send('/redpacket 4 2 equal')),
  finished: async ({ send, grab }) => {
    const no = await send('/redpacket 4 1')
    await grab('Wei', no)
    return await grab('Admin', no)
  },
  cancelled: async ({ send, say, grab }) => {
    const no = await send()
    await say('Lan', `/cancel ${no}`)
    return await grab('Wei', no)
  },
  expired: async ({ send, grab, world }) => {
    const no = await send()
    world.clock.pass(25 * HOUR)
    return await grab('Wei', no)
  },
  unknown_envelope: ({ grab }) => grab('Wei', 'ffffffffff'),
  waiting: async ({ send, grab, world }) => {
    const no = await send('/redpacket 4 2 fair-start 10s')
    world.app.endWaits()
    return await grab('Wei', no)
  },
  missed: async ({ send, grab }) => {
    // Two of three tries miss, so one of many people wins nothing.
    const no = await send('/redpacket 4 200 shake')
    for (let each = 0; ; each++) {
      const tried = await grab(`P${each}`, no)
      if (tried.outcome === 'missed') return tried
    }
  },
  no_tries_left: async ({ send, grab }) => {
    const no = await send('/redpacket 4 200 shake')
    for (let each = 0; ; each++) {
      const tries = []
      for (let one = 0; one < 4; one++) tries.push(await grab(`P${each}`, no))
      if (tries[3]?.outcome === 'no_tries_left') return tries[3]
    }
  },
  joined: async ({ send, grab }) => grab('Wei', await send('/redpacket 4 2 draw 1m')),
  already_joined: async ({ send, grab }) => {
    const no = await send('/redpacket 4 2 draw 1m')
    await grab('Wei', no)
    return await grab('Wei', no)
  },
  being_drawn: async ({ send, grab, world }) => {
    const no = await send('/redpacket 4 2 draw 1m')
    world.clock.pass(MINUTE)
    return await grab('Wei', no)
  },
  drawn: async ({ send, grab, world }) => {
    const no = await send('/redpacket 4 2 draw 1m')
    await grab('Wei', no)
    world.clock.pass(MINUTE)
    await sweep(world)
    return await grab('Wei', no)
  },
  not_drawn: async ({ send, grab, world }) => {
    const no = await send('/redpacket 4 1 draw 1m')
    await grab('Wei', no)
    await grab('Admin', no)
    world.clock.pass(MINUTE)
    await sweep(world)
    const [wei, admin] = [await grab('Wei', no), await grab('Admin', no)]
    return wei.outcome === 'not_drawn' ? wei : admin
  },
}

const cancel: Scenes<'cancelEnvelope'> = {
  envelope_cancelled: async ({ send, say }) => say('Lan', `/cancel ${await send()}`),
  not_sender: async ({ send, say }) => say('Wei', `/cancel ${await send()}`),
  somebody_grabbed: async ({ send, say, grab }) => {
    const no = await send()
    await grab('Wei', no)
    return await say('Lan', `/cancel ${no}`)
  },
  somebody_joined: async ({ send, say, grab }) => {
    const no = await send('/redpacket 4 2 draw 1m')
    await grab('Wei', no)
    return await say('Lan', `/cancel ${no}`)
  },
  ended: async ({ send, say }) => {
    const no = await send()
    await say('Lan', `/cancel ${no}`)
    return await say('Lan', `/cancel ${no}`)
  },
  unknown_envelope: ({ say }) => say('Lan', '/cancel ffffffffff'),
}

const transfer: Scenes<'transfer'> = {
  transferred: ({ say }) => say('Lan', '/transfer @Wei 5 tea'),
  to_self: ({ say }) => say('Lan', '/transfer @Lan 5'),
  note_too_long: ({ say }) => say('Lan', `/transfer @Wei 5 ${long}`),
}

const rain: Scenes<'rain'> = {
  nobody: ({ say }) => say('Lan', '/rain 5'),
  rained: async ({ say, send, grab }) => {
    const no = await send('/redpacket 4 2')
    await grab('Wei', no)
    await grab('Admin', no)
    return await say('Lan', '/rain 5.01')
  },
  too_little: ({ say }) => say('Lan', '/rain 0.01'),
  too_many: ({ command }) => {
    const withRole = async () => Array.from({ length: 501 }, (_, index) => person(`P${index}`))
    return command('Lan', 'rain', { amount: '50', role: [helpers] }, { withRole })
  },
}

const topUp: Scenes<'topUp'> = {
  topped_up: ({ say }) => say('Admin', '/topup @Wei 5 prize'),
  reason_missing: ({ command }) => command('Admin', 'topup', { member: [wei], amount: '5', reason: ' ' }),
  reason_too_long: ({ say }) => say('Admin', `/topup @Wei 5 ${long}`),
  circulation_full: async ({ say, world }) => {
    await fillAt(world, LOBBY, person('Rich'), MAX_CIRCULATION - 100_000)
    return await say('Admin', '/topup @Wei 1000000 prize')
  },
}

const reversePreview: Scenes<'previewReversal'> = {
  reversal_preview: async ({ say }) => {
    await say('Lan', '/transfer @Wei 5')
    return await say('Admin', '/reverse 2 wrong Wei')
  },
  unknown_trade: ({ say }) => say('Admin', '/reverse 999 wrong Wei'),
  not_reversible: async ({ say, send }) => {
    await send()
    return await say('Admin', '/reverse 3 wrong Wei')
  },
  already_reversed: async ({ say, chat, language }) => {
    const { actions } = await say('Admin', '/reverse 2 wrong Wei')
    await chat.tap('Admin', actions?.[0]?.[0]?.data ?? '', { language })
    return await say('Admin', '/reverse 2 wrong Wei')
  },
  member_lacks: async ({ say }) => {
    await say('Lan', '/transfer @Wei 5')
    await say('Wei', '/transfer @Lan 2')
    return await say('Admin', '/reverse 5 wrong Wei')
  },
  one_person: async ({ say, world }) => {
    await unite(world, person('Lan'), person('Wei'))
    return await say('Admin', '/reverse 5 wrong Wei')
  },
  circulation_full: async ({ say, world }) => {
    await say('Admin', '/deduct @Lan 5 fine')
    await fillAt(world, LOBBY, person('Rich'), MAX_CIRCULATION - 11_900)
    return await say('Admin', '/reverse 8 wrong Wei')
  },
  booked_elsewhere: async ({ say, world }) => {
    await found(world, SECOND)
    await fillAt(world, SECOND, person('Zoe'), 1)
    await link(world, LOBBY, SECOND)
    return await say('Admin', '/reverse 10 wrong Wei')
  },
  reason_missing: ({ command }) => command('Admin', 'reverse', { trade: '2', reason: ' ' }),
  reason_too_long: ({ say }) => say('Admin', `/reverse 2 ${long}`),
}

const reverse: Scenes<'reverseTrade'> = {
  ...{ unknown_trade: UNREACHED, not_reversible: UNREACHED, already_reversed: UNREACHED },
  ...{ member_lacks: UNREACHED, one_person: UNREACHED, circulation_full: UNREACHED },
  ...{ booked_elsewhere: UNREACHED, reason_missing: UNREACHED, reason_too_long: UNREACHED },
  reversed: async ({ say, chat, language }) => {
    await say('Lan', '/transfer @Wei 5')
    const { actions } = await say('Admin', '/reverse 2 wrong Wei')
    return await chat.tap('Admin', actions?.[0]?.[0]?.data ?? '', { language })
  },
}

const freeze: Scenes<'freezeWallet'> = {
  frozen: ({ say }) => say('Admin', '/freeze @Wei begs'),
  already_frozen: ({ say }) => say('Admin', '/freeze @Wei again'),
  thawed: ({ say }) => say('Admin', '/thaw @Wei'),
  not_frozen: ({ say }) => say('Admin', '/thaw @Wei'),
  reason_missing: ({ command }) => command('Admin', 'freeze', { member: [wei], reason: ' ' }),
  reason_too_long: ({ say }) => say('Admin', `/freeze @Wei ${long}`),
}

const deduct: Scenes<'deduct'> = {
  deducted: ({ say }) => say('Admin', '/deduct @Lan 5 twice'),
  member_lacks: ({ say }) => say('Admin', '/deduct @Wei 5 twice'),
  reason_missing: ({ command }) => command('Admin', 'deduct', { member: [wei], amount: '5', reason: ' ' }),
  reason_too_long: ({ say }) => say('Admin', `/deduct @Lan 5 ${long}`),
}

const settings: Scenes<'settings'> & Scenes<'changeSettings'> = {
  settings: ({ say }) => say('Lan', '/settings'),
  settings_changed: ({ say }) => say('Admin', '/settings open 1h'),
  nothing_to_change: ({ say }) => say('Admin', '/settings open 1h'),
  bad_time_zone: ({ say }) => say('Admin', '/settings timezone Asia/Atlantis'),
  bad_currency: ({ say }) => say('Admin', `/settings currency Gold ${'g'.repeat(9)}`),
  scale_fixed: ({ say }) => say('Admin', '/settings currency Gold g 0'),
  bad_rules: ({ say }) => say('Admin', '/settings open 30d'),
}

const calendar: Scenes<'calendar'> & Scenes<'addDay'> & Scenes<'removeOwnDay'> & Scenes<'switchFestival'> = {
  calendar: ({ say }) => say('Wei', '/calendar'),
  day_added: ({ say }) => say('Admin', '/calendar add 农历八月初三 小兰生日'),
  unknown_day: ({ say }) => say('Admin', '/calendar remove Lan'),
  day_removed: ({ say }) => say('Admin', '/calendar remove 小兰生日'),
  festival_switched: ({ say }) => say('Admin', '/calendar festival halloween off'),
  nothing_to_change: ({ say }) => say('Admin', '/calendar festival halloween off'),
  too_many_days: async ({ say }) => {
    for (let day = 1; day <= MAX_OWN_DAYS; day++)
      await say('Admin', `/calendar add 8-${(day % 28) + 1} Day ${day}`)
    return await say('Admin', '/calendar add 8-1 One more')
  },
}

const income: Scenes<'changeIncome'> = {
  income_changed: ({ say }) => say('Admin', '/settings income checkin 5 cap 500 streak 1 festival 8'),
  nothing_to_change: ({ say }) => say('Admin', '/settings income checkin 5'),
  cap_too_small: ({ say }) => say('Admin', '/settings income checkin 5 cap 5'),
  cap_missing: async ({ say }) => {
    await say('Admin', '/settings income checkin 0')
    return await say('Admin', '/settings income checkin 5')
  },
  role_missing: ({ say }) => say('Admin', '/settings income allowance 5 cap 500'),
  role_not_asked: ({ command }) =>
    command('Admin', 'settings.income', { way: 'checkin', amount: '5', cap: '500', role: [helpers] }),
  only_for_check_in: ({ say }) => say('Admin', '/settings income starting 5 cap 500 streak 1'),
}

const checkIn: Scenes<'checkIn'> = {
  income_off: ({ say }) => say('Wei', '/checkin'),
  checked_in: async ({ say }) => {
    await say('Admin', '/settings income checkin 5 cap 5')
    return await say('Wei', '/checkin')
  },
  already_checked_in: ({ say }) => say('Wei', '/checkin'),
  checked_in_unpaid: ({ say }) => say('Lan', '/checkin'),
  blocked: ({ say }) => whileBlocked(say, () => say('Wei', '/checkin')),
  circulation_full: async ({ say, world }) => {
    await say('Admin', '/settings income checkin 5 cap 500')
    await fillAt(world, LOBBY, person('Rich'), MAX_CIRCULATION - 13_000)
    return await say('Admin', '/checkin')
  },
}

const helping = { roles: () => ['7'] }

const claim: Scenes<'claimAllowance'> = {
  income_off: ({ say }) => say('Wei', '/allowance'),
  allowance_paid: async ({ say, command }) => {
    await command('Admin', 'settings.income', { way: 'allowance', amount: '5', cap: '5', role: [helpers] })
    return await say('Wei', '/allowance', helping)
  },
  no_role: ({ say }) => say('Lan', '/allowance'),
  already_paid: ({ say }) => say('Wei', '/allowance', helping),
  day_full: ({ say }) => say('Lan', '/allowance', helping),
  blocked: ({ say }) => whileBlocked(say, () => say('Wei', '/allowance')),
  circulation_full: async ({ say, command, world }) => {
    await command('Admin', 'settings.income', { way: 'allowance', amount: '5', cap: '500', role: [helpers] })
    await fillAt(world, LOBBY, person('Rich'), MAX_CIRCULATION - 13_000)
    return await say('Lan', '/allowance', helping)
  },
}

const treasurers: Scenes<'appointTreasurer'> = {
  treasurer_appointed: ({ say }) => say('Admin', '/settings treasurer @Wei'),
  treasurer_dismissed: ({ say }) => say('Admin', '/settings treasurer @Wei no'),
}

const blocks: Scenes<'blockMember'> & Scenes<'unblockMember'> = {
  member_blocked: ({ say }) => say('Admin', '/block @Wei grabs by script'),
  reason_missing: UNREACHED,
  reason_too_long: ({ say }) => say('Admin', `/block @Wei ${long}`),
  member_unblocked: ({ say }) => say('Admin', '/unblock @Wei'),
  not_blocked: ({ say }) => say('Admin', '/unblock @Wei'),
}

const figures: Scenes<'suspects'> & Scenes<'dashboard'> = {
  suspects: ({ say }) => say('Admin', '/suspects'),
  dashboard: ({ say }) => say('Admin', '/dashboard'),
}

const looks: Scenes<'luck'> &
  Scenes<'supply'> &
  Scenes<'yearLetter'> &
  Scenes<'audit'> &
  Scenes<'wallet'> &
  Scenes<'statement'> &
  Scenes<'leaderboard'> &
  Scenes<'leaveBoards'> = {
  supply: ({ say }) => say('Wei', '/supply'),
  no_year: ({ say }) => say('Lan', '/year'),
  own_year: async ({ send, grab, say }) => {
    await grab('Wei', await send('/redpacket 4 1'))
    return await say('Wei', '/year')
  },
  chat_year: ({ say }) => say('Lan', '/year chat'),
  audit: ({ say }) => say('Wei', '/audit'),
  wallet: ({ say }) => say('Lan', '/wallet'),
  statement: ({ say }) => say('Lan', '/history'),
  no_luck: ({ say }) => say('Lan', '/luck'),
  luck: async ({ send, grab, say }) => {
    const no = await send()
    await grab('Wei', no)
    await grab('Admin', no)
    return await say('Wei', '/luck')
  },
  left_boards: ({ say }) => say('Lan', '/leaderboard hide'),
  returned_to_boards: ({ say }) => say('Lan', '/leaderboard show'),
  leaderboard: async ({ send, grab, say }) => {
    await grab('Wei', await send())
    return await say('Lan', '/leaderboard')
  },
}

const details: Scenes<'envelopeDetails'> = {
  envelope: async ({ send, say }) => say('Wei', `/envelope ${await send('/redpacket 4 2 for @Wei, @小兰')}`),
  not_sent_yet: async ({ schedule, say }) =>
    say('Wei', `/envelope ${numberIn(await schedule('/redpacket 1 1 on tomorrow 20:00'))}`),
  unknown_envelope: ({ say }) => say('Wei', '/envelope ffffffffff'),
}

const verify: Scenes<'verifyEnvelope'> = {
  sealed: async ({ send, say }) => say('Wei', `/verify ${await send()}`),
  not_sent_yet: async ({ schedule, say }) =>
    say('Wei', `/verify ${numberIn(await schedule('/redpacket 1 1 on tomorrow 20:00'))}`),
  revealed: async ({ send, say, grab }) => {
    const no = await send('/redpacket 4 1')
    await grab('Wei', no)
    return await say('Wei', `/verify ${no}`)
  },
  unknown_envelope: ({ say }) => say('Wei', '/verify ffffffffff'),
}

const linkChats: Scenes<'makeLinkCode'> & Scenes<'previewLink'> & Scenes<'linkCommunities'> = {
  link_code: ({ say }) => say('Admin', '/link'),
  bad_code: ({ say }) => say('Admin', '/link 00000-00000'),
  other_scale: async ({ say, world }) => {
    const third = { platform: 'test', chat: 'third' }
    await found(world, third, 'The third chat', 0)
    return await say('Admin', `/link ${await codeOf(world, third)}`)
  },
  open_envelopes: async ({ say, send, world }) => {
    await found(world, SECOND, 'The second chat')
    const no = await send()
    const refused = await say('Admin', `/link ${await codeOf(world, SECOND)}`)
    await say('Lan', `/cancel ${no}`)
    return refused
  },
  circulation_full: async ({ say, world }) => {
    const full = { platform: 'test', chat: 'full' }
    await found(world, full, 'The full chat')
    await fillAt(world, full, person('Rich'), MAX_CIRCULATION)
    return await say('Admin', `/link ${await codeOf(world, full)}`)
  },
  link_preview: async ({ say, world }) => say('Admin', `/link ${await codeOf(world, SECOND)}`),
  communities_linked: async ({ say, world }) => say('Admin', `/link ${await codeOf(world, SECOND)} yes`),
  already_linked: async ({ say, world }) => say('Admin', `/link ${await codeOf(world, SECOND)}`),
  // There is one database here: test/mariadb/shards.test.ts has several.
  other_database: UNREACHED,
  scheduled_envelopes: async ({ say, world, schedule }) => {
    await say('Admin', '/unlink yes')
    await say('Admin', '/topup @Lan 5 again')
    await schedule('/redpacket 1 1 on tomorrow 20:00')
    return await say('Admin', `/link ${await codeOf(world, SECOND)}`)
  },
}

const unlinkChats: Scenes<'previewUnlink'> & Scenes<'unlinkCommunities'> = {
  not_linked: ({ say }) => say('Admin', '/unlink'),
  open_envelopes: async ({ say, send, world }) => {
    await found(world, SECOND, 'The second chat')
    await link(world, SECOND, LOBBY)
    const no = await send()
    const refused = await say('Admin', '/unlink')
    await say('Lan', `/cancel ${no}`)
    return refused
  },
  scheduled_envelopes: async ({ say, schedule, cancelFirst }) => {
    await schedule('/redpacket 1 1 on tomorrow 20:00')
    const refused = await say('Admin', '/unlink')
    await cancelFirst('Lan')
    return refused
  },
  unlink_preview: ({ say }) => say('Admin', '/unlink'),
  communities_unlinked: ({ say }) => say('Admin', '/unlink yes'),
}

const linkPeople: Scenes<'makePersonCode'> & Scenes<'previewPersonLink'> & Scenes<'linkPeople'> = {
  person_code: ({ say }) => say('Wei', '/linkme'),
  bad_code: ({ say }) => say('Wei', '/linkme 00000-00000'),
  same_identity: async ({ say }) => say('Wei', `/linkme ${codeIn(await say('Wei', '/linkme'))}`),
  people_preview: async ({ say }) => say('Wei', `/linkme ${codeIn(await say('Lan', '/linkme'))}`),
  people_linked: async ({ say }) => say('Wei', `/linkme ${codeIn(await say('Lan', '/linkme'))} yes`),
  already_linked: async ({ say }) => say('Wei', `/linkme ${codeIn(await say('Lan', '/linkme'))}`),
}

const unlinkPeople: Scenes<'previewUnlinkPerson'> & Scenes<'unlinkPerson'> = {
  not_linked: ({ say }) => say('Wei', '/unlinkme'),
  unlink_person_preview: async ({ say, world }) => {
    await unite(world, person('Lan'), person('Wei'))
    return await say('Wei', '/unlinkme')
  },
  person_unlinked: ({ say }) => say('Wei', '/unlinkme yes'),
}

const TABLE: Readonly<Record<string, Readonly<Record<string, Scene | undefined>>>> = {
  ...{
    common,
    send,
    cancelScheduled,
    grab,
    cancel,
    transfer,
    rain,
    topUp,
    deduct,
    freeze,
    reversePreview,
    reverse,
    settings,
    calendar,
    treasurers,
    blocks,
    figures,
    looks,
    details,
    verify,
  },
  ...{ linkChats, unlinkChats, linkPeople, unlinkPeople, income, checkIn, claim },
}

/** Outcomes for the asker alone: they hold a balance, a statement, a code, a share, or an identity elsewhere. */
const PRIVATE = [
  ...[
    'common insufficient',
    'send sent',
    'send scheduled',
    'transfer transferred',
    'rain rained',
    'topUp topped_up',
    'deduct deducted',
  ],
  ...['deduct member_lacks', 'looks wallet', 'looks statement', 'looks own_year', 'linkChats link_code'],
  ...['looks left_boards', 'looks returned_to_boards'],
  ...['checkIn blocked', 'claim blocked'],
  ...['blocks member_blocked', 'blocks member_unblocked', 'blocks not_blocked'],
  ...['figures suspects', 'figures dashboard'],
  ...['reversePreview reversal_preview', 'reversePreview member_lacks', 'reverse reversed'],
  ...Object.keys(grab).map((kind) => `grab ${kind}`),
  ...Object.keys(linkPeople).map((kind) => `linkPeople ${kind}`),
  ...Object.keys(unlinkPeople).map((kind) => `unlinkPeople ${kind}`),
]

function expectWords(reply: Reply): void {
  const text = textOf(reply)
  expect(text.trim()).not.toBe('')
  expect(text).not.toMatch(/undefined|\[object|NaN|\bnull\b|Infinity|\{times\}/)
}

// In Chinese with Latin names of commands the texts are the same, as words.test.ts checks.
describe.each(['en', 'zh'] as const)('in %s', (language) => {
  test.each(Object.keys(TABLE))(
    'every outcome of %s has distinct words for the right readers',
    async (command) => {
      const stage = await openStage(language)
      const texts: string[] = []
      for (const [kind, scene] of Object.entries(TABLE[command] ?? {})) {
        if (!scene) continue
        const reply = await scene(stage)
        expect(reply.outcome).toBe(kind)
        expectWords(reply)
        texts.push(textOf(reply))
        const isPrivate = PRIVATE.includes(`${command} ${kind}`)
        expect(reply.to, kind).toBe(isPrivate ? 'asker' : 'anyone')
      }
      expect(new Set(texts).size).toBe(texts.length)
      expect(stage.chat.errors).toEqual([])
      await stage.world.app.expireEnvelopes(100)
      expect(await stage.world.broken()).toEqual([])
    },
  )

  it('every refusal of a red packet has its own text', async () => {
    const stage = await openStage(language)
    const texts: string[] = []
    for (const scene of Object.values(envelopeRefusals)) {
      if (!scene) continue
      const reply = await scene(stage)
      expect(reply).toMatchObject({ outcome: 'envelope_refused', tone: 'bad' })
      expectWords(reply)
      texts.push(textOf(reply))
    }
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('asks for missing or unclear input with usage and an example', async () => {
    const { chat, say } = await openStage(language)
    for (const [line, command] of [
      ['/redpacket 88', 'redpacket'],
      ['/redpacket 88 8 in 9x', 'redpacket'],
      ['/redpacket 1 000 8', 'redpacket'],
      ['/transfer @Wei', 'transfer'],
      ['/transfer 5', 'transfer'],
      ['/topup @Wei 5', 'topup'],
      ['/verify', 'verify'],
      ['/history older', 'history'],
      ['/settings self perhaps', 'settings.rules'],
    ] as const) {
      const reply = await say('Admin', line)
      expect(reply, line).toMatchObject({ tone: 'bad', outcome: 'usage' })
      expectWords(reply)
      const [question, ...hint] = textOf(reply).split('\n')
      expect(question, line).not.toBe('')
      expect(hint.join('\n'), line).toBe(usageHint(chat.find(command), ENTRIES, language))
    }
  })

  it('a refused amount is explained, whatever the decimals', async () => {
    const refused: Readonly<Record<AmountRefusal, string>> = {
      ...{ not_a_number: 'x'.repeat(90), too_many_decimals: '1.23456', not_positive: '0' },
      too_large: '99999999999999',
    }
    const { say, world } = await openStage(language)
    const whole = { platform: 'test', chat: 'whole' }
    await found(world, whole, 'Whole coins', 0)
    for (const place of [LOBBY, whole]) {
      const texts = new Set<string>()
      for (const typed of Object.values(refused)) {
        const reply = await say('Lan', `/transfer @Wei ${typed}`, { place })
        expect(reply).toMatchObject({ outcome: 'bad_amount', tone: 'bad' })
        expectWords(reply)
        texts.add(textOf(reply))
      }
      expect(texts.size).toBe(4)
    }
  })

  it('every state of a red packet has its line', async () => {
    const { say, send, grab, world } = await openStage(language)
    const show = async (no: string) => textOf(await say('Wei', `/envelope ${no}`)).replaceAll(no, '')
    const open = await send('/redpacket 4 1')
    const texts = [await show(open)]
    await grab('Wei', open)
    texts.push(await show(open))
    const taken = await send('/redpacket 4 1')
    await say('Lan', `/cancel ${taken}`)
    const late = await send('/redpacket 4 1')
    world.clock.pass(25 * HOUR)
    await sweep(world)
    texts.push(await show(taken), await show(late))
    expect(new Set(texts).size).toBe(4)
  })

  it('empty lists say what to do', async () => {
    const { say, world } = await openStage(language)
    await found(world, SECOND, 'The second chat')
    for (const line of [
      '/envelope',
      '/history',
      '/audit',
      '/supply',
      '/leaderboard',
      '/leaderboard luckiest ever',
    ]) {
      const reply = await say('Lan', line, { place: SECOND })
      expectWords(reply)
      expect(textOf(reply)).not.toContain('\n')
    }
  })

  it('a code comes with its lifetime', async () => {
    const { say } = await openStage(language)
    for (const reply of [await say('Admin', '/link'), await say('Wei', '/linkme')]) {
      expect(codeIn(reply)).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
      expect(textOf(reply)).toMatch(language === 'en' ? /for 10 min\b/ : /10分钟内有效/)
    }
  })

  it('before accounts are linked, the question names the other one, its platform, and what moves', async () => {
    const { say } = await openStage(language)
    await say('Wei', '/wallet')
    const by = { platform: 'telegram', user: '7', name: 'Lan T' }
    await say('Lan T', '/wallet', { by })
    const preview = await say('Lan', `/linkme ${codeIn(await say('Lan T', '/linkme', { by }))}`)
    expect(preview.tone).toBe('info')
    for (const part of ['Lan T', 'Telegram', '123.45', 'The lobby']) expect(textOf(preview)).toContain(part)
  })

  it('before chats are linked, the question says how much moves in how many wallets, or that nothing does', async () => {
    const { say, world } = await openStage(language)
    await found(world, SECOND, 'The second chat')
    for (const name of ['Wei', 'Admin']) await world.fund(100, name)
    expect(textOf(await say('Admin', `/link ${await codeOf(world, SECOND)}`))).toMatch(
      /125\.45.*3|3.*125\.45/,
    )
    for (const [name, amount] of [
      ['Lan', '123.45'],
      ['Wei', '1'],
      ['Admin', '1'],
    ])
      await say('Admin', `/deduct @${name} ${amount} all`)
    expect(textOf(await say('Admin', `/link ${await codeOf(world, SECOND)}`))).not.toMatch(/125\.45|3 /)
  })

  it.each([1, 2])('linking chats with %i wallets reveals no one’s balance to the chat', async (wallets) => {
    const { say, world } = await openStage(language)
    await found(world, SECOND, 'The second chat')
    if (wallets === 2) await world.fund(100, 'Admin')
    const code = await codeOf(world, SECOND)
    for (const line of [`/link ${code}`, `/link ${code} yes`, '/unlink', '/unlink yes']) {
      const reply = await say('Admin', line)
      expect([reply.tone, reply.to], line).toEqual([line.includes('yes') ? 'good' : 'info', 'anyone'])
      expect(textOf(reply), line).not.toMatch(/12[34]\.45/)
      if (line.startsWith('/link')) expect(textOf(reply), line).toContain(String(wallets))
    }
  })

  it('in private, wallets are listed with their balances', async () => {
    const { chat, say } = await openStage(language)
    await say('Wei', '/wallet')
    const { place: _, ...alone } = chat.request('Lan', { kind: 'line', text: '/wallet' }, { language })
    const text = textOf(await chat.handle(alone))
    for (const part of ['The lobby', '123.45']) expect(text).toContain(part)
  })

  it('several top-ups refused for one reason state it once', async () => {
    const { command } = await openStage(language)
    const also: readonly Mention[] = [{ kind: 'person', person: person('小兰') }]
    const many = await command('Lan', 'topup', { member: [wei], also, amount: '5', reason: 'prize' })
    const one = await command('Lan', 'topup', { member: [wei], amount: '5', reason: 'prize' })
    expect(textOf(many)).toBe(textOf(one))
    expect(many).toMatchObject({ tone: 'bad', outcome: 'not_admin' })
  })

  it('a member named by two accounts is paid once and named', async () => {
    const { chat, command, world } = await openStage(language)
    await unite(world, person('Lan'), person('Wei'))
    const lan: Mention = { kind: 'person', person: person('Lan') }
    const reply = await command('Admin', 'topup', {
      member: [wei],
      also: [lan],
      amount: '5',
      reason: 'prize',
    })
    expect(reply).toMatchObject({ tone: 'info', outcome: 'topped_up' })
    expectWords(reply)
    expect(await chat.balance('Lan')).toBe(12_845)
  })

  it('/verify shows the exact shell line and what it must print', async () => {
    const { say, send, grab } = await openStage(language)
    const no = await send('/redpacket 4 1')
    const { commitment } = (await sealed(say, no)) ?? {}
    await grab('Wei', no)
    const lines = textOf(await say('Wei', `/verify ${no}`)).split('\n')
    expect(lines).toContain(`\`${commitment}\``)
    expect(lines.some((line) => /^`printf %s 'luckymoney\/1 [0-9a-f ,]+' \| sha256sum`$/.test(line))).toBe(
      true,
    )
  })
})

async function sealed(say: Stage['say'], no: string) {
  return /`(?<commitment>[0-9a-f]{64})`/.exec(textOf(await say('Wei', `/verify ${no}`)))?.groups
}

const inEnglish = (text: string) => text.replaceAll('\u00a0', ' ')

it('an insufficient wallet is told the balance, the need and the difference', async () => {
  const { say } = await openStage('en')
  await say('Lan', '/transfer @Wei 3')
  const reply = await say('Wei', '/redpacket 10 2')
  expect(reply.tone).toBe('bad')
  for (const amount of ['L 3.00', 'L 10.00', 'L 7.00']) expect(inEnglish(textOf(reply))).toContain(amount)
})

it('several top-ups are reported in one line, and each refusal in another', async () => {
  const { command, world } = await openStage('en')
  const named = (name: string): readonly Mention[] => [{ kind: 'person', person: person(name) }]
  const given = { amount: '5', reason: 'prize' }
  const all = await command('Admin', 'topup', {
    member: [wei],
    also: named('Bo'),
    and: named('Cy'),
    ...given,
  })
  expect(inEnglish(textOf(all))).toBe('Topped up 3 people by L 5.00 each: Wei, Bo, Cy. Reason: prize')
  expect(all.tone).toBe('good')
  await unite(world, person('Wei'), person('Cy'))
  await fillAt(world, LOBBY, person('Rich'), MAX_CIRCULATION - 14_545)
  const some = await command('Admin', 'topup', {
    member: [wei],
    also: named('Bo'),
    and: named('Cy'),
    ...given,
  })
  const [first, ...refused] = inEnglish(textOf(some)).split('\n')
  expect([some.tone, first]).toEqual(['info', 'Topped up 1 person by L 5.00 each: Wei. Reason: prize'])
  expect(refused).toHaveLength(2)
  expect(refused[1]).toContain('was chosen twice')
})

it('the settings show the currency, the rules, the language, the treasurers and the linked chats', async () => {
  const { say, world } = await openStage('en')
  await found(world, { platform: 'telegram', chat: '-5' }, 'The group')
  await tryLink(world, LOBBY, { platform: 'telegram', chat: '-5' })
  await say('Admin', '/settings treasurer @Lan')
  await say('Admin', '/settings self no max 3 most 50 language zh')
  expect(inEnglish(textOf(await say('Lan', '/settings'))).split('\n')).toEqual([
    'Settings for The lobby',
    'Currency: Lucky, such as L 8.00',
    'Decimals are fixed, because money has moved.',
    'Red packets stay open for 24 h; senders can choose 1 min to 7 d.',
    'Each member can have up to 3 open red packets.',
    'A red packet can hold up to L 50.00.',
    'Senders can’t grab from their own red packets.',
    'No fair start unless the sender turns it on.',
    'Everyone can see right away who got how much.',
    'When a red packet of three or more shares ends, I post how it went.',
    'Red packets and replies have pictures where the chat allows it.',
    'Card language: Chinese',
    'Time zone: UTC',
    'Treasurers (can top up and deduct): Lan',
    'Linked with The group (Telegram)',
  ])
})

it('invalid rules come with the valid range', async () => {
  const { say } = await openStage('en')
  expect(textOf(await say('Admin', '/settings open 30d'))).toMatch(/\d+ s to \d+ d\b/)
  expect(textOf(await say('Admin', '/settings max 0'))).toContain('1 to 1000')
})

it('the audit shows who moved how much in which direction, for whom and why', async () => {
  const { say, world } = await openStage('en')
  const wallet = await world.app.wallet({ place: LOBBY, by: person('Wei') })
  const walletNo = wallet.kind === 'wallet' ? wallet.walletNo : ''
  const given = { key: world.key(), community: LOBBY, walletNo, amount: '7', reason: 'a gift' }
  await world.engine.run(() => consoleTopUp(given, world.clock.now()))
  await say('Admin', '/deduct @Lan 5 twice')
  const [, ...lines] = inEnglish(textOf(await say('Wei', '/audit'))).split('\n')
  expect(lines).toEqual([
    expect.stringMatching(/Deduction {2}Lan {2}\u2212L 5\.00 {2}by Admin: twice {2}\(trade 3\)$/),
    expect.stringMatching(/Top-up {2}Wei {2}\+L 7\.00 {2}by the operator: a gift {2}\(trade 2\)$/),
    expect.stringMatching(/Top-up {2}Lan {2}\+L 123\.45 {2}by Admin: pocket money {2}\(trade 1\)$/),
  ])
})

it('an indivisible total comes with the two nearest that divide', async () => {
  const { say } = await openStage('en')
  const text = inEnglish(textOf(await say('Lan', '/redpacket 10 3 equal')))
  expect(text).toContain('L 9.99 or L 10.02')
})

it('an indivisible total with no smaller alternative does not suggest zero', async () => {
  const { say } = await openStage('en')
  const text = inEnglish(textOf(await say('Lan', '/redpacket 0.02 3 equal')))
  expect(text).toContain('L 0.03')
  expect(text).not.toContain('L 0.00')
})

it('/books reports each invariant, and what breaks it', async () => {
  const { say, world } = await openStage('en')
  const sound = await say('Wei', '/books')
  expect(sound.tone).toBe('good')
  expect(textOf(sound)).toMatch(/^ok +1\. /m)
  world.tamper(asThief(["UPDATE account SET balance = balance + 7 WHERE username = 'Lan'"]))
  const broken = await say('Wei', '/books')
  expect(broken.tone).toBe('bad')
  expect(textOf(broken)).toMatch(/^BROKEN +2\. .+\n +account W-\d+ has/m)
})

it('a red packet for all linked chats says how many show it', async () => {
  const { say, world } = await openStage('en')
  const alone = textOf(await say('Lan', '/redpacket 4 2 everywhere'))
  expect(alone).not.toContain('It’s in')
  await found(world, SECOND, 'The second chat')
  world.clock.pass(25 * HOUR + MINUTE)
  await world.app.expireEnvelopes(10)
  await link(world, LOBBY, SECOND)
  expect(textOf(await say('Lan', '/redpacket 4 2 everywhere'))).toContain(' It’s in 2 chats.')
})
