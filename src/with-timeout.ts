/** Resolves like the promise, or with undefined when it rejects or takes longer than `millis`. */
export async function withTimeout<Value>(
  millis: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  return await inTime(millis, promise).catch(() => undefined)
}

/** Resolves like the promise, or with undefined when it takes longer than `millis`. Rejects like the promise. */
export async function inTime<Value>(millis: number, promise: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), millis)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
