import { isBusy } from '../app/busy.js'
import type { AdminCommand } from '../app/command.js'
import type { MigrateChat, MigrateOutcome } from '../app/community/migrate-chat.js'
import type { ClaimCode, CodeClaimed } from '../app/linking/claim-code.js'
import type { OtherDatabase } from '../app/linking/communities-across.js'
import type { Place } from '../core/place.js'
import type { Database } from './database.js'
import type { Placements } from './placements.js'

type Found = { readonly kind: 'database'; readonly database: Database } | OtherDatabase

/**
 * When the new id of a chat may be tried again if it has books in another database. Milliseconds from now. Only another
 * notice of the platform tries it.
 */
const LATER = 3_600_000

/**
 * Links chats whose communities are in different databases, and gives chats new ids. Money never moves between databases, so
 * only an unused community can change its database.
 */
export class Communities {
  constructor(
    private readonly databases: readonly [Database, ...Database[]],
    private readonly placements: Placements,
  ) {}

  /** Returns the database where a code can link a chat's community, after moving an unused community there. */
  async forCode(
    command: Pick<AdminCommand, 'place' | 'platformAdmin'> & { readonly code: string },
  ): Promise<Found> {
    const { place, platformAdmin, code } = command
    const own = await this.placements.at(place)
    const host = platformAdmin ? await this.hostOf({ place, code }, own) : undefined
    if (!host) return { kind: 'database', database: own }
    const { database, name } = host
    if (!(await this.move(place, own, database))) return { kind: 'other_database', host: name }
    await enter(place, database)
    await database.app.placements.passClaim({ place, code })
    return { kind: 'database', database }
  }

  /** Claims a code typed in a chat, in the database that made it. */
  async claim(command: ClaimCode): Promise<CodeClaimed> {
    const { place, by, code } = command
    const own = await this.placements.at(place)
    await Promise.all([
      own.app.claimCode(command),
      this.databases[0].app.people.claim({ by, code }),
      this.hostOf({ place, code }, own),
    ])
    return { kind: 'code_claimed' }
  }

  /** Gives a chat its new id, in the database that has the old one. */
  async migrate(command: MigrateChat): Promise<MigrateOutcome> {
    const { platform, from, to } = command
    const known = await this.placements.find({ platform, chat: from })
    if (!known) return { kind: 'unknown_chat' }
    const chat = { platform, chat: to }
    const there = await this.placements.follow(chat, known)
    if (there !== known && !(await this.move(chat, there, known)))
      return { kind: 'migration_waits', because: 'already_linked', tryAt: known.app.now() + LATER }
    return await known.app.migrateChat(command)
  }

  /** Returns the other database whose community made a code, and claims the code for the chat. */
  private async hostOf(code: Pick<ClaimCode, 'place' | 'code'>, own: Database) {
    const others = this.databases.filter((database) => database !== own)
    // The codes of a database that is down are unknown until it is back.
    const unlessDown = (error: unknown) => {
      if (!isBusy(error)) throw error
    }
    const found = await Promise.all(
      others.map(async (database) => {
        const name = await database.app.placements.hostOfCode(code).catch(unlessDown)
        return name === undefined ? undefined : { database, name }
      }),
    )
    return found.find((host) => host !== undefined)
  }

  /** Moves a chat's community to another database; returns false if it has to stay. */
  private async move(place: Place, from: Database, to: Database): Promise<boolean> {
    const { platform, chat, within } = place
    // A channel belongs to its server's community, also before its first command.
    await enter(place, from)
    const known = await from.app.placements.chatsAt({ platform, chat })
    const own = [{ platform, chat }, ...(within ? [{ platform, chat: within.chat }] : [])]
    const chats = [...own, ...known].filter(
      (one, index, all) =>
        all.findIndex((other) => other.platform === one.platform && other.chat === one.chat) === index,
    )
    return await this.placements.moveAll(chats, from, to, async () => {
      const unused = await from.app.placements.leave({ platform, chat })
      if (unused === undefined) return false
      await this.databases[0].app.placements.replaceAll(chats, to.no)
      if (unused) await to.app.placements.enter(unused)
      return true
    })
  }
}

/** Registers a chat in its whole's community, as its next command would. */
async function enter(place: Place, { app }: Database): Promise<void> {
  const { platform, within } = place
  if (within) await app.enterChat({ ...within, place, within: { platform, chat: within.chat } })
}
