// A program on servers that another one uses as well, in its own process, controlled by its parent like
// leashed-core.ts.
import type { App } from '../../../src/app/app.js'
import { systemClock } from '../../../src/clock.js'
import { openMysqlStore } from '../../../src/integrity/open-mysql.js'
import { startShards } from '../../../src/shards/start-shards.js'
import { startTickets } from '../../../src/tickets/tickets.js'
import { seededRandom } from '../../support/seeded-random.js'
import { answering, answeringWith, fail, type OpenedCore, obeyParent, say } from '../leashed.js'
import { appForTickets, impatient, wrongEngine } from './controls.js'
import { skewDate } from './skew-date.js'
import type { ProgramOrder } from './tortured-program.js'

obeyParent(async (order: ProgramOrder) => {
  const { urls, redisUrl, keyFile, seed, skew, control } = order
  skewDate(skew)
  if (urls.length > 1) return await openShards(order)
  const [url] = urls as [string]
  const honest = await openMysqlStore({ url, ledgerKeyFile: keyFile, onFatal: fail })
  const wrong = wrongEngine({ control, url, ledgerKey: honest.ledgerKey, onFatal: fail })
  const store = { ...honest, ...wrong }
  const clock = control === 'own-clock' ? systemClock : store.clock
  const parts = { store, clock, random: seededRandom(seed) }
  if (redisUrl === undefined)
    return { answer: answering({ ...parts, early: control === 'early-answer' }), close: store.close }
  const tickets = startTickets({
    app: saying(appForTickets({ ...parts, control })),
    url: redisUrl,
    // The same for both programs, whose addresses differ.
    database: 'torture',
    onNotice: () => {},
  })
  return {
    answer: answeringWith(tickets.app),
    close: async () => {
      await tickets.close()
      await store.close()
    },
  }
})

/** Opens several databases, each on a separate thread, as the program does. */
async function openShards({ urls, keyFile, control }: ProgramOrder): Promise<OpenedCore> {
  const { app, close } = await startShards(urls, {
    file: '',
    ledgerKeyFile: keyFile,
    gatherMillis: 0,
    clock: systemClock,
    onFatal: fail,
    onDamaged: fail,
  })
  return { answer: answeringWith(control === 'impatient' ? impatient(app) : app), close }
}

/** Returns an app that says how taps with a ticket were decided. */
function saying(app: App): App {
  return {
    ...app,
    grabShare: async (command, joined, at) => {
      const outcome = await app.grabShare(command, joined, at)
      if (at !== undefined) say({ decided: command.key, kind: outcome.kind, at })
      return outcome
    },
  }
}
