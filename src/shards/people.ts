import type { DatabaseApp } from '../app/app.js'
import { isBusy, StillMoving } from '../app/busy.js'
import type { PersonalCommand } from '../app/command.js'
import type {
  LinkPeople,
  LinkPeopleOutcome,
  PreviewLinkPeopleOutcome,
  Purse,
} from '../app/linking/link-people.js'
import {
  answerTo,
  othersOf,
  type PeopleChange,
  type PeopleOrder,
  type PeopleOutcome,
  type PeoplePart,
} from '../app/linking/people-across.js'
import type { PreviewUnlinkPersonOutcome, UnlinkPersonOutcome } from '../app/linking/unlink-person.js'
import type { WalletsOutcome } from '../app/wallets/wallets-of.js'
import { walletNoAcross } from '../core/row-across.js'
import { askEvery } from './ask.js'
import type { Database } from './database.js'
import type { Placements } from './placements.js'

/** An unlink was decided and waits for a frozen wallet in one database. */
class FrozenMeanwhile extends StillMoving {}

type Frozen = { kind: 'wallet_frozen'; name: string }

/**
 * Links and unlinks people in all databases. The first one decides and records the change; each database then makes its part
 * in one plan, once. `goOnWithAll` or a repeated command completes an interrupted change.
 */
export class People {
  private readonly underWay = new Map<string, Promise<PeopleOutcome>>()

  constructor(
    private readonly databases: readonly [Database, ...Database[]],
    private readonly placements: Placements,
  ) {}

  private get first() {
    return this.databases[0].app.people
  }

  async walletsOf({ by }: Pick<PersonalCommand, 'by'>): Promise<WalletsOutcome> {
    const found = await askEvery(this.databases, async ({ people }, databaseNo) => {
      const wallets = await people.walletsOf({ by })
      for (const { place } of wallets) this.placements.learn(place, databaseNo)
      return wallets.map((wallet) => ({ ...wallet, walletNo: walletNoAcross(databaseNo, wallet.walletNo) }))
    })
    const wallets = found.flatMap(({ answer }) => answer).sort((one, other) => other.movedAt - one.movedAt)
    return { kind: 'wallets', wallets: wallets.map(({ movedAt, ...wallet }) => wallet) }
  }

  async previewLink(command: Omit<LinkPeople, 'key'>): Promise<PreviewLinkPeopleOutcome> {
    const change = await this.first.prepareLink(command)
    if (change.kind !== 'link') return change
    const moves = await this.previewed(change)
    if ('kind' in moves) return moves
    const { platform, name } = change.maker
    return { kind: 'people_preview', platform, name, moves }
  }

  async previewUnlink({ by }: Pick<PersonalCommand, 'by'>): Promise<PreviewUnlinkPersonOutcome> {
    const change = await this.prepareUnlink({ by })
    if (change.kind !== 'unlink') return change
    const stays = await this.previewed(change)
    if ('kind' in stays) return stays
    return { kind: 'unlink_person_preview', others: othersOf(change), stays }
  }

  link(command: LinkPeople): Promise<LinkPeopleOutcome> {
    return this.change(command, () => this.first.prepareLink(command)) as Promise<LinkPeopleOutcome>
  }

  unlink(command: PersonalCommand): Promise<UnlinkPersonOutcome> {
    return this.change(command, () => this.prepareUnlink(command)) as Promise<UnlinkPersonOutcome>
  }

  /** Completes the changes under way, for example after a crash. They concern different people, so none waits for another. */
  async goOnWithAll(): Promise<void> {
    const orders = await this.first.underWay()
    await allOrBusy(orders.map((order) => this.goOn(order)))
  }

  /**
   * Returns the change that unlinks a person, if any database has a link: one restored from a backup may lack it or have an
   * older one.
   */
  private async prepareUnlink({ by }: Pick<PersonalCommand, 'by'>) {
    const prepared = await askEvery(this.databases, (app) => app.people.prepareUnlink({ by }))
    const changes = prepared.map(({ answer }) => answer)
    return changes.find(({ kind }) => kind === 'unlink') ?? { kind: 'not_linked' as const }
  }

