import { DEFAULT_CURRENCY } from '../app/community/enter-chat.js'
import type { LeaderboardOutcome } from '../app/community/leaderboard.js'
import type { ChangeSettingsOutcome, Settings, SettingsOutcome } from '../app/community/settings.js'
import type { TreasurerOutcome } from '../app/community/treasurers.js'
import type { CancelOutcome } from '../app/envelopes/end-envelope.js'
import type { GrabOutcome } from '../app/envelopes/grab-share.js'
import type { SendOutcome } from '../app/envelopes/send-envelope.js'
import type {
  DetailsOutcome,
  EnvelopeView,
  RecentEnvelope,
  VerifyOutcome,
} from '../app/envelopes/view-envelope.js'
import type { DeductOutcome, OneOfManyOutcome } from '../app/wallets/admin-moves.js'
import type { AuditLine, AuditOutcome } from '../app/wallets/audit.js'
import type { StatementLine, StatementOutcome } from '../app/wallets/statement.js'
import type { TransferOutcome } from '../app/wallets/transfer.js'
import type { WalletOutcome } from '../app/wallets/wallet.js'
import { PLAIN_FORMAT, type TextFormat } from '../chat/text-format.js'
import { DEFAULT_RULES, type EnvelopeRefusal, MAX_CHOSEN } from '../core/envelope.js'
import type { AmountRefusal, Currency } from '../core/money.js'
import { MAX_AMOUNT } from '../core/money.js'
import { shortened } from '../core/text.js'
import {
  catalogue,
  commandWords,
  type Language,
  type Lifetimes,
  timesOffered,
  usageOf,
} from '../i18n/catalogue.js'
import { duration, money } from '../i18n/format.js'
import { platformName } from '../i18n/platform-names.js'
import type { ReconcileReport } from '../integrity/reconcile.js'
import { COMMANDS, type CommandName } from './commands.js'
import type { UsageProblem } from './parse-command.js'

export { shortened }

/**
 * What a person is told, in that person's language and without any markup; it may have several lines and may
 * contain names and greetings as others typed them. `bad` is a refusal: nothing was changed.
 */
export interface Reply {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'info'
}

export const good = (text: string): Reply => ({ text, tone: 'good' })
export const bad = (text: string): Reply => ({ text, tone: 'bad' })
export const info = (text: string): Reply => ({ text, tone: 'info' })

/** More claims or lines than this do not fit into one message of the stricter platforms. */
const MOST_CLAIMS = 30
/** So many names, and so many refusals, stand in the answer to a top-up of many. */
const MOST_NAMES = 20
const MOST_REFUSALS = 10

