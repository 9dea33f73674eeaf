import type { SettingsChanges } from '../../src/app/community/settings.js'
import type { PlatformFacts } from '../../src/core/conditions/platform-facts.js'
import type { Condition } from '../../src/core/conditions/terms.js'
import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import { type Dice, Weights } from './dice.js'
import { LOOKS, type Look, Onlookers, type Sights } from './onlookers.js'
import type { Operation } from './operation.js'
import type { Gate } from './oracle-state.js'

/** Relative frequencies, out of about ten thousand. */
const WHAT = new Weights({
  ...{ grab: 5000, send: 1400, transfer: 800, topUp: 500, deduct: 200, cancel: 350, wallet: 350 },
  cancelScheduled: 120,
  ...{ details: 120, verify: 100, settings: 30, changeSettings: 60, appoint: 60, found: 30 },
  ...{ makeLinkCode: 70, link: 80, previewLink: 20, unlink: 35, previewUnlink: 15, breakDown: 10 },
  ...{ makePersonCode: 110, linkPeople: 120, previewPersonLink: 20, unlinkPerson: 70 },
  ...{ previewUnlinkPerson: 15, pending: 10, reuse: 40, again: 150 },
  ...{ topUpMany: 20, enter: 20, freeze: 10, thaw: 25, checkIn: 200, changeIncome: 60 },
  ...{ block: 10, unblock: 80 },
  ...{ rain: 80, claimAllowance: 60, startingSum: 60, leaveBoards: 40 },
  ...{ freezeWallet: 15, thawWallet: 30, reverseTrade: 60, previewReversal: 10 },
  ...LOOKS,
})
const SIZES_OF_SHARES = new Weights({ small: 60, middle: 30, huge: 1, odd: 9 })
const SIZES = new Weights({ small: 50, middle: 40, large: 5, most: 1, refused: 4 })

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const MOST = 10 ** 12
const USERS = 14
const NO_ENVELOPE = '00ffee00ff'
/** What is left of the limit in a nearly full community. */
const LEFT = [0, 50_000, 5_000_000]

type KeyedVerb = Exclude<
  Extract<Operation, { command: unknown }>['verb'],
  'wallet' | 'settings' | 'details' | 'verify' | 'migrate' | 'hoard' | 'freeze' | Look
>

/** The place of an envelope's card. */
interface KnownEnvelope {
  readonly no: string
  readonly place: Place
}

/**
 * The members of all chats, their admins and their tricks. They know what they have seen in the chats: red packets,
 * codes, and their own earlier commands.
 */
export class Workload implements Sights {
  /** Chats by platform; a group with a new id is here under both. */
  readonly chats: Place[] = []
  private readonly envelopes: KnownEnvelope[] = []
  private readonly scheduled: KnownEnvelope[] = []
  /** Numbers of red packets with conditions. */
  private readonly asking = new Set<string>()
  private readonly codes: { readonly kind: 'community' | 'people'; readonly code: string }[] = []
  private readonly keyed: Operation[] = []
  private readonly onlookers: Onlookers
  /** Trades that somebody was told of, and where. */
  private readonly trades: { readonly place: Place; readonly trade: number }[] = []
  /** People whose wallets admins froze, and where. */
  private readonly frozen: { readonly place: Place; readonly member: Person }[] = []
  /** A person's current name, when it isn't the first. */
  private readonly names = new Map<string, string>()
  private keys = 0
  private newChats = 0

  constructor(
    private readonly dice: Dice,
    readonly platforms: readonly string[],
    /** The time of the world. */
    private readonly now: () => number,
  ) {
    this.onlookers = new Onlookers(dice, this)
    for (const platform of platforms)
      for (let chat = 1; chat <= 3; chat++) this.chats.push({ platform, chat: `${platform}-chat-${chat}` })
  }

