import type { Later } from './platform.js'

/** Timeout of a platform call. Milliseconds. */
const PATIENCE = 30_000

/** Returns the result of a call; `later` when it throws or times out. */
export async function patiently<Result>(call: Promise<Result>): Promise<Result | Later> {
  let timer: NodeJS.Timeout | undefined
  const impatient = new Promise<Later>((resolve) => {
    timer = setTimeout(() => resolve(unknown('no answer')), PATIENCE)
  })
  try {
    return await Promise.race([call, impatient])
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}

function unknown(why: string): Later {
  return { kind: 'later', after: 0, why, unknown: true }
}
