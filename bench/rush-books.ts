import { cardMessage } from '../adapters/discord/card.js'
import { DISCORD } from '../adapters/discord/decode.js'
import { type App, createApp } from '../src/app/app.js'
import { openStore } from '../src/integrity/open.js'
import { cryptoRandom } from '../src/random.js'
import type {
  FakeChannel,
  FakeDiscord,
  FakeGuild,
  FakeMessage,
  FakeUser,
} from '../test/support/discord/fake-discord.js'
import { progressBar } from '../test/support/progress-bar.js'
import { booksIn, SHARES } from './check-books.js'

export interface RushOptions {
  readonly folder: string
  readonly fake: FakeDiscord
  readonly envelopes: number
  readonly scheduled: number
  /** Channels that the cards are spread over. */
  readonly chats: number
  /** Red packets for taps, each with SHARES shares. */
  readonly live: number
  /** Members who tap. */
  readonly members: number
  /** When everything is due, UTC milliseconds. */
  readonly dueAt: number
}

export interface RushBooks {
  /** Cards of red packets that are open for long. */
  readonly live: readonly FakeMessage[]
  readonly members: readonly FakeUser[]
  /** A member with money, and a channel without a card, the last in every order. */
  readonly sender: FakeUser
  readonly quiet: FakeChannel
}

const CHANNELS_A_SERVER = 10
/** Each has up to fifty scheduled. */
const SENDERS_A_SERVER = 10
const AT_ONCE = 100
const LONG = 6 * 3_600_000

/** Opens the books in a folder with a clock that stands still, so that one lifetime gives one deadline. */
async function openAt(folder: string, now: number) {
  const { DATABASE_FILE: file, LEDGER_KEY_FILE: ledgerKeyFile } = booksIn(folder)
  const store = await openStore({
    ...{ file, ledgerKeyFile },
    onFatal: (error) => {
      throw error
    },
  })
  const clock = { now: () => now, monotonic: () => performance.now() }
  return { store, app: createApp({ store, clock, random: cryptoRandom }) }
}

/** Sends and schedules everything through the core, with a card in the channel for each that is open. */
export async function fillForRush(options: RushOptions): Promise<RushBooks> {
  const { fake, folder, dueAt } = options
  const now = Date.now()
  const { store, app } = await openAt(folder, now)
  const filler = new Filler(app, fake, dueAt - now)
  const channels: FakeChannel[] = []
  while (channels.length < options.chats)
    channels.push(...(await filler.addServer(`Server ${channels.length}`, CHANNELS_A_SERVER)))
  await filler.send(channels.slice(0, options.chats), options.envelopes)
  await filler.schedule(channels.slice(0, options.chats), options.scheduled, dueAt)
  const [quiet, ...lively] = (await filler.addServer('Tea House', options.live + 1)).reverse()
  const { guild } = quiet as FakeChannel
  const members = Array.from(
    { length: options.members },
    (_, index) => guild?.addMember(`member${index}`) as FakeUser,
  )
  const live = await filler.sendLive(lively)
  await store.close()
  return { live, members, sender: filler.senderIn(guild as FakeGuild, 0), quiet: quiet as FakeChannel }
}

/** Reconciles the books that the program left, and throws unless they balance. */
export async function reconcileRush(folder: string): Promise<{ trades: number; seconds: number }> {
  const { store, app } = await openAt(folder, Date.now())
  try {
    const begin = performance.now()
    const { ok, trades, invariants } = await app.reconcile()
    const broken = invariants.filter((invariant) => !invariant.ok)
    if (!ok) throw new Error(`the books do not balance: ${JSON.stringify(broken)}`)
    return { trades, seconds: (performance.now() - begin) / 1000 }
  } finally {
    await store.close()
  }
}

class Filler {
  private readonly senders = new Map<FakeGuild, FakeUser[]>()
  private keys = 0

  constructor(
    private readonly app: App,
    private readonly fake: FakeDiscord,
    /** Time until everything is due. Milliseconds. */
    private readonly lifetime: number,
  ) {}

  senderIn(guild: FakeGuild, index: number): FakeUser {
    const senders = this.senders.get(guild) as FakeUser[]
    return senders[index % senders.length] as FakeUser
  }