  /** The start of the world: communities with some rules of their own, and money for everyone. */
  beginnings(): Operation[] {
    const operations: Operation[] = []
    for (const [index, place] of this.chats.entries()) {
      // Time in a world is short, so deadlines are too.
      const rules = {
        minLifetime: SECOND,
        defaultLifetime: index % 2 === 0 ? MINUTE : HOUR,
        maxOpenEnvelopes: 12,
      }
      const currency = { name: `Coin ${index}`, symbol: 'C', scale: index === 2 ? 0 : 2 }
      const language = index === 1 ? { language: 'zh' as const } : {}
      operations.push({ verb: 'found', command: { place, name: place.chat, currency, rules, ...language } })
    }
    for (const place of this.chats)
      for (let user = 0; user < USERS; user++)
        operations.push({
          verb: 'topUp',
          command: {
            ...this.asAdmin(place),
            to: person(place.platform, user),
            amount: 100_000,
            reason: 'to begin',
          },
        })
    if (this.dice.rarely(200))
      operations.push({
        verb: 'hoard',
        command: { place: this.chats[1] as Place, left: this.dice.pick(LEFT) },
      })
    return operations
  }

  /** Learns from an outcome: numbers of red packets, and codes. */
  hear(operation: Operation, outcome: unknown): void {
    const { kind, envelopeNo, code, walletNo } = outcome as Record<string, string>
    if (operation.verb === 'send' && kind === 'sent') {
      this.envelopes.push({ no: envelopeNo as string, place: operation.command.place })
      if (operation.command.conditions) this.asking.add(envelopeNo as string)
      if (this.envelopes.length > 200) this.envelopes.shift()
    }
    if (operation.verb === 'send' && kind === 'scheduled') {
      const { envelopes } = outcome as { envelopes: readonly { envelopeNo: string }[] }
      for (const { envelopeNo: no } of envelopes) this.scheduled.push({ no, place: operation.command.place })
      this.scheduled.splice(0, this.scheduled.length - 60)
      this.envelopes.push(...this.scheduled.slice(-1))
    }
    const { tradeNo } = outcome as { tradeNo?: number }
    const where = placeOf(operation)
    if (tradeNo !== undefined && where) {
      this.trades.push({ place: where, trade: tradeNo })
      if (this.trades.length > 60) this.trades.shift()
    }
    if (operation.verb === 'wallet' && kind === 'wallet')
      this.onlookers.hear(operation.command.place, walletNo as string)
    const place = placeOf(operation)
    if ((operation.verb === 'enter' || place?.within) && !this.chats.some(({ chat }) => chat === place?.chat))
      this.chats.push({ platform: place?.platform as string, chat: place?.chat as string })
    if (kind === 'link_code') this.codes.push({ kind: 'community', code: code as string })
    if (kind === 'person_code') this.codes.push({ kind: 'people', code: code as string })
    if (this.codes.length > 12) this.codes.shift()
  }

  /** Actions at a place that isn't yet known to be an old chat under a new id. */
  newcomers(place: Place): Operation[] {
    const currency = { name: 'New coin', symbol: 'N', scale: this.dice.pick([2, 2, 2, 0]) }
    const by = this.someone(place.platform)
    const sent = { kind: 'lucky', total: 500, count: 3, greeting: '', lifetime: 2 * MINUTE } as const
    return [
      { verb: 'found', command: { place, name: `new ${place.chat}`, currency } },
      { verb: 'topUp', command: { ...this.asAdmin(place), to: by, amount: 1_000, reason: 'because' } },
      { verb: 'send', command: { key: this.key(), place, by, ...sent } },
    ]
  }

  /** Actions of admins once all red packets have ended: first they make codes, then they use them or unlink. */
  assembly(step: 'codes' | 'links'): Operation[] {
    // Frozen wallets can't move, so most are thawed first.
    const thaws = step === 'codes' && this.dice.rarely(7_000)
    const thawed: Operation[] = thaws ? this.onlookers.thaw(100) : []
    if (thaws)
      for (const { place, member } of this.frozen.splice(0))
        thawed.push({ verb: 'thawWallet', command: { ...this.asAdmin(place), member, reason: '' } })
    const admins = (count: number) =>
      Array.from({ length: count }, () => {
        const place = this.somewhere()
        return { ...this.asAdmin(place), by: this.someone(place.platform) }
      })
    if (step === 'codes')
      return [...thawed, ...admins(2).map((command): Operation => ({ verb: 'makeLinkCode', command }))]
    const links = admins(3).map(
      (command): Operation => ({
        verb: 'link',
        command: { ...command, code: this.code('community') },
      }),
    )
    return [...links, ...admins(2).map((command): Operation => ({ verb: 'unlink', command }))]
  }

