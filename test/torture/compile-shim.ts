import { execFileSync, spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'

/** Returns why no shim can be built on this machine, or undefined when it can. */
export function whyNoShim(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux'
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler'
}

/** Compiles a shim into the folder, by default the disk's; returns its file, for LD_PRELOAD. */
export function compileShim(folder: string, source = 'test/torture/disk-shim.c'): string {
  const file = join(folder, `${basename(source, '.c')}.so`)
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', file, source, '-ldl'])
  return file
}
