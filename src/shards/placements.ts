import type { DatabaseApp } from '../app/app.js'
import type { ChatId } from '../app/board/message-board.js'
import { BoundedMap } from '../bounded-map.js'
import type { Place } from '../core/place.js'
import { StoreRefused } from '../store/refused.js'
import type { Database } from './database.js'

/** Most chats remembered; they take a few megabytes. */
const REMEMBERED = 50_000

/**
 * Knows in which database each chat is. A chat is placed at its first command, in the database with the fewest chats, and
 * stays there. A chat that is part of a whole, such as a channel of a server, is where the whole is. The first database has
 * the list, and its plans run one after another, so two programs that place a chat at the same moment get the same answer.
 */
export class Placements {
  private readonly remembered = new BoundedMap<string, Database>(REMEMBERED)
  private readonly finding = new Map<string, Promise<Database>>()
  /** The same for chats named without their whole, which are never placed. */
  private readonly looking = new Map<string, Promise<Database>>()
  /** Chats in each database, by its number, without those that other programs have placed since. */
  private counts: Promise<Map<number, number>> | undefined

  constructor(private readonly databases: readonly [Database, ...Database[]]) {}

  /** Returns the database of a chat, if this program has met the chat before. */
  known({ platform, chat }: ChatId): Database | undefined {
    return this.remembered.get(keyOf(platform, chat))
  }

  /**
   * Learns from a database that it has a chat, unless the chat is moving. If the program remembers another database, either
   * may be outdated, so it forgets that, and the next command asks the list.
   */
  learn({ platform, chat }: ChatId, databaseNo: number): void {
    const key = keyOf(platform, chat)
    const database = this.databases[databaseNo - 1]
    if (!database || this.finding.has(key)) return
    if ((this.remembered.get(key) ?? database) === database) this.remembered.set(key, database)
    else this.remembered.delete(key)
  }

  /**
   * Returns the database of a place. Places an unknown chat if its whole is given. Returns the first database for an unknown
   * chat without a whole, where no use case founds a community.
   */
  async at(place: Place): Promise<Database> {
    const { platform, chat, within } = place
    return (
      this.known(place) ?? (await this.search({ platform, chat }, within && { platform, chat: within.chat }))
    )
  }

  /** Returns the database of a chat, placing the chat with `whole` because a community may be founded there now. */
  async placed(chat: ChatId, whole: ChatId): Promise<Database> {
    return this.known(chat) ?? (await this.search(chat, whole))
  }

  /** Places a chat in the database of another, unless it already has one; returns its database. */
  async follow(chat: ChatId, other: Database): Promise<Database> {
    return this.known(chat) ?? (await this.settle(chat, other))
  }

  /** Returns the database of a chat that was placed or is known; undefined for any other. */
  async find(chat: ChatId): Promise<Database | undefined> {
    return this.known(chat) ?? (await this.lookUp(chat))
  }

  /**
   * Runs `move`, which moves chats between databases, and resolves with whether it has. Meanwhile their new commands wait.
   * Commands under way come first, because a database runs its plans in order.
   */
  async moveAll(
    chats: readonly ChatId[],
    from: Database,
    to: Database,
    move: () => Promise<boolean>,
  ): Promise<boolean> {
    const moving = move()
    const settled = moving.then(
      (moved) => (moved ? to : from),
      () => from,
    )
    const keys = chats.map(({ platform, chat }) => keyOf(platform, chat))
    for (const key of keys) {
      this.remembered.delete(key)
      this.finding.set(key, settled)
    }
    const there = await settled
    for (const key of keys) {
      this.finding.delete(key)
      this.remembered.set(key, there)
    }
    return await moving
  }

  private search(chat: ChatId, whole?: ChatId): Promise<Database> {
    const key = keyOf(chat.platform, (whole ?? chat).chat)
    const known = this.finding.get(key)
    // The same whole may be asked for with another chat.
    if (known) return known.then((database) => this.remember(chat, database))
    if (!whole) return this.look(chat, key)
    const finding = this.place(chat, whole).finally(() => this.finding.delete(key))
    this.finding.set(key, finding)
    return finding
  }

  private look(chat: ChatId, key: string): Promise<Database> {
    const known = this.looking.get(key)
    if (known) return known
    const [home] = this.databases
    const looking = this.lookUp(chat)
      .then((found) => found ?? home)
      .finally(() => this.looking.delete(key))
    this.looking.set(key, looking)
    return looking
  }

