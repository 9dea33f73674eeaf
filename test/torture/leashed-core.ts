// The real core on a file in its own process, controlled by its parent: a JSON line comes in for each order, and one
// goes out for each answer.
import { openStore } from '../../src/integrity/open.js'
import { keepCheckpoints } from '../../src/store/checkpoints.js'
import type Database from '../../src/store/sqlite-library.js'
import { seededRandom } from '../support/seeded-random.js'
import { SettableClock } from '../support/settable-clock.js'
import type { OpenOrder } from './leash.js'
import { answering, fail, obeyParent } from './leashed.js'

const clock = new SettableClock(0)

obeyParent(
  async ({ file, keyFile, seed, early, maxMillis, checkpointWrites, pragmas = [] }: OpenOrder) => {
    const store = await openStore({
      file,
      ledgerKeyFile: keyFile,
      gatherMillis: 5,
      ...(maxMillis && { maxMillis }),
      onFatal: fail,
    })
    // No option of the store can make it unsafe, so the tests bypass it.
    const database = Reflect.get(store.engine, 'database') as Database.Database
    for (const pragma of pragmas) database.pragma(pragma)
    const checkpoints = checkpointWrites
      ? keepCheckpoints(file, store.engine, { writes: checkpointWrites, onDiskError: fail })
      : undefined
    return {
      answer: answering({ store, clock, random: seededRandom(seed), early }),
      close: async () => {
        await checkpoints?.close()
        await store.close()
      },
    }
  },
  (now) => {
    clock.time = now
  },
)