  /** Gives a chat a new id. Returns both. */
  moveChat(platform: string): { from: Place; to: Place } | undefined {
    const here = this.chats.filter((chat) => chat.platform === platform)
    const from = this.dice.pick(here)
    if (here.length > 12) return undefined
    const to = { platform, chat: `${platform}-new-${++this.newChats}` }
    this.chats.push(to)
    return { from, to }
  }

  /** Returns the next action of someone. */
  act(): Operation {
    const { dice } = this
    const what = dice.weighed(WHAT)
    switch (what) {
      case 'again':
        return this.keyed.length > 0 ? dice.pick(this.keyed) : this.read('wallet')
      case 'reuse':
        return this.reuse()
      case 'freeze':
        return this.onlookers.freeze()
      case 'thaw':
        return this.onlookers.thaw()[0] ?? this.read('wallet')
      case 'breakDown':
      case 'pending':
        return { verb: what }
      case 'wallet':
      case 'settings':
        return this.read(what)
      case 'details':
      case 'verify': {
        const { no, place } = this.envelope()
        return { verb: what, command: { place, by: this.someone(place.platform), envelopeNo: no } }
      }
      default: {
        const operation = isLook(what) ? this.onlookers.act(what) : this.keyedAct(what)
        if ('command' in operation && 'key' in operation.command) this.keyed.push(operation)
        if (this.keyed.length > 60) this.keyed.shift()
        return operation
      }
    }
  }

  /** Returns the place, or occasionally a channel that may be new and that the command itself makes known. */
  private perhapsNew(place: Place): Place {
    if (place.platform !== 'cord' || !this.dice.rarely(200)) return place
    const whole = place.chat.split('/')[0] as string
    const within = { chat: whole, name: `whole ${whole}`, language: 'zh' } as const
    return { platform: place.platform, chat: `${whole}/${this.dice.between(1, 3)}`, within }
  }

