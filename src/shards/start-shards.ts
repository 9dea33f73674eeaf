import type { App } from '../app/app.js'
import type { EngineStats } from '../store/engine.js'
import { type EngineThread, type EngineThreadOptions, startEngine } from '../thread/start-engine.js'
import { Database } from './database.js'
import { copyPeople } from './people.js'
import { isNewFirst, placeKnown, refuseEmpty, refuseOld } from './placements.js'
import { createRouter } from './router.js'

/** The engines of several databases, as one. */
export interface Shards extends Omit<EngineThread, 'app'> {
  readonly app: App
  /** Each database, with its number. */
  readonly databases: readonly Pick<Database, 'no' | 'answers'>[]
}

/**
 * Opens several databases, each with an engine on its own thread, and returns one app for all. Rejects when the first can't
 * be opened, or when another is the wrong one. Keeps trying to open one that is down while the others go on.
 */
export async function startShards(
  urls: readonly string[],
  options: Omit<EngineThreadOptions, 'url' | 'database'>,
): Promise<Shards> {
  const start = (no: number) =>
    startEngine({
      ...options,
      url: urls[no - 1] as string,
      database: { no, of: urls.length },
      onNotice: (notice, level) => options.onNotice?.(`database ${no}: ${notice}`, level),
      onFatal: (error) =>
        options.onFatal(Object.assign(error, { message: `database ${no}: ${error.message}` })),
    })
  const home = await start(1)
  const isNew = await isNewFirst(home.app)
  const create = (no: number, open: () => Promise<EngineThread>) =>
    new Database(
      {
        ...{ no, open, required: no === 1 },
        onOpen: async ({ app }) => {
          if (isNew && no > 1) await refuseOld(app, no)
          await refuseEmpty(app, home.app, no)
          await placeKnown(app, home.app, no)
          await copyPeople(home.app, app)
        },
        onNotice: (notice, level) => options.onNotice?.(notice, level),
      },
      home.app,
    )
  const others = urls.slice(1).map((_, index) => create(index + 2, () => start(index + 2)))
  const databases: [Database, ...Database[]] = [create(1, async () => home), ...others]
  const close = async () => {
    await Promise.all(databases.map((database) => database.close()))
  }
  try {
    await Promise.all(databases.map((database) => database.open()))
  } catch (error) {
    await close()
    throw error
  }
  return {
    app: createRouter(databases),
    databases,
    warnings: databases.flatMap(({ warnings }) => warnings),
    get queueLength() {
      return databases.reduce((total, { queueLength }) => total + queueLength, 0)
    },
    get stats() {
      return databases.reduce((total, { stats }) => (stats ? plus(total, stats) : total), NONE)
    },
    close,
  }
}

const NONE: EngineStats = { commits: 0, plans: 0, commitMillis: 0, writes: 0, statements: 0 }

function plus(one: EngineStats, other: EngineStats): EngineStats {
  return {
    commits: one.commits + other.commits,
    plans: one.plans + other.plans,
    commitMillis: one.commitMillis + other.commitMillis,
    writes: one.writes + other.writes,
    statements: one.statements + other.statements,
  }
}
