import type { App } from '../app/app.js'
import { BoundedMap } from '../bounded-map.js'
import type { Place } from '../core/place.js'
import { idAcross, rowOf, walletNoAcross } from '../core/row-across.js'
import { AskThoseThere, askEvery, askInTurn, type From } from './ask.js'
import { Communities } from './communities.js'
import type { Database } from './database.js'
import { mergeBehind, mergeReports, mergeStuck, sum, union } from './merge.js'
import { People } from './people.js'
import { Placements } from './placements.js'
import { BY_PLACE, type ByPlace } from './routes.js'

/** Most keys, envelopes and covers whose database is remembered. */
const REMEMBERED = 10_000

type Answer<Call extends (...args: never[]) => unknown> = Awaited<ReturnType<Call>>

/**
 * Returns one app for several databases. Calls about a chat go to the chat's database, calls about no community to the first,
 * and the jobs go through all. `routes.ts` has the route of each use case.
 */
export function createRouter(databases: readonly [Database, ...Database[]]): App {
  const [{ app: first }] = databases
  const placements = new Placements(databases)
  const people = new People(databases, placements)
  const communities = new Communities(databases, placements)
  const there = new AskThoseThere(databases)
  /** Databases by key of a command, number of an envelope, and digest of a cover. */
  const ofKey = new BoundedMap<string, Database>(REMEMBERED)
  const ofEnvelope = new BoundedMap<string, Database>(REMEMBERED)
  const ofCover = new BoundedMap<string, Database>(REMEMBERED)

  const numbered = (databaseNo: number): Database => {
    const database = databases[databaseNo - 1]
    if (!database) throw new Error(`there is no database ${databaseNo}`)
    return database
  }
  /** Returns the databases in order, but the probable one first. */
  const beginningWith = (probable: Database | undefined) =>
    probable ? [probable, ...databases.filter((each) => each !== probable)] : databases
  const at = async (place: Place) => (await placements.at(place)).app

  const byPlace = (name: ByPlace) => {
    const call = ({ app }: Database, args: [{ place: Place; key?: string }, ...unknown[]]) =>
      (app[name] as (...args: unknown[]) => Promise<unknown>)(...args)
    // The most frequent call is never announced by its key.
    const remembers = name !== 'grabShare'
    return (...args: [{ place: Place; key?: string }, ...unknown[]]): Promise<unknown> => {
      const [{ place, key }] = args
      const known = placements.known(place)
      if (known) {
        if (remembers && key !== undefined) ofKey.set(key, known)
        return call(known, args)
      }
      return placements.at(place).then((database) => {
        if (remembers && key !== undefined) ofKey.set(key, database)
        return call(database, args)
      })
    }
  }
  const routed = Object.fromEntries(BY_PLACE.map((name) => [name, byPlace(name)])) as unknown as Pick<
    App,
    ByPlace
  >

  /** Calls the app of the database that a row is in, with the row's id there. */
  const atRow = <Result>(id: number, call: (app: App, id: number) => Promise<Result>): Promise<Result> => {
    const row = rowOf(id)
    return call(numbered(row.databaseNo).app, row.id)
  }
  const exceptIn = (databaseNo: number, except: readonly number[] = []) =>
    except.map(rowOf).flatMap((row) => (row.databaseNo === databaseNo ? [row.id] : []))
  /** Remembers the database of the envelope and cover that a card shows. */
  const shown = <Found extends { readonly envelope: { envelopeNo: string; cover?: { digest: string } } }>({
    databaseNo,
    answer,
  }: From<Found>): Found => {
    const database = numbered(databaseNo)
    ofEnvelope.set(answer.envelope.envelopeNo, database)
    if (answer.envelope.cover) ofCover.set(answer.envelope.cover.digest, database)
    return answer
  }
  let turn = 0
  /** Asks all databases for the next item; they take turns to come first. */
  const nextOf = async <Found>(
    what: string,
    ask: (app: App) => Promise<Found | undefined>,
  ): Promise<From<Found> | undefined> => {
    const found = await there.ask(what, ask)
    const [from] = [...found.slice(turn % databases.length), ...found].filter(
      ({ answer }) => answer !== undefined,
    )
    turn++
    return from as From<Found> | undefined
  }
  const eachThere = async (what: string, ask: (app: App, databaseNo: number) => Promise<unknown>) => {
    await there.ask(what, ask)
  }

  return {
    ...routed,
    foundCommunity: async (command) =>
      (
        await placements.placed(command.place, {
          ...command.place,
          chat: command.place.within?.chat ?? command.place.chat,
        })
      ).app.foundCommunity(command),
    enterChat: async (command) =>
      (await placements.placed(command.place, command.within)).app.enterChat(command),
    communityInfo: async (place) => (await at(place)).communityInfo(place),
    themeAt: async (place) => (await at(place)).themeAt(place),
    coverPicture: async (cover) =>
      (
        await askInTurn(
          beginningWith(ofCover.get(cover.digest)),
          (app) => app.coverPicture(cover),
          (bytes) => bytes !== undefined,
        )
      )?.answer,
    migrateChat: (command) => communities.migrate(command),
    admission: async (envelopeNo) =>
      (
        await askInTurn(
          beginningWith(ofEnvelope.get(envelopeNo)),
          (app) => app.admission(envelopeNo),
          (found) => found !== undefined,
        )
      )?.answer,
    senderOf: async (envelopeNo, platform) => {
      const likely = beginningWith(ofEnvelope.get(envelopeNo))
      const found = await askInTurn(
        likely,
        (app) => app.senderOf(envelopeNo, platform),
        ({ kind }) => kind === 'sender',
      )
      return found?.answer ?? { kind: 'unknown_envelope' }
    },
    lastSent: async (query) => {
      if (query.place) return (await at(query.place)).lastSent(query)
      const found = await askInTurn(
        databases,
        (app) => app.lastSent(query),
        ({ kind }) => kind === 'last_sent',
      )
      return found?.answer ?? { kind: 'nothing_sent' }
    },
    walletsOf: (query) => people.walletsOf(query),
    statement: async (query) => {
      const { no, app } = await placements.at(query.place)
      const outcome = await app.statement(query)
      return outcome.kind === 'statement'
        ? { ...outcome, walletNo: walletNoAcross(no, outcome.walletNo) }
        : outcome
    },
    previewLink: async (command) => {
      const found = await communities.forCode(command)
      return found.kind === 'database' ? found.database.app.previewLink(command) : found
    },
    linkCommunities: async (command) => {
      const found = await communities.forCode(command)
      return found.kind === 'database' ? found.database.app.linkCommunities(command) : found
    },
    claimCode: (command) => communities.claim(command),
    makePersonCode: first.makePersonCode,
    previewPersonLink: (command) => people.previewLink(command),
    linkPeople: (command) => people.link(command),
    previewUnlinkPerson: (query) => people.previewUnlink(query),
    unlinkPerson: (command) => people.unlink(command),

    openScheduled: async (limit, except) => {
      const opened = await there.ask('openScheduled', (app, no) =>
        app.openScheduled(limit, exceptIn(no, except)),
      )
      const next = opened.flatMap(({ answer }) => answer.next ?? [])
      return {
        count: opened.reduce((total, { answer }) => total + answer.count, 0),
        next: next.length > 0 ? Math.min(...next) : undefined,
      }
    },
    openOneByOne: async (limit, except) =>
      mergeStuck(await there.ask('openOneByOne', (app, no) => app.openOneByOne(limit, exceptIn(no, except)))),
    expireEnvelopes: async (limit, except, upto) =>
      sum(
        await there.ask('expireEnvelopes', (app, no) =>
          app.expireEnvelopes(limit, exceptIn(no, except), upto),
        ),
      ),
    expireOneByOne: async (limit, except, upto) =>
      mergeStuck(
        await there.ask('expireOneByOne', (app, no) => app.expireOneByOne(limit, exceptIn(no, except), upto)),
      ),
    endWaits: () => {
      // No tap waits in a database that is down.
      for (const { app } of databases) Promise.resolve(app.endWaits()).catch(() => {})
    },
    serveFairStarts: async (limit) =>
      (await there.ask('serveFairStarts', (app) => app.serveFairStarts(limit))).flatMap(
        ({ answer }) => answer,
      ),
    refunding: (state) => eachThere('refunding', (app) => app.refunding(state)),
    endPauses: () => eachThere('endPauses', (app) => app.endPauses()),
    transferThawed: async () => sum(await there.ask('transferThawed', (app) => app.transferThawed())),
    countForLeaderboards: () => eachThere('countForLeaderboards', (app) => app.countForLeaderboards()),
    finishMigrations: async () => sum(await there.ask('finishMigrations', (app) => app.finishMigrations())),
    moveSome: async () => {
      const [moved] = await Promise.all([
        there.ask('moveSome', (app) => app.moveSome()),
        // Money that moves within a database doesn't wait for links of people that need a database that is down.
        people.goOnWithAll(),
      ])
      return moved.some(({ answer }) => answer)
    },
    reconcile: () => reconcileAll(databases),
    forgetIdempotencyRecords: async (before) =>
      sum(await there.ask('forgetIdempotencyRecords', (app) => app.forgetIdempotencyRecords(before))),
    pendingMessages: async () => sum(await there.ask('pendingMessages', (app) => app.pendingMessages())),
    pendingUpdates: first.pendingUpdates,
    announced: {
      already: async (key) => {
        const known = ofKey.get(key)
        if (known) return known.app.announced.already(key)
        return (
          (await askInTurn(
            databases,
            (app) => app.announced.already(key),
            (already) => already,
          )) !== undefined
        )
      },
      done: async (key) => {
        const known = ofKey.get(key)
        if (known) return known.app.announced.done(key)
        await askEvery(databases, (app) => app.announced.done(key))
      },
    },
    rememberHandle: first.rememberHandle,
    userCalled: first.userCalled,
    ping: first.ping,
    now: first.now,
    onCommit: (listener) => {
      const ends = databases.map(({ app }) => app.onCommit(listener))
      return () => {
        for (const end of ends) end()
      }
    },

    board: {
      chatsBehind: async (after, slices) => {
        const portions = await there.ask('chatsBehind', (app) => app.board.chatsBehind(after, slices))
        for (const { databaseNo, answer } of portions)
          for (const { chats } of Object.values(answer))
            for (const chat of chats) placements.learn(chat, databaseNo)
        const of = (priority: keyof Answer<App['board']['chatsBehind']>) =>
          mergeBehind(portions.map(({ answer }) => answer[priority]))
        return { now: of('now'), soon: of('soon'), later: of('later') }
      },
      nextCard: async (platform, chat) => {
        const { no, app } = await placements.at({ platform, chat })
        const card = await app.board.nextCard(platform, chat)
        return card && { ...shown({ databaseNo: no, answer: card }), id: idAcross(no, card.id) }
      },
      shown: (id, message, rev, picture) =>
        atRow(id, (app, own) => app.board.shown(own, message, rev, picture)),
      later: (id, after, attempts) => atRow(id, (app, own) => app.board.later(own, after, attempts)),
      gone: (id) => atRow(id, (app, own) => app.board.gone(own)),
      wake: (platform, chats) => eachThere('wake', (app) => app.board.wake(platform, chats)),
      wakeSoon: async (platform, chat) =>
        (await placements.at({ platform, chat })).app.board.wakeSoon(platform, chat),
      platformsToNotify: async (slices) =>
        union(await there.ask('platformsToNotify', (app) => app.board.platformsToNotify(slices))),
      nextNotification: async (platform, slice) => {
        const found = await nextOf(`notification ${platform}`, (app) =>
          app.board.nextNotification(platform, slice),
        )
        return found && { ...shown(found), id: idAcross(found.databaseNo, found.answer.id) }
      },
      notificationDone: (id) => atRow(id, (app, own) => app.board.notificationDone(own)),
      notificationLater: (id, after, attempts) =>
        atRow(id, (app, own) => app.board.notificationLater(own, after, attempts)),
      resultsToPost: async (slices) =>
        (await there.ask('resultsToPost', (app) => app.board.resultsToPost(slices))).flatMap(
          ({ databaseNo, answer }) =>
            answer.map((result) => ({ ...result, card: idAcross(databaseNo, result.card) })),
        ),
      beginResult: async (result) => {
        const { databaseNo } = rowOf(result.card)
        const envelope = await atRow(result.card, (app, card) => app.board.beginResult({ ...result, card }))
        return envelope && shown({ databaseNo, answer: { envelope } }).envelope
      },
      resultPosted: (result) =>
        atRow(result.card, (app, card) => app.board.resultPosted({ ...result, card })),
      resultLater: (result, after) =>
        atRow(result.card, (app, card) => app.board.resultLater({ ...result, card }, after)),
      resultLeftOut: (result) =>
        atRow(result.card, (app, card) => app.board.resultLeftOut({ ...result, card })),
    },
    reversalNotices: {
      platforms: async () => union(await there.ask('reversals', (app) => app.reversalNotices.platforms())),
      next: async (platform) => {
        const found = await nextOf(`reversal ${platform}`, (app) => app.reversalNotices.next(platform))
        return found && { ...found.answer, id: idAcross(found.databaseNo, found.answer.id) }
      },
      done: (id) => atRow(id, (app, own) => app.reversalNotices.done(own)),
      later: (id, after, attempts) =>
        atRow(id, (app, own) => app.reversalNotices.later(own, after, attempts)),
    },
  }
}

/** Reconciles all databases. Rejects when one can't be read, unless the books of another don't balance. */
async function reconcileAll(databases: readonly Database[]): Promise<Answer<App['reconcile']>> {
  const read = await Promise.allSettled(databases.map(({ app }) => app.reconcile()))
  const reports = read.flatMap((each, index) =>
    each.status === 'fulfilled'
      ? [{ databaseNo: (databases[index] as Database).no, answer: each.value }]
      : [],
  )
  const failed = read.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
  if (failed && reports.every(({ answer }) => answer.ok)) throw failed.reason
  return mergeReports(reports)
}