  private keyedAct(what: KeyedVerb): Operation {
    const { dice } = this
    const place = this.somewhere()
    const { platform } = place
    const by = this.someone(platform)
    const common = { key: this.key(), place, by }
    switch (what) {
      case 'grab': {
        const { no, place } = this.envelope()
        const here = dice.rarely(300) ? this.somewhere() : place
        const grabber = this.someone(here.platform)
        const roles = dice.rarely(2_000) ? { roles: ['friends'] } : {}
        const answer = this.asking.has(no) ? !dice.rarely(1_500) : dice.rarely(100)
        const given = answer ? { given: { text: dice.pick(ANSWERS), inPublic: dice.rarely(1_500) } } : {}
        const reaction = dice.rarely(3_000) ? { reaction: dice.between(0, 5_000) } : {}
        const told = dice.rarely(7_000) ? { told: this.told() } : {}
        const more = { ...roles, ...given, ...reaction, ...told }
        return { verb: what, command: { ...common, place: here, by: grabber, envelopeNo: no, ...more } }
      }
      case 'cancel': {
        const { no, place } = this.envelope()
        return { verb: what, command: { ...common, place, by: this.someone(place.platform), envelopeNo: no } }
      }
      case 'cancelScheduled': {
        const known =
          this.scheduled.length > 0 && !dice.rarely(1_000) ? dice.pick(this.scheduled) : this.envelope()
        const right = { platformAdmin: dice.rarely(4_000) }
        const by = this.someone(known.place.platform)
        return { verb: what, command: { ...common, ...right, place: known.place, by, envelopeNo: known.no } }
      }
      case 'send':
        return this.send({ ...common, place: this.inThread(this.perhapsNew(place)) })
      case 'topUpMany': {
        const to = Array.from({ length: dice.between(0, 6) }, () => this.someone(platform))
        const admin = { ...this.asAdmin(place), by, platformAdmin: !dice.rarely(1_500) }
        return { verb: what, command: { ...admin, to, amount: this.amount(), reason: 'to all' } }
      }
      case 'enter': {
        const wholes = this.chats.filter(({ platform, chat }) => platform === 'cord' && !chat.includes('/'))
        const within = dice.rarely(500) ? { platform: 'cord', chat: 'cord-late' } : dice.pick(wholes)
        const room = { platform: 'cord', chat: `${within.chat}/${dice.between(1, 2)}` }
        const currency = { name: 'Room coin', symbol: 'R', scale: 2 }
        const options = { ...(dice.rarely(5_000) && { currency }), language: 'zh' as const }
        return { verb: what, command: { place: room, within, name: `whole ${within.chat}`, ...options } }
      }
      case 'transfer': {
        const to = this.someone(dice.rarely(500) ? dice.pick(this.platforms) : platform)
        const note = dice.rarely(100) ? 'x'.repeat(201) : dice.pick(['', 'thanks', '谢谢'])
        const place = this.perhapsNew(common.place)
        return { verb: what, command: { ...common, place, to, amount: this.amount(), note } }
      }
      case 'topUp':
      case 'deduct': {
        const reason = dice.rarely(100) ? '' : dice.rarely(50) ? 'x'.repeat(201) : 'because'
        const admin = { ...this.asAdmin(this.perhapsNew(place)), by, platformAdmin: !dice.rarely(1_500) }
        return {
          verb: what,
          command: { ...admin, to: this.someone(platform), amount: this.amount(), reason },
        }
      }
      case 'reverseTrade':
      case 'previewReversal': {
        const known = this.trades.length > 0 ? dice.pick(this.trades) : { place, trade: 1 }
        const here = dice.rarely(500) ? place : known.place
        const trade = dice.rarely(500) ? dice.between(0, 4_000) : known.trade
        const reason = dice.rarely(300) ? '' : dice.rarely(300) ? 'x'.repeat(201) : 'a mistake'
        const admin = { ...this.asAdmin(here), platformAdmin: !dice.rarely(1_000) }
        return { verb: what, command: { ...admin, trade, reason } }
      }
      case 'freezeWallet': {
        const member = this.someone(platform)
        this.frozen.push({ place, member })
        const reason = dice.rarely(500) ? '' : dice.rarely(500) ? 'x'.repeat(201) : 'begs'
        const admin = { ...this.asAdmin(this.perhapsNew(place)), by, platformAdmin: !dice.rarely(1_500) }
        return { verb: what, command: { ...admin, member, reason } }
      }
      case 'thawWallet': {
        const known = this.frozen.length > 0 && !dice.rarely(2_000) ? this.frozen.shift() : undefined
        const where = known ?? { place, member: this.someone(platform) }
        const admin = { ...this.asAdmin(where.place), platformAdmin: !dice.rarely(500) }
        return { verb: what, command: { ...admin, member: where.member, reason: dice.pick(['', 'sorry']) } }
      }
      case 'found': {
        const scale = dice.pick([0, 2, 2, 2, 5])
        const currency = { name: 'Late coin', symbol: 'L', scale }
        return { verb: what, command: { place, name: `late ${place.chat}`, currency } }
      }
      case 'rain': {
        const people = Array.from({ length: dice.pick([0, 1, 3, 6]) }, () => this.someone(platform))
        const role = { platform, role: 'friends', name: 'Friends' }
        const on = dice.rarely(5_000) ? { on: { those: role, people } } : {}
        const here = this.perhapsNew(place)
        return { verb: what, command: { ...common, place: here, amount: this.amount(), ...on } }
      }
      case 'claimAllowance': {
        const roles = dice.pick([[], ['friends'], ['friends', 'cooks'], ['cooks']])
        return { verb: what, command: { ...common, place: this.perhapsNew(place), roles } }
      }
      case 'startingSum': {
        // Somebody who may never have been seen here.
        const newcomer = dice.rarely(5_000) ? person(platform, USERS + dice.below(200)) : by
        return { verb: what, command: { ...common, by: newcomer } }
      }
      case 'leaveBoards':
        return { verb: what, command: { ...common, leave: dice.rarely(6_000) } }
      case 'checkIn':
        return { verb: what, command: { ...common, place: this.perhapsNew(place) } }
      case 'changeIncome':
        return { verb: what, command: { ...this.asAdmin(place), by, ...this.income(platform) } }
      case 'changeSettings':
        return { verb: what, command: { ...this.asAdmin(place), by, changes: this.changes() } }
      case 'block': {
        const reason = dice.rarely(500)
          ? ''
          : dice.rarely(500)
            ? 'x'.repeat(201)
            : dice.pick(['a script', 'rude'])
        const member = this.someone(platform)
        const platformAdmin = !dice.rarely(1_000)
        return { verb: what, command: { ...common, platformAdmin, member, reason } }
      }
      case 'unblock': {
        const member = this.someone(platform)
        return { verb: what, command: { ...common, platformAdmin: !dice.rarely(1_000), member } }
      }
      case 'appoint': {
        const member = this.someone(platform)
        return { verb: what, command: { ...this.asAdmin(place), by, member, treasurer: !dice.rarely(3_000) } }
      }
      case 'makeLinkCode': {
        const admin = { ...this.asAdmin(this.inThread(place)), by, platformAdmin: !dice.rarely(1_000) }
        return { verb: what, command: admin }
      }
      case 'unlink':
      case 'previewUnlink':
        return { verb: what, command: { ...this.asAdmin(place), by, platformAdmin: !dice.rarely(1_000) } }
      case 'link':
      case 'previewLink':
        return { verb: what, command: { ...this.asAdmin(place), by, code: this.code('community') } }
      case 'makePersonCode':
      case 'unlinkPerson':
      case 'previewUnlinkPerson':
        return { verb: what, command: { key: common.key, by } }
      case 'linkPeople':
      case 'previewPersonLink':
        return { verb: what, command: { key: common.key, by, code: this.code('people') } }
    }
  }

