/** Timeout of a platform call. Milliseconds. */
const PATIENCE = 30_000

/** Returns the result of a call; `later` when it throws or times out. */
export async function patiently<Result>(
  call: Promise<Result>,
): Promise<Result | { kind: 'later'; after: number; why: string }> {
  let timer: NodeJS.Timeout | undefined
  const impatient = new Promise<{ kind: 'later'; after: number; why: string }>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'later', after: 0, why: 'no answer' }), PATIENCE)
  })
  try {
    return await Promise.race([call, impatient])
  } catch (error) {
    return { kind: 'later', after: 0, why: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}
