import { spawnSync } from 'node:child_process'

const ROOT = process.getuid?.() === 0
const RIGHTS = '-dac_override,-dac_read_search'
const DROP = ['setpriv', `--bounding-set=${RIGHTS}`, `--inh-caps=${RIGHTS}`]

/** Returns a command line that obeys permissions even when root, who could write anywhere, runs the tests. */
export function obeyingPermissions(command: readonly string[]): [string, ...string[]] {
  return [...(ROOT ? DROP : []), ...command] as [string, ...string[]]
}

/** Whether that is possible here: every user but root obeys permissions, and root needs `setpriv`. */
export const permissionsHold = !ROOT || spawnSync('setpriv', [...DROP.slice(1), 'true']).status === 0