  private send(common: { key: string; place: Place; by: Person }): Operation {
    const { dice } = this
    const { platform } = common.place
    const kind = dice.pick(['equal', 'lucky', 'lucky'] as const)
    const count = dice.rarely(100) ? dice.pick([0, 201, 1.5]) : dice.rarely(200) ? 200 : dice.between(1, 6)
    const each = dice.weighed(SIZES_OF_SHARES)
    const total =
      each === 'small'
        ? count * dice.between(1, 20)
        : each === 'middle'
          ? count * dice.between(1, 3_000)
          : each === 'huge'
            ? dice.pick([MOST, MOST + 1, Number.MAX_SAFE_INTEGER])
            : count * dice.between(0, 50) + dice.between(-1, 2)
    const lifetime = dice.rarely(5_000)
      ? {}
      : {
          lifetime: dice.pick([
            SECOND,
            5 * SECOND,
            20 * SECOND,
            MINUTE,
            MINUTE,
            HOUR,
            24 * HOUR,
            999,
            8 * 24 * HOUR,
            15 * 24 * HOUR,
          ]),
        }
    const chosen = dice.rarely(1_200)
      ? { chosen: Array.from({ length: dice.pick([0, 1, 2, 4, 6, 26]) }, () => this.someone(platform)) }
      : {}
    const roles = dice.rarely(300) ? { chosenRoles: [{ platform, role: 'friends', name: 'Friends' }] } : {}
    const everywhere = dice.rarely(1_500) ? { everywhere: true } : {}
    const greeting = dice.rarely(50) ? '长'.repeat(121) : dice.pick(['', '恭喜发财', 'good luck'])
    const theme = dice.rarely(8_000) ? { theme: dice.pick(['classic', 'wedding'] as const) } : {}
    const way = dice.rarely(2_500)
      ? { way: dice.pick(['draw', 'draw', 'shake', 'shake', 'speed'] as const) }
      : {}
    const fairStart = dice.rarely(1_500)
      ? { fairStart: dice.pick([SECOND, 3 * SECOND, 3 * SECOND, 10 * SECOND, 0, 999, 11 * SECOND]) }
      : {}
    const gates = dice.rarely(1_200) ? this.gates() : []
    const questions = dice.rarely(1_500) ? dice.pick(CONDITIONS) : []
    const all = dice.rarely(5_000) ? [...gates, ...questions] : [...questions, ...gates]
    const conditions = all.length > 0 ? { conditions: all } : {}
    const later = dice.rarely(1_000) ? { appointments: this.appointments() } : {}
    const options = {
      ...{ ...theme, ...way, ...fairStart, ...lifetime, ...chosen, ...roles, ...everywhere },
      ...conditions,
      ...later,
    }
    return { verb: 'send', command: { ...common, kind, total, count, greeting, ...options } }
  }

  /** What a platform may tell about a person. */
  private told(): PlatformFacts {
    const { dice } = this
    const ago = () => this.now() - dice.pick([0, HOUR / 2, HOUR, 2 * HOUR, 30 * 24 * HOUR])
    return dice.pick<() => PlatformFacts>([
      () => ({ accountSince: ago(), memberSince: ago(), boosts: dice.rarely(5_000) }),
      () => ({ premium: dice.rarely(5_000) }),
    ])()
  }

