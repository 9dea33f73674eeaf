import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

const SOURCE = 'test/torture/disk-shim.c'

/** Why the shim cannot be had on this machine, or undefined when it can. */
export function whyNoShim(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux'
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler'
}

/** Compiles the shim into the folder; returns its file, for LD_PRELOAD. */
export function compileShim(folder: string): string {
  const file = join(folder, 'disk-shim.so')
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', file, SOURCE, '-ldl'])
  return file
}
