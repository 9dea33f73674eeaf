import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES, type EnvelopeRefusal } from '../../src/core/envelope.js'
import { type AmountRefusal, amountOf } from '../../src/core/money.js'
import { catalogue, commandWords, LANGUAGES, usageOf } from '../../src/i18n/catalogue.js'
import * as answers from '../../src/messaging/answers.js'
import type { UsageProblem } from '../../src/messaging/parse-command.js'

type Reply = answers.Reply
type Of<Answer extends (outcome: never, language: 'en') => Reply> = Parameters<Answer>[0]
/** One example of every kind of an outcome: a kind that is forgotten does not compile. */
type Examples<Outcome extends { kind: string }> = {
  [Kind in Outcome['kind']]: Omit<Extract<Outcome, { kind: Kind }>, 'kind'>
}

const currency = { name: 'Coin', symbol: '$', scale: 2 }
const money = amountOf
const at = Date.UTC(2026, 5, 10, 12)
const commitment = 'c0'.repeat(32)
const balance = money(5_000)
const anywhere = { unknown_chat: {}, key_reused: {} }
const frozen = { wallet_frozen: { name: 'Lan' } }

const refusals: Examples<EnvelopeRefusal> = {
  bad_count: { max: 200 },
  amount_too_large: { max: money(1_000_000_000_000) },
  too_small: { count: 8 },
  not_divisible: { count: 3, lower: 999, higher: 1_002 },
  greeting_too_long: { max: 120 },
  bad_lifetime: { min: 60_000, max: 604_800_000 },
  bad_chosen: { max: 25 },
  more_shares_than_chosen: { chosen: 2 },
}

const send: Examples<Of<typeof answers.answerToSend>> = {
  sent: {
    envelopeNo: '3fa94c01be',
    total: money(8_800),
    count: 8,
    balance,
    currency,
    commitment,
    deadline: at,
    tradeNo: 7,
  },
  insufficient: { balance: money(300), needed: money(1_000), currency },
  too_many_open: { max: 20 },
  envelope_refused: { refusal: { kind: 'bad_count', max: 200 }, currency },
  ...frozen,
  ...anywhere,
}

const grab: Examples<Of<typeof answers.answerToGrab>> = {
  grabbed: { amount: money(123), position: 2, count: 8, balance, currency, tradeNo: 8 },
  already_grabbed: { amount: money(123), position: 2, currency },
  not_chosen: {},
  own_envelope: {},
  finished: {},
  expired: {},
  cancelled: {},
  unknown_envelope: {},
  ...frozen,
  ...anywhere,
}

const cancel: Examples<Of<typeof answers.answerToCancel>> = {
  envelope_cancelled: { refunded: money(8_800), currency, tradeNo: 9 },
  not_sender: {},
  somebody_grabbed: { count: 1 },
  ended: { state: 'expired' },
  unknown_envelope: {},
  ...anywhere,
}

const transfer: Examples<Of<typeof answers.answerToTransfer>> = {
  transferred: { name: 'Lan', amount: money(500), balance, currency, note: 'tea', tradeNo: 10 },
  insufficient: { balance: money(300), needed: money(1_000), currency },
  to_self: {},
  bad_amount: {},
  note_too_long: { max: 200 },
  ...frozen,
  ...anywhere,
}

const adminMove: Examples<Of<typeof answers.answerToAdminMove>> = {
  topped_up: { name: 'Lan', amount: money(500), balance, currency, reason: 'prize', tradeNo: 11 },
  deducted: { name: 'Lan', amount: money(500), balance, currency, reason: 'twice', tradeNo: 12 },
  circulation_full: {},
  member_lacks: { name: 'Lan', balance: money(100), currency },
  not_admin: {},
  reason_missing: {},
  reason_too_long: { max: 200 },
  bad_amount: {},
  named_twice: { name: 'Lan' },
  ...frozen,
  ...anywhere,
}

