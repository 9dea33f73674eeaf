import type { Person } from '../../src/core/person.js'
import type { Place } from '../../src/core/place.js'
import type { Dice } from './dice.js'
import type { OperatorOperation, ReadingOperation } from './operation.js'

/** Things to look at. */
export interface Sights {
  somewhere(): Place
  someone(platform: string): Person
  envelope(): { readonly no: string; readonly place: Place }
  key(): string
  readonly platforms: readonly string[]
}

export type Look = Exclude<ReadingOperation['verb'] | OperatorOperation['verb'], 'hoard' | 'freeze'>

/** Relative frequencies, out of about ten thousand. */
export const LOOKS: Readonly<Record<Look, number>> = {
  ...{
    statement: 60,
    leaderboard: 20,
    audit: 25,
    supply: 20,
    luck: 30,
    recent: 30,
    books: 25,
    walletsOf: 40,
    knownUsers: 15,
    suspects: 20,
  },
  ...{ senderOf: 20, join: 20, rememberHandle: 25, userCalled: 25, consoleTopUp: 60, consoleFreeze: 12 },
}

const AMOUNTS = ['1', '12.50', '0.01', '100', '１２．５', ' 7 ', '3.', '.5', '1.2.3']
const NO_AMOUNTS = [
  '0',
  '0.00',
  '-3',
  '1e3',
  '0x10',
  '1,000',
  '',
  '0.00001',
  '99999999999999',
  '1'.repeat(65),
]
const HANDLES = ['lucky', 'money', 'red', 'packet']

/** People who only look, and an operator at the console. */
export class Onlookers {
  /** Wallets that someone has seen, and where. */
  private readonly wallets: { readonly walletNo: string; readonly place: Place }[] = []
  private readonly frozen = new Set<string>()

  constructor(
    private readonly dice: Dice,
    private readonly sights: Sights,
  ) {}

  hear(place: Place, walletNo: string): void {
    this.wallets.push({ walletNo, place })
    if (this.wallets.length > 60) this.wallets.shift()
  }

  /** Freezes a wallet, as an operator. */
  freeze(): OperatorOperation {
    const walletNo = this.walletNo()
    this.frozen.add(walletNo)
    return { verb: 'freeze', command: { walletNo, frozen: true } }
  }

  /** Thaws all frozen wallets, or one of them, as an operator. */
  thaw(most = 1): OperatorOperation[] {
    const walletNos = [...this.frozen].slice(0, most)
    return walletNos.map((walletNo) => {
      this.frozen.delete(walletNo)
      return { verb: 'freeze', command: { walletNo, frozen: false } }
    })
  }

  act(what: Look): ReadingOperation | OperatorOperation {
    const { dice, sights } = this
    const place = sights.somewhere()
    const { platform } = place
    const by = sights.someone(platform)
    switch (what) {
      case 'statement': {
        const before = dice.rarely(3_000) ? { before: dice.between(0, 60) } : {}
        const limit = dice.pick([{}, {}, { limit: 0 }, { limit: 3 }, { limit: 25 }, { limit: 101 }])
        return { verb: what, command: { place, by, ...before, ...limit } }
      }
      case 'leaderboard': {
        const board = dice.pick(['sent', 'received', 'luckiest'] as const)
        const period = dice.pick(['week', 'month', 'ever'] as const)
        return { verb: what, command: { place, by, board, period } }
      }
      case 'audit':
      case 'recent':
        return { verb: what, command: { place, by, limit: dice.pick([1, 5, 10, 25]) } }
      case 'books': {
        const after = dice.rarely(5_000) ? { after: dice.between(0, 8_000) } : {}
        return { verb: what, command: { place, limit: dice.pick([1, 7, 40]), ...after } }
      }
      case 'walletsOf':
        return { verb: what, command: { by } }
      case 'knownUsers': {
        const platformAdmin = dice.rarely(8_000)
        return { verb: what, command: { place, by, platformAdmin, max: dice.pick([5, 13, 14, 100]) } }
      }
      case 'suspects':
        return { verb: what, command: { place, by, platformAdmin: !dice.rarely(1_500) } }
      case 'senderOf':
        return {
          verb: what,
          command: { platform: dice.pick(sights.platforms), envelopeNo: sights.envelope().no },
        }
      case 'supply':
      case 'luck':
      case 'join':
        return { verb: what, command: { place, by } }
      case 'rememberHandle':
        return { verb: what, command: { platform, handle: dice.pick(HANDLES), user: by.user } }
      case 'userCalled':
        return { verb: what, command: { platform, handle: dice.pick(HANDLES) } }
      case 'consoleTopUp': {
        const seen = this.wallets.length > 0 ? dice.pick(this.wallets) : { walletNo: 'W-1', place }
        const community = dice.rarely(3_000) ? dice.between(1, 9) : seen.place
        const amount = dice.pick(dice.rarely(8_000) ? AMOUNTS : NO_AMOUNTS)
        const reason = dice.pick(['a gift', 'a gift', 'a gift', '', 'x'.repeat(201)])
        const walletNo = dice.rarely(8_000) ? seen.walletNo : this.walletNo()
        return { verb: what, command: { key: sights.key(), community, walletNo, amount, reason } }
      }
      case 'consoleFreeze': {
        const { walletNo, place: community } =
          this.wallets.length > 0 ? dice.pick(this.wallets) : { walletNo: 'W-1', place }
        const verb = dice.pick(['freeze', 'thaw', 'thaw'] as const)
        const reason = dice.pick(['begs', 'begs', 'begs', '', 'x'.repeat(201)])
        return { verb: what, command: { key: sights.key(), verb, community, walletNo, reason } }
      }
    }
  }

  private walletNo(): string {
    const { dice, wallets } = this
    return wallets.length > 0 && dice.rarely(8_000) ? dice.pick(wallets).walletNo : `W-${dice.between(1, 90)}`
  }
}
