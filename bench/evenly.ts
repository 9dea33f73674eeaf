/** Runs an action a number of times, spread evenly over some seconds; resolves when every run is done. */
export async function evenly<Result>(
  times: number,
  seconds: number,
  act: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const begin = performance.now()
  const started: Promise<Result>[] = []
  while (started.length < times) {
    const due = Math.min(times, Math.ceil(((performance.now() - begin) / (seconds * 1000)) * times))
    while (started.length < due) started.push(act(started.length))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return await Promise.all(started)
}
