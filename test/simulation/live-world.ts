import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { giveBack, takeDatabase } from '../support/mariadb-databases.js'
import { INJECTED_BUGS } from './injected-bugs.js'
import { SimulationWorld, type WorldReport } from './simulation-world.js'

/** One world of a run. */
export interface WorldOrder {
  /** Seed of the run. */
  readonly seed: number
  /** The world's place in the run, from 0. */
  readonly index: number
  readonly operations: number
  /** An existing folder for the world's own. */
  readonly root: string
  /** Name of an injected bug. */
  readonly bug: string | undefined
  /** A server on which the world gets a separate database; a file without one. */
  readonly server: string | undefined
}

/** Lives a world from its beginning to its end or first violation, and deletes its files. */
export async function liveWorld(
  { seed, index, operations, root, bug, server }: WorldOrder,
  onProgress: (operations: number) => void,
): Promise<WorldReport> {
  const folder = mkdtempSync(join(root, 'world-'))
  const url = server && (await takeDatabase(server))
  const injectedBug = bug === undefined ? undefined : INJECTED_BUGS[bug]
  try {
    return await new SimulationWorld({
      seed: createHash('sha256').update(`${seed} ${index}`).digest().readInt32LE(),
      ...{ operations, folder, url, injectedBug, onProgress },
    }).run()
  } finally {
    if (url) await giveBack(url)
    rmSync(folder, { recursive: true, force: true })
  }
}
