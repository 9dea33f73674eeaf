// A program on a server that another one uses as well, in its own process, controlled by its parent like
// leashed-core.ts.
import { systemClock } from '../../../src/clock.js'
import { openMysqlStore } from '../../../src/integrity/open-mysql.js'
import { seededRandom } from '../../support/seeded-random.js'
import { answering, fail, obeyParent } from '../leashed.js'
import { wrongEngine } from './controls.js'
import { skewDate } from './skew-date.js'
import type { ProgramOrder } from './tortured-program.js'

obeyParent(async ({ url, keyFile, seed, skew, control }: ProgramOrder) => {
  skewDate(skew)
  const honest = await openMysqlStore({ url, ledgerKeyFile: keyFile, onFatal: fail })
  const wrong = wrongEngine({ control, url, ledgerKey: honest.ledgerKey, onFatal: fail })
  const store = { ...honest, ...wrong }
  const clock = control === 'own-clock' ? systemClock : store.clock
  return {
    answer: answering({ store, clock, random: seededRandom(seed), early: control === 'early-answer' }),
    close: store.close,
  }
})
