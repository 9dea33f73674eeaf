import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../../src/core/random.js'
import { inTime } from '../../../src/with-timeout.js'
import type { SharedServer } from './servers.js'
import { drawCut } from './tearing-proxy.js'
import type { ProgramLink, TorturedProgram } from './tortured-program.js'

/** One kill in this many hits a server. */
const FAULTS_A_SERVER = 3
/** Longest time for which a killed server is away. Milliseconds. */
const AWAY = 1_500
/** Most requests that begin before a kill. */
const MOST_BEGUN = 100
/** Longest pauses between two kills, and between two cuts. Milliseconds. */
const KILL_PAUSE = 200
const CUT_PAUSE = 60
/** Longest wait of a fault for its moment. Milliseconds. */
const LONGEST_WAIT = 60_000

export interface Faults {
  readonly programs: readonly TorturedProgram[]
  readonly random: Random
  readonly kills: number
  readonly cuts: number
  readonly tally: Tally
  /** Ends the faults. */
  readonly signal: AbortSignal
  readonly onFault: () => void
  /** Called when Redis has been emptied. */
  readonly onEmptied: () => void
}

export type Tally = ReturnType<typeof newTally>

export function newTally() {
  return {
    ...{ kills: 0, kills_of_mariadb: 0, kills_of_redis: 0, redis_emptied: 0, kills_in_flight: 0 },
    ...{ cuts: 0, cuts_at_commit: 0, cuts_at_ticket: 0, programs_gave_up: 0 },
    ...{ refused: 0, in_doubt: 0, of_which_committed: 0 },
  }
}

/** Kills programs and servers one after the other, mostly between a request and its answer. */
export async function killSome(faults: Faults): Promise<void> {
  const { programs, random, tally, kills, signal, onFault, onEmptied } = faults
  while (tally.kills < kills && !signal.aborted) {
    const program = pick(programs, random)
    const server = random.below(FAULTS_A_SERVER) === 0 ? pick(program.links, random).server : undefined
    await momentToKill(program, server, faults)
    if (signal.aborted) return
    const busy = (server ? programs : [program]).some(({ opened }) => opened && opened.inDoubt.size > 0)
    if (server?.empty && random.below(2) === 0) {
      await server.empty()
      tally.redis_emptied++
      onEmptied()
      continue
    }
    if (server) {
      await server.kill()
      await rest(random.below(AWAY), signal)
      await server.start()
      tally[`kills_of_${server.name}`]++
    } else if (!(await program.kill())) continue
    tally.kills++
    if (busy) tally.kills_in_flight++
    onFault()
  }
}

/** Waits for a moment at which a kill hurts; one in five comes at any time, even while a program starts. */
async function momentToKill(
  program: TorturedProgram,
  server: SharedServer | undefined,
  { random, signal }: Faults,
): Promise<void> {
  if (random.below(5) === 0) return rest(random.below(KILL_PAUSE), signal)
  await inTime(LONGEST_WAIT, program.open())
  if (random.below(3) === 0) return inTime(LONGEST_WAIT, program.underWay(1 + random.below(MOST_BEGUN)))
  const links = program.links.filter((link) => !server || link.server === server)
  const link = pick(links, random)
  // By now it may have passed several.
  for (let left = random.below(5); left >= 0; left--)
    if (!(await inTime(LONGEST_WAIT, link.proxy.passing(pick(link.server.marks, random))))) return
}

/** Cuts the connections of a program to a server, one after the other. */
export async function cutSome(
  program: TorturedProgram,
  { server, proxy }: ProgramLink,
  { random, tally, cuts, signal, onFault }: Faults,
): Promise<void> {
  signal.addEventListener('abort', () => proxy.calm())
  while (tally.cuts < cuts && !signal.aborted) {
    // Most faults wait until there is work to disturb, however slow the machine is.
    if (random.below(4) > 0) await inTime(LONGEST_WAIT, program.answer())
    await rest(random.below(CUT_PAUSE), signal)
    const cut = drawCut(random, server.marks)
    if (signal.aborted || !(await proxy.cut(cut))) continue
    tally.cuts++
    if ('at' in cut.when) tally[server.name === 'redis' ? 'cuts_at_ticket' : 'cuts_at_commit']++
    onFault()
  }
}

export async function rest(millis: number, signal?: AbortSignal): Promise<void> {
  await pause(millis, undefined, { ...(signal && { signal }) }).catch(() => {})
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[random.below(items.length)] as Item
}