const changed = {
  name: 'The lobby',
  currency,
  rules: DEFAULT_RULES,
  language: null,
  chosenRoles: [],
  treasurers: [{ id: 1, name: 'Lan' }],
  scaleFixed: true,
  linked: [{ name: 'The group', platform: 'telegram' }],
}
const settings: Examples<Of<typeof answers.answerToSettings>> = {
  settings: { ...changed, language: 'zh', treasurers: [], scaleFixed: false, linked: [] },
  settings_changed: changed,
  not_admin: {},
  nothing_to_change: {},
  bad_currency: {},
  scale_fixed: {},
  bad_rules: { rule: 'lifetime', min: 1_000, max: 604_800_000 },
  ...anywhere,
}

const treasurer: Examples<Of<typeof answers.answerToTreasurer>> = {
  treasurer_appointed: { name: 'Lan' },
  treasurer_dismissed: { name: 'Lan' },
  not_admin: {},
  ...anywhere,
}

const decreed = { tradeNo: 7, at, actor: 'Wei', member: 'Lan', amount: money(500), reason: 'prize' }
const audit: Examples<Of<typeof answers.answerToAudit>> = {
  audit: {
    currency,
    lines: [
      { ...decreed, kind: 'top_up', actor: null },
      { ...decreed, kind: 'deduct' },
      { ...decreed, kind: 'reversal', member: null },
    ],
  },
  unknown_chat: {},
}

const wallet: Examples<Of<typeof answers.answerToWallet>> = {
  wallet: { name: 'Lan', walletNo: 'W-2', balance, currency, openEnvelopes: 1 },
  unknown_chat: {},
}

const line = {
  logNo: 'W-2.3',
  tradeNo: 3,
  amount: money(500),
  balance,
  at,
  envelopeNo: null,
  other: null,
  desc: '',
}
const statement: Examples<Of<typeof answers.answerToStatement>> = {
  statement: {
    balance,
    currency,
    lines: [
      { seq: 1, ...line, type: 'top_up', flag: 1, desc: 'prize' },
      { seq: 1, ...line, type: 'transfer', flag: -1, other: 'Wei', desc: 'tea' },
      { seq: 1, ...line, type: 'refund', flag: 1, desc: 'expired', envelopeNo: '3fa94c01be' },
      { seq: 1, ...line, type: 'grab', flag: 1, envelopeNo: '3fa94c01be' },
    ],
    older: 17,
  },
  unknown_chat: {},
}

const leaderboard: Examples<Of<typeof answers.answerToLeaderboard>> = {
  leaderboard: {
    board: 'sent',
    period: 'week',
    currency,
    ranks: [{ member: 1, name: 'Lan', score: 8_800, times: 3 }],
  },
  unknown_chat: {},
}

const lan = { id: 1, name: 'Lan' }
const envelope = {
  envelopeNo: '3fa94c01be',
  currency,
  language: null,
  chosenRoles: [],
  sender: { id: 2, name: 'Wei' },
  kind: 'lucky',
  senderMayGrab: true,
  audience: 'chosen',
  chosen: [lan],
  theme: 'qixi',
  greeting: '',
  total: money(8_800),
  count: 2,
  grabbedCount: 1,
  grabbedTotal: money(5_000),
  state: 'open',
  createdAt: at,
  deadline: at + 60_000,
  endedAt: null,
  refunded: money(0),
  commitment,
  claims: [{ position: 1, member: lan, amount: money(5_000), at: at + 4_200, luckiest: true }],
} as const
const details: Examples<Of<typeof answers.answerToDetails>> = {
  envelope: { envelope },
  unknown_envelope: {},
  unknown_chat: {},
}

const text = 'luckymoney/1 3fa94c01be 5000,3800 00112233445566778899aabbccddeeff'
const verify: Examples<Of<typeof answers.answerToVerify>> = {
  sealed: { envelopeNo: '3fa94c01be', commitment, deadline: at },
  revealed: { envelopeNo: '3fa94c01be', commitment, text, holds: true },
  unknown_envelope: {},
  unknown_chat: {},
}