  private gates(): Gate[] {
    const { dice } = this
    const least = () => dice.pick([HOUR, HOUR, 2 * HOUR, 24 * HOUR, HOUR - 1])
    const some = dice.pick<() => Gate[]>([
      () => [{ kind: 'account_age', least: least() }],
      () => [{ kind: 'member_since', least: least() }],
      () => [dice.pick([{ kind: 'booster' } as const, { kind: 'premium' } as const])],
      () => [{ kind: 'known', least: least() }],
      () => [{ kind: 'turns', last: dice.pick([1, 1, 2, 3, 10, 11]) }],
      () => [
        { kind: 'turns', last: dice.pick([1, 3, 0]) },
        { kind: 'known', least: least() },
      ],
    ])()
    return dice.rarely(200) ? [...some, ...some] : some
  }

  private appointments(): number[] {
    const { dice } = this
    const soon = () => this.now() + dice.between(1, dice.pick([5 * SECOND, MINUTE, 2 * HOUR]))
    return dice.pick<() => number[]>([
      () => [soon()],
      () => [soon()],
      () => [soon()],
      () => Array.from({ length: dice.between(2, 5) }, soon),
      () =>
        dice.pick([
          [],
          [this.now()],
          [this.now() - SECOND],
          [soon(), this.now() + 400 * 24 * HOUR],
          [soon() + 0.5],
        ]),
      () => (dice.rarely(2_000) ? new Array(51).fill(soon()) : [soon()]),
    ])()
  }

  private changes(): SettingsChanges {
    const { dice } = this
    return dice.pick<() => SettingsChanges>([
      () => ({ selfGrab: dice.rarely(7_000) }),
      () => ({ defaultLifetime: dice.pick([SECOND, MINUTE, HOUR, 30 * 24 * HOUR]) }),
      () => ({ minLifetime: dice.pick([SECOND, SECOND, 2 * SECOND, 1]) }),
      () => ({ maxOpenEnvelopes: dice.pick([0, 3, 12, 30, 1_001]) }),
      () => ({ hideAmounts: dice.rarely(5_000) }),
      () => ({ results: !dice.rarely(5_000) }),
      () => ({ fairStart: dice.pick([0, 0, 3 * SECOND, 500]) }),
      () => ({ maxTotal: dice.pick([null, null, 20_000, 10 ** 9, 0]) }),
      () => ({ currencySymbol: dice.pick(['C', '€', '🧧', '']), currencyName: 'Coin' }),
      () => ({ language: dice.pick(['en', 'zh'] as const) }),
      () => ({ scale: dice.pick([0, 1, 2, 4]) }),
      () => ({
        newcomer: dice.pick([
          null,
          null,
          { limit: 20_000, time: HOUR },
          { limit: 20_000, time: 30 * 24 * HOUR },
          { limit: 500 },
          { limit: 0 },
          { limit: 500, time: SECOND },
        ]),
      }),
      () => ({ timeZone: dice.pick(['UTC', 'Asia/Shanghai', 'America/New_York', 'Asia/Atlantis']) }),
      () => ({}),
    ])()
  }

  private income(platform: string) {
    const { dice } = this
    const streak = dice.rarely(3_000) ? { streak: dice.pick([0, 50, 100, -1]) } : {}
    const festival = dice.rarely(3_000) ? { festival: dice.pick([0, 888]) } : {}
    const cap = dice.rarely(1_500) ? {} : { cap: dice.pick([500, 1_500, 4_000, 100_000]) }
    const amount = dice.pick([null, 100, 500, 500, 500, 0, MOST])
    const way = dice.pick(['checkin', 'checkin', 'starting', 'allowance', 'allowance'] as const)
    const name = dice.pick(['friends', 'cooks'])
    const forRole = dice.rarely(1_000) ? way !== 'allowance' : way === 'allowance'
    const role = forRole ? { role: { platform, role: name, name: `The ${name}` } } : {}
    const more = way === 'checkin' || dice.rarely(1_000) ? { ...streak, ...festival } : {}
    return { way, amount, ...cap, ...more, ...role }
  }