  /** Adds a server with channels and senders who have money; returns its channels. */
  async addServer(name: string, channels: number): Promise<FakeChannel[]> {
    const guild = this.fake.addGuild(name)
    const added = Array.from({ length: channels }, (_, index) => guild.addChannel(`channel${index}`))
    const senders = Array.from({ length: SENDERS_A_SERVER }, (_, index) => guild.addMember(`sender${index}`))
    this.senders.set(guild, senders)
    const currency = { name: 'Coin', symbol: 'C', scale: 2 }
    const rules = { maxOpenEnvelopes: 1_000_000 }
    await this.app.foundCommunity({ place: { platform: DISCORD, chat: guild.id }, name, currency, rules })
    const admin = person(guild.addMember('admin', { manageGuild: true }))
    for (const user of senders)
      await this.app.topUp({
        ...{ key: this.key(), place: placeOf(added[0] as FakeChannel), by: admin, platformAdmin: true },
        ...{ to: person(user), amount: 1_000_000_000, reason: 'bench' },
      })
    return added
  }

  async send(channels: readonly FakeChannel[], count: number): Promise<void> {
    await this.inBatches('red packets', count, async (index) => {
      const channel = channels[index % channels.length] as FakeChannel
      const order = { total: 300, count: 3, lifetime: this.lifetime }
      await this.order(channel, Math.floor(index / channels.length), order, 'sent')
    })
    await this.showAll(channels)
  }

  async schedule(channels: readonly FakeChannel[], count: number, opensAt: number): Promise<void> {
    await this.inBatches('scheduled', count, async (index) => {
      const channel = channels[index % channels.length] as FakeChannel
      const order = { total: 300, count: 3, lifetime: LONG, appointments: [opensAt] }
      await this.order(channel, Math.floor(index / channels.length), order, 'scheduled')
    })
  }

  /** Sends a red packet for taps in each channel; returns their cards. */
  async sendLive(channels: readonly FakeChannel[]): Promise<FakeMessage[]> {
    for (const channel of channels)
      await this.order(channel, 0, { total: 100 * SHARES, count: SHARES, lifetime: LONG }, 'sent')
    await this.showAll(channels)
    return channels.map((channel) => channel.publicMessages[0] as FakeMessage)
  }

  private async order(
    channel: FakeChannel,
    turn: number,
    order: { total: number; count: number; lifetime: number; appointments?: number[] },
    expected: 'sent' | 'scheduled',
  ): Promise<void> {
    const by = person(this.senderIn(channel.guild as FakeGuild, turn))
    const sender = { key: this.key(), place: placeOf(channel), by, kind: 'equal' as const, greeting: '' }
    const { kind } = await this.app.sendEnvelope({ ...sender, ...order })
    if (kind !== expected) throw new Error(`${kind} instead of ${expected}`)
  }

  /** Posts the cards without the updater, as if they had been there for long. */
  private async showAll(channels: readonly FakeChannel[]): Promise<void> {
    await this.inBatches('channels with cards', channels.length, async (index) => {
      const channel = channels[index] as FakeChannel
      const { board } = this.app
      for (
        let card = await board.nextCard(DISCORD, channel.id);
        card;
        card = await board.nextCard(DISCORD, channel.id)
      ) {
        const shown = cardMessage(card.envelope, card.chosen, () => undefined)
        const message = channel.post(shown as Parameters<FakeChannel['post']>[0])
        await board.shown(card.id, message.id, card.rev)
      }
    })
  }

  private async inBatches(what: string, count: number, act: (index: number) => Promise<void>): Promise<void> {
    const bar = progressBar(what)
    for (let from = 0; from < count; from += AT_ONCE) {
      const batch = Math.min(AT_ONCE, count - from)
      await Promise.all(Array.from({ length: batch }, (_, index) => act(from + index)))
      bar(from + batch, count)
    }
  }

  private key(): string {
    return `rush:${this.keys++}`
  }
}

const person = (user: FakeUser) => ({ platform: DISCORD, user: user.id, name: user.name })

function placeOf({ id, guild }: FakeChannel) {
  return { platform: DISCORD, chat: id, within: { chat: guild?.id ?? id, name: guild?.name ?? '' } }
}