function examplesOf<Outcome extends { kind: string }>(examples: Examples<Outcome>): Outcome[] {
  return Object.entries(examples).map(([kind, rest]) => ({ kind, ...(rest as object) }) as unknown as Outcome)
}

function expectWords({ text }: Reply): void {
  expect(text.trim()).not.toBe('')
  expect(text).not.toMatch(/undefined|\[object|NaN|\bnull\b|Infinity/)
}

describe.each(LANGUAGES)('in %s', (language) => {
  const told: [string, Reply][] = [
    ...examplesOf(send).map((o): [string, Reply] => [`send ${o.kind}`, answers.answerToSend(o, language)]),
    ...examplesOf(refusals).map((refusal): [string, Reply] => [
      `send refused ${refusal.kind}`,
      answers.answerToSend({ kind: 'envelope_refused', refusal, currency }, language),
    ]),
    ...examplesOf(grab).map((o): [string, Reply] => [`grab ${o.kind}`, answers.answerToGrab(o, language)]),
    ...examplesOf(cancel).map((o): [string, Reply] => [
      `cancel ${o.kind}`,
      answers.answerToCancel(o, language),
    ]),
    ...examplesOf(transfer).map((o): [string, Reply] => [
      `transfer ${o.kind}`,
      answers.answerToTransfer(o, language),
    ]),
    ...examplesOf(adminMove).map((o): [string, Reply] => [
      `admin ${o.kind}`,
      answers.answerToAdminMove(o, language),
    ]),
    ...examplesOf(settings).map((o): [string, Reply] => [
      `settings ${o.kind}`,
      answers.answerToSettings(o, language),
    ]),
    ...examplesOf(treasurer).map((o): [string, Reply] => [
      `treasurer ${o.kind}`,
      answers.answerToTreasurer(o, language),
    ]),
    ...examplesOf(audit).map((o): [string, Reply] => [`audit ${o.kind}`, answers.answerToAudit(o, language)]),
    ...examplesOf(wallet).map((o): [string, Reply] => [
      `wallet ${o.kind}`,
      answers.answerToWallet(o, language),
    ]),
    ...examplesOf(statement).map((o): [string, Reply] => [
      `statement ${o.kind}`,
      answers.answerToStatement(o, language),
    ]),
    ...examplesOf(leaderboard).map((o): [string, Reply] => [
      `leaderboard ${o.kind}`,
      answers.answerToLeaderboard(o, language),
    ]),
    ...examplesOf(details).map((o): [string, Reply] => [
      `details ${o.kind}`,
      answers.answerToDetails(o, language),
    ]),
    ...examplesOf(verify).map((o): [string, Reply] => [
      `verify ${o.kind}`,
      answers.answerToVerify(o, language),
    ]),
  ]

  it.each(told)('%s has words', (_, reply) => expectWords(reply))

  it('refusals of one kind are told apart from each other', () => {
    const texts = new Set(examplesOf(grab).map((outcome) => answers.answerToGrab(outcome, language).text))
    expect(texts.size).toBe(Object.keys(grab).length)
  })

  it.each(['not_a_number', 'too_many_decimals', 'not_positive', 'too_large'] satisfies AmountRefusal[])(
    'an amount that is %s is explained',
    (why) => {
      for (const scale of [0, 2])
        expectWords(answers.answerToAmount(why, 'x'.repeat(90), { ...currency, scale }, language))
    },
  )

  it.each(['amount', 'count', 'member', 'reason', 'envelope', 'line', 'board'] satisfies UsageProblem[])(
    'a missing %s is asked for with usage and example',
    (problem) => {
      const { text } = answers.answerToUsage('redpacket', problem, language)
      const usage = usageOf('redpacket', language, DEFAULT_RULES)
      const { example } = commandWords('redpacket', language)
      expect(text).toContain(usage)
      expect(text).toContain(example)
    },
  )

  it('every state of an envelope has its line', () => {
    const states = ['open', 'finished', 'expired', 'cancelled'] as const
    const texts = states.map((state) => {
      const shown = { ...envelope, state, endedAt: at + 9_000, refunded: money(3_800) }
      return answers.answerToDetails({ kind: 'envelope', envelope: shown }, language).text
    })
    for (const shown of texts) expectWords({ text: shown, tone: 'info' })
    expect(new Set(texts).size).toBe(states.length)
  })

  it('help shows admin commands to admins only', () => {
    const { usage } = catalogue(language).commands.topup
    expect(answers.answerToHelp(true, language).text).toContain(usage)
    expect(answers.answerToHelp(false, language).text).not.toContain(usage)
  })

  it('empty lists say what to do', () => {
    expectWords(answers.answerToRecent([], currency, language))
    expectWords(
      answers.answerToStatement(
        { kind: 'statement', walletNo: 'W-1', balance, currency, lines: [] },
        language,
      ),
    )
    expectWords(answers.answerToAudit({ kind: 'audit', currency, lines: [] }, language))
    const nobody = { kind: 'leaderboard', board: 'luckiest', period: 'ever', currency, ranks: [] } as const
    expectWords(answers.answerToLeaderboard({ ...nobody, ranks: [] }, language))
  })
})

it('an insufficient wallet is told what there is, what is needed and what is missing', () => {
  const { text, tone } = answers.answerToSend(
    { kind: 'insufficient', balance: money(300), needed: money(1_000), currency },
    'en',
  )
  expect(tone).toBe('bad')
  for (const amount of ['$3.00', '$10.00', '$7.00']) expect(text).toContain(amount)
})

const toppedUp = (name: string) => ({
  kind: 'topped_up' as const,
  ...{ name, amount: money(500), balance, currency, reason: 'prize', tradeNo: 11 },
})

it('several top-ups are told in one line, and each refusal in a line of its own', () => {
  const frozenLan = { kind: 'wallet_frozen', name: 'Lan' } as const
  const all = answers.answerToTopUps([toppedUp('An'), toppedUp('Bo'), toppedUp('Cy')], 'en')
  expect(all).toEqual({ text: '3 people got $5.00 each: An, Bo, Cy. Reason: prize', tone: 'good' })
  const some = answers.answerToTopUps([toppedUp('An'), frozenLan, { kind: 'circulation_full' }], 'en')
  const [first, ...refused] = some.text.split('\n')
  expect([some.tone, first]).toEqual(['info', '1 person got $5.00 each: An. Reason: prize'])
  const { walletFrozen, circulationFull } = catalogue('en').errors
  expect(refused).toEqual([walletFrozen({ name: 'Lan' }), circulationFull])
})

it('top-ups that are refused for one reason say it once', () => {
  const refused = [{ kind: 'not_admin' }, { kind: 'not_admin' }] as const
  for (const language of LANGUAGES)
    expect(answers.answerToTopUps(refused, language)).toEqual({
      text: catalogue(language).errors.notAdmin,
      tone: 'bad',
    })
})

it('the settings show the currency, the rules, the language and the treasurers', () => {
  const rules = { ...DEFAULT_RULES, selfGrab: false, maxOpenEnvelopes: 3, maxTotal: 5_000 }
  const shown = { ...changed, language: 'zh', rules } as const
  const { text } = answers.answerToSettings({ kind: 'settings', ...shown }, 'en')
  expect(text.split('\n')).toEqual([
    'Settings of The lobby',
    'Currency: Coin, written as $8.00',
    'The decimals are fixed, because money has moved.',
    'A red packet stays open for 24 h, or from 1 min to 7 d as its sender likes.',
    'A member has at most 3 open red packets.',
    'One red packet holds at most $50.00.',
    'Senders may not grab from their own red packets.',
    'Language of the cards: Chinese',
    'Treasurers, who may top up and deduct: Lan',
    'Linked with: The group (Telegram)',
  ])
})

it('rules that are not allowed come with what is', () => {
  const refused = { kind: 'bad_rules', rule: 'lifetime', min: 1_000, max: 604_800_000 } as const
  expect(answers.answerToSettings(refused, 'en').text).toContain('1 s to 7 d')
  const open = { kind: 'bad_rules', rule: 'max_open', min: 1, max: 1_000 } as const
  for (const language of LANGUAGES)
    expect(answers.answerToSettings(open, language).text).toMatch(/\b1 \D+ 1000\b/)
})

it('the most that one red packet may hold is refused in the currency', () => {
  const refused = { kind: 'bad_rules', rule: 'max_total', min: 1, max: 1_000_000, currency } as const
  for (const language of LANGUAGES)
    expect(answers.answerToSettings(refused, language).text).toMatch(/\$0\.01 .+ \$10,000\.00/)
})

it('the audit tells who moved how much in which direction, for whom and why', () => {
  const lines = answers.answerToAudit({ kind: 'audit', ...audit.audit }, 'en').text.split('\n')
  expect(lines[1]).toMatch(/Top-up {2}Lan {2}\+\$5\.00 {2}by the operator: prize {2}\(trade 7\)$/)
  expect(lines[2]).toMatch(/Deduction {2}Lan {2}\u2212\$5\.00 {2}by Wei: prize/)
  expect(lines).toHaveLength(4)
})

it('a total that cannot be divided comes with the two nearest that can', () => {
  const refusal = { kind: 'not_divisible', count: 3, lower: 999, higher: 1_002 } as const
  const { text } = answers.answerToSend({ kind: 'envelope_refused', refusal, currency }, 'en')
  expect(text).toContain('$9.99 or $10.02')
})

it('a total below which nothing divides is not advised to be nothing', () => {
  const refusal = { kind: 'not_divisible', count: 3, lower: 0, higher: 3 } as const
  const { text } = answers.answerToSend({ kind: 'envelope_refused', refusal, currency }, 'en')
  expect(text).toContain('$0.03')
  expect(text).not.toContain('$0.00')
})

it('/verify shows the exact shell line and what it must print', () => {
  for (const language of LANGUAGES) {
    const lines = answers
      .answerToVerify({ kind: 'revealed', envelopeNo: '3fa94c01be', commitment, text, holds: true }, language)
      .text.split('\n')
    expect(lines).toContain(`printf %s '${text}' | sha256sum`)
    expect(lines).toContain(commitment)
  }
})

it('/books tells each promise, and what breaks it', () => {
  const promise = { title: 'unused', offenders: [] as string[], count: 0 }
  const sound = { ok: true, trades: 3, entries: 6, at, promises: [{ ...promise, promise: 1, ok: true }] }
  expect(answers.answerToBooks(sound, 'en')).toMatchObject({ tone: 'good' })
  expect(answers.answerToBooks(sound, 'en').text).toMatch(/^ok +1\. /m)
  const offender = 'account W-2 has 7, its entries sum to 6'
  const broken = { ...promise, promise: 2, ok: false, offenders: [offender], count: 1 }
  const reply = answers.answerToBooks({ ...sound, ok: false, promises: [broken] }, 'en')
  expect(reply.tone).toBe('bad')
  expect(reply.text).toMatch(/^BROKEN +2\. /m)
  expect(reply.text).toContain(offender)
})

it('a red packet for all linked chats says in how many it is shown', () => {
  const sent = { kind: 'sent', ...send.sent } as const
  const alone = answers.answerToSend(sent, 'en').text
  expect(answers.answerToSend({ ...sent, chats: 1 }, 'en').text).toBe(alone)
  expect(answers.answerToSend({ ...sent, chats: 3 }, 'en').text).toBe(`${alone} It is shown in 3 chats.`)
})
