import type { SettingsChanges } from '../app/community/settings.js'
import type { EnvelopeKind } from '../core/envelope.js'
import { THEMES, type Theme } from '../core/festivals.js'
import type { Period } from '../core/periods.js'
import { lengthOf } from '../core/text.js'
import { COMMANDS, type CommandName } from './commands.js'

/** What a typed line cannot do without, for the hint beside the usage. */
export type UsageProblem =
  | 'amount'
  | 'count'
  | 'member'
  | 'reason'
  | 'envelope'
  | 'line'
  | 'board'
  | 'lifetime'
  | 'setting'
  /** What follows an amount may be the rest of it. */
  | 'spaced'
  /** The name before an amount turns the text around. */
  | 'turned'

/** A red packet as typed. Amounts stay text until the currency is known. */
export interface TypedRedpacket {
  readonly kind: 'redpacket'
  readonly amount: string
  /** Whether `amount` is that of each share; then the shares are equal. */
  readonly each: boolean
  readonly count: number
  readonly envelope: EnvelopeKind
  /** Names without the @; undefined when everybody may grab. */
  readonly chosen?: readonly string[]
  /** Whether it is shown in every chat that is linked to this one. */
  readonly everywhere?: true
  /** Milliseconds. */
  readonly lifetime?: number
  readonly theme?: Theme
  /** As typed; may be empty. */
  readonly greeting: string
}

/** What a line of text asks for. Names are as typed, without the @. */
export type ParsedLine =
  /** An ordinary line, to be said and not obeyed. */
  | { kind: 'say' }
  | TypedRedpacket
  | { kind: 'wallet' }
  | { kind: 'history'; before?: number }
  | { kind: 'transfer'; to: string; amount: string; note: string }
  | { kind: 'leaderboard'; board: 'sent' | 'received' | 'luckiest'; period: Period }
  | { kind: 'recent' }
  | { kind: 'envelope'; envelopeNo: string }
  | { kind: 'verify'; envelopeNo: string }
  | { kind: 'cancel'; envelopeNo: string }
  | { kind: 'books' }
  | { kind: 'audit' }
  | { kind: 'settings' }
  | { kind: 'change_settings'; changes: SettingsChanges }
  | { kind: 'treasurer'; member: string; appointed: boolean }
  /** Without a code: asks for one. `sure`: whoever typed it has seen what it does. */
  | { kind: 'link'; code?: string; sure: boolean }
  | { kind: 'linkme'; code?: string; sure: boolean }
  | { kind: 'unlink'; sure: boolean }
  | { kind: 'unlinkme'; sure: boolean }
  | { kind: 'help' }
  | { kind: 'topup'; to: string; amount: string; reason: string }
  | { kind: 'deduct'; to: string; amount: string; reason: string }
  | { kind: 'usage'; command: CommandName; problem: UsageProblem }
  | { kind: 'unknown_command'; name: string; closest?: CommandName }
  /** Begins as a command does, but has more than `max` characters. */
  | { kind: 'too_long'; max: number }

/** In characters. No command needs so much. */
const LONGEST_LINE = 2_000
const LONGEST_NAME = 20

/** What nobody sees in a line, so that it cannot hide the slash. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Reads a line that a person typed. Never throws, whatever the text is.
 *
 * A command is a slash and a name or an alias. Whatever begins with a slash is never `say`: it was meant for
 * the program, and may hold what is nobody else's business. Words are separated by spaces; full-width
 * letters, digits and signs count as the ordinary ones.
 *
 * After total and count, a red packet takes `lucky` or `equal`, `for` with mentions (or `for everyone`),
 * `everywhere`, `in` with a time and `theme` with a name, in any order and each once; the first word that is none of these
 * begins the greeting, which is kept as typed.
 */
