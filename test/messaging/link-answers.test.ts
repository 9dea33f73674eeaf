import { describe, expect, it } from 'vitest'
import { amountOf } from '../../src/core/money.js'
import { LANGUAGES } from '../../src/i18n/catalogue.js'
import type { Reply } from '../../src/messaging/answers.js'
import * as answers from '../../src/messaging/link-answers.js'

/** One example of every kind of an outcome: a kind that is forgotten does not compile. */
type Examples<Outcome extends { kind: string }> = {
  [Kind in Outcome['kind']]: Omit<Extract<Outcome, { kind: Kind }>, 'kind'>
}
type Of<Answer extends (outcome: never, ...rest: never[]) => Reply> = Parameters<Answer>[0]

const currency = { name: 'Coin', symbol: '$', scale: 2 }
const at = Date.UTC(2026, 5, 10, 12)
const amount = amountOf(1_500)
const moved = { wallets: 2, amount, currency }
const frozen = { wallet_frozen: { name: 'Lan' } }
const anywhere = { unknown_chat: {}, key_reused: {} }

const linkCode: Examples<Of<typeof answers.answerToLinkCode>> = {
  link_code: { code: 'K7QF2-M9XWD', name: 'The lobby', expiresAt: at + 600_000 },
  not_admin: {},
  unknown_chat: {},
}

const linking: Examples<Of<typeof answers.answerToLink>> = {
  link_preview: { host: 'The lobby', joined: 'The group', ...moved },
  communities_linked: { host: 'The lobby', joined: 'The group', ...moved },
  not_admin: {},
  bad_code: {},
  already_linked: { name: 'The lobby' },
  open_envelopes: { count: 1, lastDeadline: at },
  other_scale: { host: 'The lobby', hostScale: 0, scale: 2 },
  circulation_full: { host: 'The lobby' },
  ...frozen,
  ...anywhere,
}

const unlinking: Examples<Of<typeof answers.answerToUnlink>> = {
  unlink_preview: { host: 'The lobby', left: ['The group', 'A room'], ...moved },
  communities_unlinked: { host: 'The lobby', left: ['The group'], ...moved },
  not_admin: {},
  not_linked: {},
  open_envelopes: { count: 2, lastDeadline: at },
  ...frozen,
  ...anywhere,
}

const purse = { name: 'The lobby', amount, currency }
const people: Examples<Of<typeof answers.answerToLinkPeople>> = {
  people_preview: { platform: 'telegram', name: 'Lan', moves: [purse] },
  people_linked: { platform: 'discord', name: 'Lan', wallets: [purse] },
  bad_code: {},
  same_identity: {},
  already_linked: {},
  key_reused: {},
  ...frozen,
}

const others = [
  { platform: 'telegram', name: 'Lan' },
  { platform: 'discord', name: 'lan' },
]
const parting: Examples<Of<typeof answers.answerToUnlinkPerson>> = {
  unlink_person_preview: { others, stays: [purse] },
  person_unlinked: { others, stays: [] },
  not_linked: {},
  key_reused: {},
  ...frozen,
}

function examplesOf<Outcome extends { kind: string }>(examples: Examples<Outcome>): Outcome[] {
  return Object.entries(examples).map(([kind, rest]) => ({ kind, ...(rest as object) }) as unknown as Outcome)
}

describe.each(LANGUAGES)('in %s', (language) => {
  const told: [string, Reply][] = [
    ...examplesOf(linkCode).map((o): [string, Reply] => [
      `link code ${o.kind}`,
      answers.answerToLinkCode(o, at, language),
    ]),
    ...examplesOf(linking).map((o): [string, Reply] => [`link ${o.kind}`, answers.answerToLink(o, language)]),
    ...examplesOf(unlinking).map((o): [string, Reply] => [
      `unlink ${o.kind}`,
      answers.answerToUnlink(o, language),
    ]),
    ...examplesOf(people).map((o): [string, Reply] => [
      `people ${o.kind}`,
      answers.answerToLinkPeople(o, language),
    ]),
    ...examplesOf(parting).map((o): [string, Reply] => [
      `parting ${o.kind}`,
      answers.answerToUnlinkPerson(o, language),
    ]),
    [
      'person code',
      answers.answerToPersonCode(
        { kind: 'person_code', code: 'K7QF2-M9XWD', expiresAt: at + 600_000 },
        at,
        language,
      ),
    ],
    ['no wallets', answers.answerToWallets({ kind: 'wallets', wallets: [] }, language)],
  ]

  it.each(told)('%s has words', (_, { text }) => {
    expect(text.trim()).not.toBe('')
    expect(text).not.toMatch(/undefined|\[object|NaN|\bnull\b|Infinity/)
  })

  it.each([
    ['linking', examplesOf(linking).map((o) => answers.answerToLink(o, language))],
    ['unlinking', examplesOf(unlinking).map((o) => answers.answerToUnlink(o, language))],
    ['people', examplesOf(people).map((o) => answers.answerToLinkPeople(o, language))],
    ['parting', examplesOf(parting).map((o) => answers.answerToUnlinkPerson(o, language))],
  ])('the outcomes of %s are told apart from each other', (_, replies) => {
    expect(new Set(replies.map(({ text }) => text)).size).toBe(replies.length)
  })

  it('a code comes with how long it is good', () => {
    const code = answers.answerToLinkCode({ kind: 'link_code', ...linkCode.link_code }, at, language)
    expect(code.text).toContain('K7QF2-M9XWD')
    expect(code.text).toMatch(language === 'en' ? /for 10 min\b/ : /10分内有效/)
  })

  it('nobody links a stranger unseen: the preview names the account and its platform', () => {
    const { text, tone } = answers.answerToLinkPeople(
      { kind: 'people_preview', ...people.people_preview },
      language,
    )
    expect(tone).toBe('info')
    for (const part of ['Lan', 'Telegram', '$15.00', 'The lobby']) expect(text).toContain(part)
  })

  it('whoever links chats is told how much moves in how many wallets, or that nothing does', () => {
    const preview = { kind: 'link_preview' as const, ...linking.link_preview }
    expect(answers.answerToLink(preview, language).text).toMatch(/\$15\.00.*2|2.*\$15\.00/)
    const none = answers.answerToLink({ ...preview, wallets: 0, amount: amountOf(0) }, language)
    expect(none.text).not.toContain('$')
  })

  it('wallets are listed with their numbers', () => {
    const place = { platform: 'telegram', chat: '1' }
    const wallets = [{ name: 'The lobby', walletNo: 'W-2', balance: amount, currency, place }]
    const { text } = answers.answerToWallets({ kind: 'wallets', wallets }, language)
    for (const part of ['The lobby', 'W-2', '$15.00']) expect(text).toContain(part)
  })
})
