import { spawnSync } from 'node:child_process'

const ROOT = process.getuid?.() === 0
const RIGHTS = '-dac_override,-dac_read_search'
const DROP = ['setpriv', `--bounding-set=${RIGHTS}`, `--inh-caps=${RIGHTS}`]

/** A command line for which permissions hold even when root runs the tests: root may write where it may not. */
export function obeyingPermissions(command: readonly string[]): [string, ...string[]] {
  return [...(ROOT ? DROP : []), ...command] as [string, ...string[]]
}

/** Whether that can be had here: every user but root obeys permissions, and root needs `setpriv`. */
export const permissionsHold = !ROOT || spawnSync('setpriv', [...DROP.slice(1), 'true']).status === 0