export function parseCommand(line: string): ParsedLine {
  const words = new Words(line)
  let first = words.next()?.replace(UNSEEN, '')
  while (first === '') first = words.next()?.replace(UNSEEN, '')
  if (!first?.startsWith('/')) return { kind: 'say' }
  if (lengthOf(line) > LONGEST_LINE) return { kind: 'too_long', max: LONGEST_LINE }
  // A platform may add the bot's name: /wallet@bot.
  const typed = (first.slice(1).split('@')[0] ?? '').toLowerCase()
  const name = commandNamed(typed)
  if (name === undefined) {
    const closest = closestCommand(typed)
    return {
      kind: 'unknown_command',
      name: [...typed].slice(0, LONGEST_NAME).join(''),
      ...(closest && { closest }),
    }
  }
  switch (name) {
    case 'redpacket':
      return parseRedpacket(words)
    case 'transfer':
      return parseTransfer(words)
    case 'topup':
    case 'deduct':
      return parseAdminMove(name, words)
    case 'history':
      return parseHistory(words)
    case 'leaderboard':
      return parseLeaderboard(words)
    case 'envelope':
    case 'verify':
    case 'cancel':
      return parseEnvelope(name, words)
    case 'settings':
      return parseSettings(words)
    case 'link':
    case 'linkme':
      return parseLink(name, words)
    case 'unlink':
    case 'unlinkme':
      return { kind: name, sure: YES.has(lower(words.next())) }
    case 'wallet':
    case 'books':
    case 'audit':
    case 'help':
      return { kind: name }
    default:
      return name satisfies never
  }
}

/** The word that an adapter puts behind a name that turns what follows, where its platform says where the name ends. */
export const NAME_TURNS = '\ue001'

/** What makes a reader see the signs behind it in another order than they have. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

/** A word, with the spaces within a number that are there to group its digits: nobody takes `1 000` for one and a word. */
const WORD = /^(?:\S|(?<=\p{N})[\u00a0\u2007-\u2009\u202f](?=\p{N}))+/u

/** From the code of an ASCII sign to that of its full-width form. */
const FULL_WIDTH = 0xfee0

/** The words of a line one by one, full-width forms folded, and what is left of it as it was typed. */
class Words {
  /** Whether what was read so far turns what follows around, so that a reader takes `15` for `51`. */
  turned = false
  /** Whether a name does so that was read so far. */
  turnedByName = false
  private left: string

  constructor(line: string) {
    this.left = line.trim()
  }

  peek(): string | undefined {
    this.passNameTurns()
    const word = WORD.exec(this.left)?.[0]
    // Only these: other forms that look alike mean something else, as the ² in 10² does.
    return word?.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH))
  }

  next(): string | undefined {
    const word = this.peek()
    if (word !== undefined && TURNING.test(word)) this.turned = true
    this.left = this.left.replace(WORD, '').trimStart()
    return word
  }

  rest(): string {
    this.passNameTurns()
    return this.left
  }

  private passNameTurns(): void {
    if (!this.left.startsWith(NAME_TURNS)) return
    this.turnedByName = true
    this.left = this.left.slice(NAME_TURNS.length).trimStart()
  }
}

function commandNamed(typed: string): CommandName | undefined {
  return COMMANDS.find(({ name, aliases }) => name === typed || aliases.some((alias) => alias === typed))
    ?.name
}

const KINDS: Readonly<Record<string, EnvelopeKind>> = {
  lucky: 'lucky',
  拼手气: 'lucky',
  手气: 'lucky',
  equal: 'equal',
  普通: 'equal',
  平分: 'equal',
}
const EACH = new Set(['each', '每个', '每份', '每人'])
const FOR = new Set(['for', '给'])
const EVERYONE = new Set(['everyone', '所有人'])
const EVERYWHERE = new Set(['everywhere', '到处'])
const IN = new Set(['in', '限时'])
/** A number of any script with a few letters, or a Chinese one with a unit: a time was meant, whatever it says. */
const LIKE_A_LIFETIME =
  /^(?:[-+−]?[\p{N}.][\p{N}.,]*(?:e\p{N}+)?[\p{L}\p{Cf}]{1,5}|[〇零一二两三四五六七八九十百千半几壹贰叁肆伍陆柒捌玖拾]+个?(?:秒|分|刻|小时|钟头|天|日|周|星期|月).*)$/u