  private async change(
    command: PeopleOrder['command'],
    prepare: () => Promise<PeopleChange | Exclude<PeopleOutcome, { kind: 'key_reused' }>>,
  ): Promise<PeopleOutcome> {
    let waited = false
    while (true) {
      const before = await this.first.whatBecameOf(command)
      if (before.kind === 'under_way') return await this.goOn(before.order)
      if (before.kind !== 'new') return before
      const change = await prepare()
      const isChange = change.kind === 'link' || change.kind === 'unlink'
      const refusal = isChange ? await this.refusalOf(change) : change
      if (refusal || !isChange) {
        const refused = await this.first.refuse(command, refusal as PeopleOutcome)
        if (refused.kind === 'under_way') continue
        return refused
      }
      const order = { command, change }
      const begun = await this.first.begin(order)
      if (begun === 'begun') return await this.goOnAnyway(order)
      if (begun === 'changed') continue
      if (waited) throw new StillMoving('these people are being linked or unlinked')
      await this.goOnWithAll()
      waited = true
    }
  }

  /** Makes a decided change. A database that is down follows later; the answer stands. */
  private async goOnAnyway(order: PeopleOrder): Promise<PeopleOutcome> {
    const parts: PeoplePart[] = []
    try {
      return await this.goOn(order, parts)
    } catch (error) {
      if (!isBusy(error) || error instanceof FrozenMeanwhile) throw error
      return answerTo(order.change, parts)
    }
  }

  private goOn(order: PeopleOrder, parts: PeoplePart[] = []): Promise<PeopleOutcome> {
    const { key } = order.command
    const known = this.underWay.get(key)
    if (known) return known
    const going = this.makeParts(order, parts).finally(() => this.underWay.delete(key))
    this.underWay.set(key, going)
    return going
  }

  private async makeParts(order: PeopleOrder, parts: PeoplePart[]): Promise<PeopleOutcome> {
    // The others don't wait for one that is down: until then, the wrong people could use their wallets.
    const making = this.databases.map((database) => this.makePart(order, database))
    const made = await Promise.allSettled(making)
    const failed: unknown[] = []
    for (const part of made)
      if (part.status === 'fulfilled') parts.push(part.value)
      else failed.push(part.reason)
    if (failed.length > 0)
      throw (
        failed.find((error) => !isBusy(error)) ??
        failed.find((error) => error instanceof FrozenMeanwhile) ??
        failed[0]
      )
    return await this.first.finish(order, parts)
  }

  private async makePart(order: PeopleOrder, { no, app }: Database): Promise<PeoplePart> {
    const part = await app.people.changeHere(order)
    if (part.kind === 'wallet_frozen') throw new FrozenMeanwhile(`the wallet of ${part.name} was frozen`)
    if (part.kind !== 'changed') throw new Error(`database ${no} has another answer under this key`)
    return { purses: part.purses }
  }

  private async refusalOf(change: PeopleChange): Promise<Frozen | undefined> {
    const previewed = await this.previewed(change)
    return 'kind' in previewed ? previewed : undefined
  }

  /** Returns the money that would move or stay, from all databases, or why it can't. */
  private async previewed(change: PeopleChange): Promise<Purse[] | Frozen> {
    const parts = await askEvery(this.databases, async (app): Promise<PeoplePart | Frozen> => {
      if (change.kind === 'link') return await app.people.previewLinkHere(change)
      const preview = await app.previewUnlinkPerson({ by: change.asker })
      if (preview.kind === 'wallet_frozen') return preview
      return { purses: preview.kind === 'unlink_person_preview' ? preview.stays : [] }
    })
    const purses: Purse[] = []
    for (const { answer } of parts) {
      if ('kind' in answer) return answer
      purses.push(...answer.purses)
    }
    return purses
  }
}

/** Waits for all; rejects with the first error that isn't about a database being busy or down. */
async function allOrBusy(work: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(work)
  const failed = settled.find((each) => each.status === 'rejected' && !isBusy(each.reason))
  if (failed?.status === 'rejected') throw failed.reason
}

/** Copies all links of people to an added database, before any other change of people reaches it. */
export async function copyPeople(from: DatabaseApp, to: DatabaseApp): Promise<void> {
  if (!(await to.people.areMissing())) return
  let after: number | undefined = 0
  while (after !== undefined) {
    const { people, upto } = (await from.people.next(after)) as Awaited<ReturnType<typeof from.people.next>>
    if (people.length > 0) await to.people.keep(people)
    after = upto
  }
  await to.people.areComplete()
}