  private amount(): number {
    const { dice } = this
    const size = dice.weighed(SIZES)
    if (size === 'small') return dice.between(1, 100)
    if (size === 'middle') return dice.between(1, 20_000)
    if (size === 'large') return dice.between(1, 10 ** 9)
    return size === 'most' ? MOST : dice.pick([0, -1, 1.5, Number.NaN, MOST + 1, 2 ** 53])
  }

  private code(kind: 'community' | 'people'): string {
    const { dice } = this
    const known = this.codes.filter((code) => code.kind === kind)
    if (known.length === 0 || dice.rarely(500)) return 'ABCDE-12345'
    return dice.rarely(6_000) ? (known.at(-1)?.code as string) : dice.pick(this.codes).code
  }

  /** Returns an earlier key with another command. */
  private reuse(): Operation {
    if (this.keyed.length === 0) return this.read('wallet')
    const { key } = (this.dice.pick(this.keyed) as { command: { key: string } }).command
    const place = this.somewhere()
    const command = { key, place, by: this.someone(place.platform), note: 'reused', amount: 7 }
    return { verb: 'transfer', command: { ...command, to: this.someone(place.platform) } }
  }

  /** Sometimes returns a topic of the chat. */
  private inThread(place: Place): Place {
    return this.dice.rarely(1_500) ? { ...place, thread: this.dice.pick(['7', '8']) } : place
  }

  private read(verb: 'wallet' | 'settings'): Operation {
    const place = this.somewhere()
    return { verb, command: { place, by: this.someone(place.platform) } }
  }

  /** Usually one of the latest; sometimes an old one, or one that never existed. */
  envelope(): KnownEnvelope {
    const { dice, envelopes } = this
    if (envelopes.length === 0 || dice.rarely(100)) return { no: NO_ENVELOPE, place: this.somewhere() }
    if (dice.rarely(2_000)) return dice.pick(envelopes)
    return envelopes[envelopes.length - 1 - dice.below(Math.min(envelopes.length, 10))] as KnownEnvelope
  }

  somewhere(): Place {
    return this.dice.rarely(50)
      ? { platform: this.dice.pick(this.platforms), chat: 'nowhere' }
      : this.dice.pick(this.chats)
  }

  someone(platform: string): Person {
    const somebody = person(platform, this.dice.below(USERS))
    const { user, name } = somebody
    if (this.dice.rarely(60)) this.names.set(`${platform} ${user}`, this.dice.pick(NAMES)(name))
    return { ...somebody, name: this.names.get(`${platform} ${user}`) ?? name }
  }

  private asAdmin(place: Place) {
    return { key: this.key(), place, by: person(place.platform, 0), platformAdmin: true }
  }

  key(): string {
    return `update ${++this.keys}`
  }
}

const SESAME = { kind: 'password', word: 'Open Sesame', secret: false } as const
const QUIZ = { kind: 'quiz', question: '1+1?', answers: ['sesame', 'rice', '4'], right: 0 } as const

/** What senders ask for; the last ones are refused. */
const CONDITIONS: readonly (readonly Condition[])[] = [
  ...[[SESAME], [SESAME], [{ ...SESAME, secret: true }], [{ ...SESAME, secret: true }]],
  ...([[QUIZ], [QUIZ], [QUIZ], [{ kind: 'wish_wall' }], [{ kind: 'wish_wall' }], [], []] as const),
  ...[[{ ...SESAME, word: ' ' }], [{ ...QUIZ, answers: ['sesame'] }], [SESAME, QUIZ], [SESAME, SESAME]],
]

/** What people answer, whatever they were asked. */
const ANSWERS = [
  'open sesame',
  'OPENSESAME',
  ' sesame',
  'rice',
  'rice',
  '4',
  'Rice',
  '',
  '愿'.repeat(61),
] as const

/** Names that people choose. */
const NAMES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `${name} ✨`,
  (name) => `  ${name}\u200b  the  \u202egreat `,
  (name) => `${name} ${'恭'.repeat(60)}`,
  () => '\u200b',
]

function isLook(what: string): what is Look {
  return what in LOOKS
}

function person(platform: string, user: number): Person {
  return { platform, user: `u${user}`, name: `${platform} ${user}` }
}

function placeOf(operation: Operation): Place | undefined {
  return 'command' in operation && 'place' in operation.command ? operation.command.place : undefined
}