const THEME = new Set(['theme', '主题'])

function parseRedpacket(words: Words): ParsedLine {
  const usage = (problem: UsageProblem): ParsedLine => ({ kind: 'usage', command: 'redpacket', problem })
  const amount = words.next()
  if (amount === undefined) return usage('amount')
  const each = EACH.has(lower(words.peek()))
  if (each) words.next()
  const typed = words.next()
  const count = wholeNumber(typed)
  if (!/\p{N}/u.test(amount)) return usage('amount')
  if (count === undefined) return usage('count')
  if (words.turned) return usage('amount')
  const counted = wholeNumber(words.peek()) !== undefined
  if (counted && BEGIN_OF_NUMBER.test(amount) && REST_OF_NUMBER.test(typed ?? '')) return usage('spaced')

  // `each` says already that it is equal, so `lucky` after it belongs to the greeting.
  let envelope: EnvelopeKind | undefined = each ? 'equal' : undefined
  let audience: { chosen?: string[] } | undefined
  let lifetime: number | undefined
  let theme: Theme | undefined
  let everywhere: true | undefined
  let greeting = words.rest()
  while (greeting !== '') {
    const word = lower(words.next())
    if (envelope === undefined && Object.hasOwn(KINDS, word)) envelope = KINDS[word]
    else if (audience === undefined && FOR.has(word)) {
      if (EVERYONE.has(lower(words.peek()))) {
        words.next()
        audience = {}
      } else {
        const chosen = mentions(words)
        if (chosen.length === 0) break
        audience = { chosen }
      }
    } else if (everywhere === undefined && EVERYWHERE.has(word)) {
      everywhere = true
    } else if (lifetime === undefined && IN.has(word)) {
      lifetime = lifetimeOf(lower(words.peek()))
      // A mistyped time must not become part of the greeting of an envelope that then stays open for a day.
      if (lifetime === undefined && LIKE_A_LIFETIME.test(lower(words.peek()))) return usage('lifetime')
      if (lifetime === undefined) break
      words.next()
    } else if (lifetime === undefined && word.startsWith('限时')) {
      const time = word.slice('限时'.length)
      lifetime = lifetimeOf(time)
      if (lifetime === undefined && LIKE_A_LIFETIME.test(time)) return usage('lifetime')
      if (lifetime === undefined) break
    } else if (theme === undefined && THEME.has(word)) {
      theme = themeNamed(lower(words.peek()))
      if (theme === undefined) break
      words.next()
    } else break
    greeting = words.rest()
  }
  return {
    kind: 'redpacket',
    amount,
    each,
    count,
    envelope: envelope ?? 'lucky',
    ...audience,
    ...(everywhere && { everywhere }),
    ...(lifetime !== undefined && { lifetime }),
    ...(theme !== undefined && { theme }),
    greeting,
  }
}

function parseTransfer(words: Words): ParsedLine {
  const typed = whomAndHowMuch(words)
  if ('problem' in typed) return { kind: 'usage', command: 'transfer', ...typed }
  return { kind: 'transfer', ...typed, note: words.rest() }
}

function parseAdminMove(kind: 'topup' | 'deduct', words: Words): ParsedLine {
  const typed = whomAndHowMuch(words)
  if ('problem' in typed) return { kind: 'usage', command: kind, ...typed }
  const reason = words.rest()
  return reason === '' ? { kind: 'usage', command: kind, problem: 'reason' } : { kind, ...typed, reason }
}