/** What the sender is told. */
export function answerToSend(outcome: SendOutcome, language: Language): Reply {
  const { answers, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'sent': {
      const { envelopeNo: no, count, currency } = outcome
      const total = money(outcome.total, currency, language)
      const sent = answers.sent({ no, total, count, balance: money(outcome.balance, currency, language) })
      const { chats = 1 } = outcome
      return good(chats > 1 ? `${sent} ${answers.sentEverywhere({ chats })}` : sent)
    }
    case 'envelope_refused':
      return bad(envelopeRefusal(outcome.refusal, outcome.currency, language))
    case 'insufficient':
      return bad(insufficient(outcome, language))
    case 'too_many_open':
      return bad(errors.tooManyOpen(outcome))
    case 'wallet_frozen':
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

function envelopeRefusal(refusal: EnvelopeRefusal, currency: Currency, language: Language): string {
  const { errors } = catalogue(language)
  const say = (amount: number) => money(amount, currency, language)
  switch (refusal.kind) {
    case 'bad_count':
      return errors.badCount(refusal)
    case 'amount_too_large':
      return errors.amountTooLarge({ max: say(refusal.max) })
    case 'too_small':
      return errors.tooSmall({ count: refusal.count, least: say(refusal.count) })
    case 'not_divisible': {
      const { count, lower } = refusal
      const higher = say(refusal.higher)
      if (lower < count) return errors.notDivisible({ count, higher })
      return errors.notDivisibleBetween({ count, lower: say(lower), higher })
    }
    case 'greeting_too_long':
      return errors.greetingTooLong(refusal)
    case 'bad_lifetime': {
      const { min, max } = refusal
      return errors.badLifetime({ min: duration(min, language), max: duration(max, language) })
    }
    case 'bad_chosen':
      return errors.badChosen(refusal)
    case 'more_shares_than_chosen':
      return errors.moreSharesThanChosen(refusal)
    default:
      return refusal satisfies never
  }
}

/** What somebody who tapped the button is told. */
export function answerToGrab(outcome: GrabOutcome, language: Language): Reply {
  const { answers, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'grabbed': {
      const { position, count, currency } = outcome
      const amount = money(outcome.amount, currency, language)
      const balance = money(outcome.balance, currency, language)
      return good(answers.grabbed({ amount, position, count, balance }))
    }
    case 'already_grabbed': {
      const amount = money(outcome.amount, outcome.currency, language)
      return info(answers.alreadyGrabbed({ amount, position: outcome.position }))
    }
    case 'not_chosen':
      return info(errors.notChosen)
    case 'own_envelope':
      return info(errors.ownEnvelope)
    case 'finished':
      return bad(errors.finished)
    case 'expired':
      return bad(errors.expired)
    case 'cancelled':
      return bad(errors.taken)
    case 'unknown_envelope':
      return bad(errors.unknownEnvelope)
    case 'wallet_frozen':
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** What somebody who takes a red packet back is told. */
export function answerToCancel(outcome: CancelOutcome, language: Language): Reply {
  const { answers, errors, card } = catalogue(language)
  switch (outcome.kind) {
    case 'envelope_cancelled':
      return good(answers.cancelled({ refunded: money(outcome.refunded, outcome.currency, language) }))
    case 'not_sender':
      return bad(errors.notSender)
    case 'somebody_grabbed':
      return bad(errors.somebodyGrabbed(outcome))
    case 'ended':
      return bad(errors.ended({ state: card.state[outcome.state] }))
    case 'unknown_envelope':
      return bad(errors.unknownEnvelope)
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** What the giver is told. */
export function answerToTransfer(outcome: TransferOutcome, language: Language): Reply {
  const { answers, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'transferred': {
      const { name, currency } = outcome
      const amount = money(outcome.amount, currency, language)
      return good(answers.transferred({ name, amount, balance: money(outcome.balance, currency, language) }))
    }
    case 'insufficient':
      return bad(insufficient(outcome, language))
    case 'to_self':
      return bad(errors.toSelf)
    case 'bad_amount':
      return bad(errors.badAmount({ max: MAX_AMOUNT }))
    case 'note_too_long':
      return bad(errors.noteTooLong(outcome))
    case 'wallet_frozen':
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/**
 * What everybody may read of a transfer: not what the giver has left. Undefined when nothing moved. `giver`: the name
 * as it may be shown.
 */
export function aloudOfTransfer(
  outcome: TransferOutcome,
  giver: string,
  language: Language,
): Reply | undefined {
  if (outcome.kind !== 'transferred') return undefined
  const { name, note, currency } = outcome
  const amount = money(outcome.amount, currency, language)
  return good(catalogue(language).answers.transferredAloud({ giver, name, amount, note }))
}

/** What everybody may read of money that an admin added or took: not what the wallet holds now. */
export function aloudOfAdminMove(
  outcome: OneOfManyOutcome | DeductOutcome,
  language: Language,
): Reply | undefined {
  if (outcome.kind !== 'topped_up' && outcome.kind !== 'deducted') return undefined
  const { answers } = catalogue(language)
  const { name, reason, currency } = outcome
  const words = outcome.kind === 'topped_up' ? answers.toppedUpAloud : answers.deductedAloud
  return good(words({ name, amount: money(outcome.amount, currency, language), reason }))
}

/** What the admin is told who adds or takes money. */
export function answerToAdminMove(outcome: OneOfManyOutcome | DeductOutcome, language: Language): Reply {
  const { answers, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'topped_up':
    case 'deducted': {
      const { name, reason, currency } = outcome
      const amount = money(outcome.amount, currency, language)
      const balance = money(outcome.balance, currency, language)
      const words = outcome.kind === 'topped_up' ? answers.toppedUp : answers.deducted
      return good(words({ name, amount, balance, reason }))
    }
    case 'circulation_full':
      return bad(errors.circulationFull)
    case 'member_lacks': {
      const { name, balance, currency } = outcome
      return bad(errors.memberLacks({ name, balance: money(balance, currency, language) }))
    }
    case 'not_admin':
      return bad(errors.notAdmin)
    case 'reason_missing':
      return bad(errors.reasonMissing)
    case 'reason_too_long':
      return bad(errors.reasonTooLong(outcome))
    case 'bad_amount':
      return bad(errors.badAmount({ max: MAX_AMOUNT }))
    case 'named_twice':
      return info(answers.namedTwice(outcome))
    case 'wallet_frozen':
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/**
 * What the admin is told who tops up several members at once by the same amount and for the same reason: all
 * who got it in one line, and every refusal once. `info` when some got it and some did not.
 */
export function answerToTopUps(outcomes: readonly OneOfManyOutcome[], language: Language): Reply {
  const made = outcomes.filter((outcome) => outcome.kind === 'topped_up')
  const refused = outcomes.filter((outcome) => outcome.kind !== 'topped_up')
  const said = new Set(refused.map((outcome) => answerToAdminMove(outcome, language).text))
  const lines = [...said].slice(0, MOST_REFUSALS)
  const [first] = made
  if (!first) return bad(lines.join('\n'))
  const names = made.slice(0, MOST_NAMES).map(({ name }) => name)
  if (made.length > MOST_NAMES) names.push(catalogue(language).card.more({ count: made.length - MOST_NAMES }))
  const success = catalogue(language).answers.toppedUpMany({
    people: made.length,
    amount: money(first.amount, first.currency, language),
    names: names.join(', '),
    reason: first.reason,
  })
  return { text: [success, ...lines].join('\n'), tone: lines.length === 0 ? 'good' : 'info' }
}

/** The settings of a community, and what an admin is told who changes them. */
export function answerToSettings(
  outcome: SettingsOutcome | ChangeSettingsOutcome,
  language: Language,
): Reply {
  const { answers, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'settings':
      return info([answers.settings(outcome), ...settingsLines(outcome, language)].join('\n'))
    case 'settings_changed':
      return good([answers.settingsChanged(outcome), ...settingsLines(outcome, language)].join('\n'))
    case 'not_admin':
      return bad(errors.notAdmin)
    case 'nothing_to_change':
      return bad(errors.nothingToChange)
    case 'bad_currency':
      return bad(errors.badCurrency)
    case 'scale_fixed':
      return bad(errors.scaleFixed)
    case 'bad_rules': {
      const { rule, min, max } = outcome
      if (rule === 'max_total') {
        const say = (amount: number) => money(amount, outcome.currency, language)
        return bad(errors.badRules.max_total({ min: say(min), max: say(max) }))
      }
      if (rule === 'max_open') return bad(errors.badRules.max_open({ min, max }))
      return bad(errors.badRules.lifetime({ min: duration(min, language), max: duration(max, language) }))
    }
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

function settingsLines(settings: Settings, language: Language): string[] {
  const { answers } = catalogue(language)
  const { currency, rules, treasurers } = settings
  const names = treasurers.map(({ name }) => name).join(', ')
  const linked = settings.linked
    .map(({ name, platform }) => answers.linkedPart({ name, platform: platformName(platform) }))
    .join(', ')
  const say = (millis: number) => duration(millis, language)
  // Shows every decimal that the currency has.
  const example = money(8 * 10 ** currency.scale, currency, language)
  const { free, fixed } = answers.scale
  const { yes, no } = answers.selfGrab
  return [
    answers.settingsCurrency({
      name: currency.name === DEFAULT_CURRENCY.name ? answers.defaultCurrency : currency.name,
      example,
    }),
    settings.scaleFixed ? fixed : free,
    answers.settingsLifetime({
      time: say(rules.defaultLifetime),
      min: say(rules.minLifetime),
      max: say(rules.maxLifetime),
    }),
    answers.settingsMaxOpen({ max: rules.maxOpenEnvelopes }),
    rules.maxTotal === null
      ? answers.settingsNoMaxTotal
      : answers.settingsMaxTotal({ max: money(rules.maxTotal, currency, language) }),
    rules.selfGrab ? yes : no,
    answers.cardLanguage[settings.language ?? 'none'],
    names === '' ? answers.noTreasurers : answers.treasurers({ names }),
    ...(linked === '' ? [] : [answers.linkedWith({ names: linked })]),
  ]
}

/** What the admin is told who appoints or dismisses a treasurer. */
export function answerToTreasurer(outcome: TreasurerOutcome, language: Language): Reply {
  const { answers, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'treasurer_appointed':
      return good(answers.treasurerAppointed(outcome))
    case 'treasurer_dismissed':
      return good(answers.treasurerDismissed(outcome))
    case 'not_admin':
      return bad(errors.notAdmin)
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** Who topped up and deducted what, and why. */
export function answerToAudit(outcome: AuditOutcome, language: Language, format = PLAIN_FORMAT): Reply {
  const { answers } = catalogue(language)
  switch (outcome.kind) {
    case 'audit': {
      const { lines, currency } = outcome
      if (lines.length === 0) return info(answers.auditEmpty)
      return info(
        [answers.audit, ...lines.map((line) => auditLine(line, currency, language, format))].join('\n'),
      )
    }
    case 'unknown_chat':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

function auditLine(line: AuditLine, currency: Currency, language: Language, format: TextFormat): string {
  const { answers, change } = catalogue(language)
  const signs = { top_up: '+', deduct: '\u2212', reversal: '' } as const
  return answers.auditLine({
    time: format.time(line.at, language),
    change: change[line.kind],
    name: line.member ?? answers.noMember,
    sign: signs[line.kind],
    amount: money(line.amount, currency, language),
    actor: line.actor ?? answers.console,
    reason: line.reason,
    no: line.tradeNo,
  })
}

/** What a member has. */
export function answerToWallet(outcome: WalletOutcome, language: Language): Reply {
  switch (outcome.kind) {
    case 'wallet': {
      const { name, walletNo, openEnvelopes: open } = outcome
      const balance = money(outcome.balance, outcome.currency, language)
      return info(catalogue(language).answers.wallet({ name, balance, walletNo, open }))
    }
    case 'unknown_chat':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** A page of a member's own entries. */
export function answerToStatement(
  outcome: StatementOutcome,
  language: Language,
  format = PLAIN_FORMAT,
): Reply {
  const { answers } = catalogue(language)
  switch (outcome.kind) {
    case 'statement': {
      const { lines, older, currency } = outcome
      if (lines.length === 0) return info(answers.statementEmpty)
      const text = [answers.statement({ balance: money(outcome.balance, currency, language) })]
      for (const line of lines) text.push(statementLine(line, currency, language, format))
      if (older !== undefined) text.push(answers.older({ before: older }))
      return info(text.join('\n'))
    }
    case 'unknown_chat':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

function statementLine(
  line: StatementLine,
  currency: Currency,
  language: Language,
  format: TextFormat,
): string {
  const { answers, change, card } = catalogue(language)
  const { type, flag, desc, other, envelopeNo } = line
  // A refund is described by the state that its envelope ended in.
  const about =
    type === 'refund' ? (desc === 'expired' || desc === 'cancelled' ? card.state[desc] : '') : desc
  return answers.statementLine({
    time: format.time(line.at, language),
    change: change[type],
    sign: flag === 1 ? '+' : '\u2212',
    amount: money(line.amount, currency, language),
    balance: money(line.balance, currency, language),
    about: [other, envelopeNo, about].filter((part) => part !== null && part !== '').join(' · '),
  })
}

/** Who sent, received or was lucky most. */
export function answerToLeaderboard(outcome: LeaderboardOutcome, language: Language): Reply {
  const { answers } = catalogue(language)
  switch (outcome.kind) {
    case 'leaderboard': {
      const { ranks, currency } = outcome
      const board = answers.board[outcome.board]
      const period = answers.period[outcome.period]
      if (ranks.length === 0) return info(answers.leaderboardEmpty({ board, period }))
      const lines = ranks.map(({ name, score, times }, index) =>
        outcome.board === 'luckiest'
          ? answers.rankLuckiest({ place: index + 1, name, times })
          : answers.rank({ place: index + 1, name, score: money(score, currency, language), times }),
      )
      return info([answers.leaderboard({ board, period }), ...lines].join('\n'))
    }
    case 'unknown_chat':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** Who got what, when and how fast. */
export function answerToDetails(outcome: DetailsOutcome, language: Language, format = PLAIN_FORMAT): Reply {
  switch (outcome.kind) {
    case 'envelope':
      return info(details(outcome.envelope, language, format))
    case 'unknown_envelope':
      return bad(catalogue(language).errors.unknownEnvelope)
    case 'unknown_chat':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

function details(envelope: EnvelopeView, language: Language, format: TextFormat): string {
  const { answers, card, greeting } = catalogue(language)
  const { currency, count, claims, createdAt, theme } = envelope
  const say = (amount: number) => money(amount, currency, language)
  const lines = [
    answers.details({
      no: envelope.envelopeNo,
      sender: envelope.sender.name,
      total: say(envelope.total),
      count,
      kind: card.kind[envelope.kind],
    }),
    envelope.greeting || greeting[theme],
  ]
  if (envelope.audience === 'chosen')
    lines.push(
      card.chosen({
        names: [
          ...envelope.chosen.map(({ name }) => name),
          ...envelope.chosenRoles.map((role) => `@${role}`),
        ].join(', '),
      }),
    )
  lines.push(outcomeLine(envelope, language, format))
  if (claims.length === 0) lines.push(card.nobody)
  for (const { position, member, amount, at, luckiest } of claims.slice(0, MOST_CLAIMS)) {
    const took = duration(at - createdAt, language)
    const line = card.claim({ position, name: member.name, amount: say(amount), time: took })
    lines.push(luckiest ? `${line}  👑 ${card.luckiest}` : line)
  }
  if (claims.length > MOST_CLAIMS) lines.push(card.more({ count: claims.length - MOST_CLAIMS }))
  return lines.join('\n')
}

function outcomeLine(envelope: EnvelopeView, language: Language, format: TextFormat): string {
  const { card } = catalogue(language)
  const { currency, count, grabbedCount: grabbed, createdAt, endedAt, deadline } = envelope
  const refunded = money(envelope.refunded, currency, language)
  const sender = envelope.sender.name
  switch (envelope.state) {
    case 'open':
      return `${card.progress({ grabbed, count })} · ${card.until({ time: format.time(deadline, language) })}`
    case 'finished':
      return card.finished({ time: duration((endedAt ?? createdAt) - createdAt, language) })
    case 'expired':
      return card.expired({ grabbed, count, refunded, sender })
    case 'cancelled':
      return card.cancelled({ refunded, sender })
    default:
      return envelope.state satisfies never
  }
}

/** The newest envelopes, to choose one from. */
export function answerToRecent(
  recent: readonly RecentEnvelope[],
  currency: Currency,
  language: Language,
): Reply {
  const { answers, card } = catalogue(language)
  if (recent.length === 0) return info(answers.recentEmpty)
  const lines = recent.map((envelope) =>
    answers.recentLine({
      no: envelope.envelopeNo,
      sender: envelope.sender,
      total: money(envelope.total, currency, language),
      grabbed: envelope.grabbedCount,
      count: envelope.count,
      state: card.state[envelope.state],
    }),
  )
  return info([answers.recent, ...lines].join('\n'))
}

/** The commitment, and the shell line that checks it when the envelope has ended. */
export function answerToVerify(outcome: VerifyOutcome, language: Language, format = PLAIN_FORMAT): Reply {
  const { answers, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'sealed': {
      const { envelopeNo: no, commitment, deadline } = outcome
      return info(answers.sealed({ no, commitment, time: format.time(deadline, language) }))
    }
    case 'revealed': {
      const { envelopeNo: no, commitment, text, holds } = outcome
      // Hexadecimal digits, numbers, commas and spaces only: nothing that a shell would read inside quotes.
      const line = format.verbatim(`printf %s '${text}' | sha256sum`)
      return holds
        ? good(answers.revealed({ no, line, commitment }))
        : bad(answers.revealedBroken({ no, line, commitment }))
    }
    case 'unknown_envelope':
      return bad(errors.unknownEnvelope)
    case 'unknown_chat':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** Every promise with ok or BROKEN, and the first offenders of the broken ones. */
export function answerToBooks(report: ReconcileReport, language: Language, format = PLAIN_FORMAT): Reply {
  const { answers } = catalogue(language)
  const { trades, entries } = report
  const time = format.time(report.at, language)
  const lines = report.invariants.flatMap(({ number, title: internal, ok, count, offenders }) => {
    const title = promiseTitle(number, language) ?? internal
    if (ok) return [answers.promiseOk({ number, title })]
    return [
      answers.promiseBroken({ number, title, count }),
      ...offenders.slice(0, 3).map((offender) => `        ${offender}`),
    ]
  })
  if (report.hold) {
    const { until, due } = report.hold
    lines.unshift(answers.refundsHeld({ minutes: Math.ceil((until - report.at) / 60_000), due }))
  }
  return report.ok
    ? good([answers.booksBalance({ trades, entries, time }), ...lines].join('\n'))
    : bad([answers.booksBroken({ trades, time }), ...lines].join('\n'))
}

/** What a promise is called; undefined for a number that has no words yet. */
export function promiseTitle(promise: number, language: Language): string | undefined {
  const titles: Readonly<Record<number, string>> = catalogue(language).promises
  return titles[promise]
}

/** Why what was typed is not an amount. */
export function answerToAmount(
  why: AmountRefusal,
  typed: string,
  currency: Currency,
  language: Language,
): Reply {
  const { amount } = catalogue(language).errors
  const { scale } = currency
  const shown = shortened(typed)
  switch (why) {
    case 'not_a_number':
      return bad(
        amount.not_a_number({ typed: shown, example: scale === 0 ? '20' : `8.${'8'.repeat(scale)}` }),
      )
    case 'too_many_decimals':
      return bad(amount.too_many_decimals({ typed: shown, scale }))
    case 'not_positive':
      return bad(amount.not_positive({ least: money(1, currency, language) }))
    case 'too_large':
      return bad(amount.too_large({ max: money(MAX_AMOUNT, currency, language) }))
    default:
      return why satisfies never
  }
}

/** What is missing from a command, and how it is written where such times are allowed. */
export function answerToUsage(
  command: CommandName,
  problem: UsageProblem,
  language: Language,
  allowed: Lifetimes = DEFAULT_RULES,
): Reply {
  const { errors } = catalogue(language)
  const { example } = commandWords(command, language)
  const missing = errors.usage[problem].replace('{times}', timesOffered(language, allowed).join(', '))
  return bad(`${missing}\n${errors.usageLine({ usage: usageOf(command, language, allowed), example })}`)
}

/** A command that is longer than any need be, and was not read. */
export function answerToTooLong(max: number, language: Language): Reply {
  return bad(catalogue(language).errors.commandTooLong({ max }))
}

/** More people are named than a red packet may be for. */
export function answerToTooManyChosen(language: Language): Reply {
  return bad(catalogue(language).errors.badChosen({ max: MAX_CHOSEN }))
}

/** There is no such command, but perhaps one like it. */
export function answerToUnknownCommand(
  name: string,
  closest: CommandName | undefined,
  language: Language,
): Reply {
  const { errors } = catalogue(language)
  const said = shortened(name)
  return bad(
    closest ? errors.unknownCommandClosest({ name: said, closest }) : errors.unknownCommand({ name: said }),
  )
}

/** All commands, those of admins only for admins. */
export function answerToHelp(admin: boolean, language: Language, allowed: Lifetimes = DEFAULT_RULES): Reply {
  const { answers } = catalogue(language)
  const lineOf = ({ name }: { name: CommandName }) => {
    return `${usageOf(name, language, allowed)}\n    ${commandWords(name, language).description}`
  }
  const lines = [answers.help, ...COMMANDS.filter((command) => !command.admin).map(lineOf)]
  if (admin) lines.push(answers.helpAdmin, ...COMMANDS.filter((command) => command.admin).map(lineOf))
  return info(lines.join('\n'))
}

type RefusedAnywhere =
  | { kind: 'wallet_frozen'; name: string }
  | { kind: 'unknown_chat' }
  | { kind: 'key_reused' }

/** What is said to a refusal that nearly every use case has. */
export function refusedAnywhere(outcome: RefusedAnywhere, language: Language): Reply {
  const { errors } = catalogue(language)
  switch (outcome.kind) {
    case 'wallet_frozen':
      return bad(errors.walletFrozen(outcome))
    case 'unknown_chat':
      return bad(errors.unknownChat)
    case 'key_reused':
      return bad(errors.keyReused)
    default:
      return outcome satisfies never
  }
}

function insufficient(
  { balance, needed, currency }: { balance: number; needed: number; currency: Currency },
  language: Language,
): string {
  return catalogue(language).errors.insufficient({
    balance: money(balance, currency, language),
    needed: money(needed, currency, language),
    missing: money(needed - balance, currency, language),
  })
}