  private async place(chat: ChatId, whole: ChatId): Promise<Database> {
    const database = this.known(whole) ?? (await this.settleAnywhere(whole))
    return this.remember(chat, database)
  }

  /** Finds a chat that is named without its whole. */
  private async lookUp(chat: ChatId): Promise<Database | undefined> {
    const [home] = this.databases
    const no = await home.app.placements.of(chat)
    if (no !== undefined) return this.remember(chat, this.numbered(no))
    // A channel isn't in the list when its server is.
    for (const database of this.databases)
      if (database.isOpen && (await database.app.placements.knows(chat))) return this.remember(chat, database)
    return undefined
  }

  private async settle(chat: ChatId, wanted: Database): Promise<Database> {
    const [home] = this.databases
    const no = await home.app.placements.place(chat, wanted.no)
    return this.remember(chat, this.numbered(no))
  }

  /** Places a chat in the database with the fewest chats among those that answer. */
  private async settleAnywhere(chat: ChatId): Promise<Database> {
    const [home] = this.databases
    this.counts ??= home.app.placements.count().catch((error) => {
      this.counts = undefined
      throw error
    })
    const counts = await this.counts
    const chatsIn = ({ no }: Database) => counts.get(no) ?? 0
    const add = (database: Database, chats: number) => counts.set(database.no, chatsIn(database) + chats)
    const left = new Set(this.databases)
    while (left.size > 0) {
      const least = [...left].reduce((one, other) => (chatsIn(other) < chatsIn(one) ? other : one))
      // Counted before waiting, because other chats may be placed at the same moment.
      add(least, 1)
      if (await least.answers()) {
        const database = await this.settle(chat, least)
        if (database !== least) {
          add(least, -1)
          add(database, 1)
        }
        return database
      }
      add(least, -1)
      left.delete(least)
    }
    return await this.settle(chat, home)
  }

  private numbered(no: number): Database {
    const database = this.databases[no - 1]
    if (!database) throw new Error(`there is no database ${no}`)
    return database
  }

  private remember({ platform, chat }: ChatId, database: Database): Database {
    this.remembered.set(keyOf(platform, chat), database)
    return database
  }
}

/** Refuses an empty database in place of one that has chats, which would start over with empty books. */
export async function refuseEmpty(from: DatabaseApp, home: DatabaseApp, databaseNo: number): Promise<void> {
  // Counted first, because another program may be filling a new database.
  const chats = (await home.placements.count()).get(databaseNo) ?? 0
  if (chats > 0 && (await from.people.areMissing()))
    throw new StoreRefused(
      `Database ${databaseNo} is empty, but chats were placed in it (${chats}). Restore its backup to another empty database, and put that address in DATABASE_URL instead.`,
    )
}

/** Returns whether a first database is new: it neither has chats nor knows where any are. */
export async function isNewFirst(home: DatabaseApp): Promise<boolean> {
  return (await home.placements.count()).size === 0 && !(await hasChats(home))
}

/** Refuses a database that has chats from before, when the first one is new: the first one's own would start over. */
export async function refuseOld(from: DatabaseApp, databaseNo: number): Promise<void> {
  if (!(await from.people.areMissing()) && (await hasChats(from)))
    throw new StoreRefused(
      `The first database in DATABASE_URL is empty, but database ${databaseNo} has chats. Restore the first one’s backup to another empty database, and put that address in DATABASE_URL instead.`,
    )
}

async function hasChats({ placements }: DatabaseApp): Promise<boolean> {
  return (await placements.known({ platform: '', chat: '' })).chats.length > 0
}

/**
 * Places the chats that a database knows but the list lacks: those of a single database that became the first of several,
 * and those placed after the backup that the list was restored from.
 */
export async function placeKnown(from: DatabaseApp, home: DatabaseApp, databaseNo: number): Promise<void> {
  let after: ChatId | undefined = { platform: '', chat: '' }
  while (after) {
    const { chats, more } = await from.placements.known(after)
    if (chats.length > 0) await home.placements.placeAll(chats, databaseNo)
    after = more ? chats.at(-1) : undefined
  }
}

function keyOf(platform: string, chat: string): string {
  return `${platform} ${chat}`
}