/** Digits that continue the number before them when both are read as one, as people group them by thousands. */
const REST_OF_NUMBER = /^\p{Nd}{3}(?:[.,'’]?\p{Nd}+)*$/u
const BEGIN_OF_NUMBER = /^\p{Nd}{1,3}$/u

/** A name and an amount, in either order. An amount that a reader may take for another is asked again. */
function whomAndHowMuch(words: Words): { to: string; amount: string } | { problem: UsageProblem } {
  const first = words.next()
  const name = mention(first)
  const amount = name === undefined ? first : words.next()
  const { turned, turnedByName } = words
  const to = name ?? mention(words.next())
  if (to === undefined) return { problem: 'member' }
  if (amount === undefined || turned) return { problem: 'amount' }
  // Read from either end, it is the same amount.
  if (turnedByName && amount !== [...amount].reverse().join('')) return { problem: 'turned' }
  if (BEGIN_OF_NUMBER.test(amount) && REST_OF_NUMBER.test(words.peek() ?? '')) return { problem: 'spaced' }
  return { to, amount }
}

function parseHistory(words: Words): ParsedLine {
  const word = words.next()
  if (word === undefined) return { kind: 'history' }
  const before = wholeNumber(word)
  return before === undefined
    ? { kind: 'usage', command: 'history', problem: 'line' }
    : { kind: 'history', before }
}

const BOARDS: Readonly<Record<string, 'sent' | 'received' | 'luckiest'>> = {
  sent: 'sent',
  发出: 'sent',
  received: 'received',
  收到: 'received',
  luckiest: 'luckiest',
  手气: 'luckiest',
  手气最佳: 'luckiest',
}
const PERIODS: Readonly<Record<string, Period>> = {
  week: 'week',
  本周: 'week',
  month: 'month',
  本月: 'month',
  ever: 'ever',
  全部: 'ever',
}

function parseLeaderboard(words: Words): ParsedLine {
  let board: 'sent' | 'received' | 'luckiest' | undefined
  let period: Period | undefined
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const plain = lower(word)
    if (board === undefined && Object.hasOwn(BOARDS, plain)) board = BOARDS[plain]
    else if (period === undefined && Object.hasOwn(PERIODS, plain)) period = PERIODS[plain]
    else return { kind: 'usage', command: 'leaderboard', problem: 'board' }
  }
  return { kind: 'leaderboard', board: board ?? 'received', period: period ?? 'week' }
}

function parseEnvelope(kind: 'envelope' | 'verify' | 'cancel', words: Words): ParsedLine {
  const word = words.next()
  if (word === undefined && kind === 'envelope') return { kind: 'recent' }
  const envelopeNo = /^(?:#|e-)?([0-9a-f]{4,32})$/.exec(lower(word))?.[1]
  return envelopeNo === undefined
    ? { kind: 'usage', command: kind, problem: 'envelope' }
    : { kind, envelopeNo }
}

/** A code may be typed in two halves; whoever has seen what it does adds yes. */
function parseLink(kind: 'link' | 'linkme', words: Words): ParsedLine {
  const typed: string[] = []
  for (let word = words.next(); word !== undefined; word = words.next()) typed.push(word)
  const sure = typed.length > 1 && YES.has(lower(typed.at(-1)))
  const code = (sure ? typed.slice(0, -1) : typed).join('')
  return { kind, sure, ...(code !== '' && { code }) }
}

const YES = new Set(['yes', 'on', 'true', '是', '开'])
const NO = new Set(['no', 'off', 'false', '否', '关'])
const LANGUAGE: Readonly<Record<string, 'en' | 'zh'>> = { en: 'en', english: 'en', zh: 'zh', 中文: 'zh' }
const SETTING: Readonly<Record<string, 'currency' | 'language' | 'open' | 'max' | 'self' | 'treasurer'>> = {
  currency: 'currency',
  货币: 'currency',
  language: 'language',
  语言: 'language',
  open: 'open',
  有效期: 'open',
  max: 'max',
  上限: 'max',
  self: 'self',
  自抢: 'self',
  treasurer: 'treasurer',
  财务: 'treasurer',
}

/** `/settings` alone shows them; a word and its value change one of them. */
function parseSettings(words: Words): ParsedLine {
  const usage: ParsedLine = { kind: 'usage', command: 'settings', problem: 'setting' }
  const word = words.next()
  if (word === undefined) return { kind: 'settings' }
  const setting = Object.hasOwn(SETTING, lower(word)) ? SETTING[lower(word)] : undefined
  const value = words.next()
  if (setting === undefined || value === undefined) return usage
  const change = (changes: SettingsChanges): ParsedLine =>
    words.rest() === '' ? { kind: 'change_settings', changes } : usage
  switch (setting) {
    case 'currency': {
      const currencySymbol = words.next()
      const decimals = words.next()
      const scale = wholeNumber(decimals)
      if (decimals !== undefined && scale === undefined) return usage
      return change({
        currencyName: value,
        ...(currencySymbol !== undefined && { currencySymbol }),
        ...(scale !== undefined && { scale }),
      })
    }
    case 'language': {
      const language = Object.hasOwn(LANGUAGE, lower(value)) ? LANGUAGE[lower(value)] : undefined
      return language === undefined ? usage : change({ language })
    }
    case 'open': {
      const defaultLifetime = lifetimeOf(lower(value))
      return defaultLifetime === undefined ? usage : change({ defaultLifetime })
    }
    case 'max': {
      const maxOpenEnvelopes = wholeNumber(value)
      return maxOpenEnvelopes === undefined ? usage : change({ maxOpenEnvelopes })
    }
    case 'self': {
      const selfGrab = yesOrNo(value)
      return selfGrab === undefined ? usage : change({ selfGrab })
    }
    case 'treasurer': {
      const member = mention(value)
      const appointed = yesOrNo(words.next() ?? 'yes')
      if (member === undefined || appointed === undefined || words.rest() !== '') return usage
      return { kind: 'treasurer', member, appointed }
    }
    default:
      return setting satisfies never
  }
}

function yesOrNo(word: string): boolean | undefined {
  if (YES.has(lower(word))) return true
  return NO.has(lower(word)) ? false : undefined
}

function lower(word: string | undefined): string {
  return (word ?? '').toLowerCase()
}

function wholeNumber(word: string | undefined): number | undefined {
  return word !== undefined && /^[0-9]{1,15}$/.test(word) ? Number(word) : undefined
}

/** The name in `@name`, without a comma that ends it. */
function mention(word: string | undefined): string | undefined {
  return /^@(.*[^,、;])[,、;]*$/u.exec(word ?? '')?.[1]
}

function mentions(words: Words): string[] {
  const names: string[] = []
  for (let name = mention(words.peek()); name !== undefined; name = mention(words.peek())) {
    names.push(name)
    words.next()
  }
  return names
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  秒: 1_000,
  m: 60_000,
  min: 60_000,
  分: 60_000,
  分钟: 60_000,
  h: 3_600_000,
  小时: 3_600_000,
  d: 86_400_000,
  天: 86_400_000,
}

/** Milliseconds of `20s`, `5m`, `24h`, `2d`, `20秒` and the like. */
function lifetimeOf(word: string): number | undefined {
  const match = /^([0-9]{1,6})(\D+)$/u.exec(word)
  const unit = match?.[2] !== undefined && Object.hasOwn(UNITS, match[2]) ? UNITS[match[2]] : undefined
  return unit === undefined ? undefined : Number(match?.[1]) * unit
}

function themeNamed(word: string): Theme | undefined {
  const name = word.replaceAll('-', '_')
  return THEMES.find((theme) => theme === name)
}

/** The command that was probably meant: one that begins so, or that is at most two slips away. */
function closestCommand(typed: string): CommandName | undefined {
  if (typed.length < 2 || typed.length > LONGEST_NAME) return undefined
  const begun = COMMANDS.find(({ name }) => name.startsWith(typed))
  if (begun) return begun.name
  const [best] = COMMANDS.map(({ name }) => ({ name, slips: slips(typed, name) })).sort(
    (a, b) => a.slips - b.slips,
  )
  return best && best.slips <= 2 && best.slips < best.name.length / 2 ? best.name : undefined
}

/** How many letters to add, drop or change to make one word of the other (Levenshtein). */
function slips(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}
