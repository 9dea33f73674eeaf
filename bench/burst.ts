import type { BotProcess } from './bot-process.js'

/** Results of one burst of clicks. */
export interface Burst<Result = unknown> {
  readonly results: readonly Result[]
  /** Time from each click to its first answer, in milliseconds. */
  readonly waits: readonly number[]
  /** CPU time of the bot's process per click, in microseconds. */
  readonly cpuPerClick: number
}

/**
 * Spreads `clicks` clicks evenly over one second; resolves when each has an answer or the platform has given up on it.
 */
export async function burst<Result extends { readonly millis: number }>(
  bot: BotProcess,
  clicks: number,
  click: (index: number) => Promise<Result>,
): Promise<Burst<Result>> {
  const before = await bot.cpu()
  const begin = performance.now()
  const waiting: Promise<Result>[] = []
  while (waiting.length < clicks) {
    const due = Math.min(clicks, Math.ceil(((performance.now() - begin) / 1000) * clicks))
    while (waiting.length < due) waiting.push(click(waiting.length))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const results = await Promise.all(waiting)
  const cpuPerClick = ((await bot.cpu()) - before) / clicks
  return { results, waits: results.map(({ millis }) => millis), cpuPerClick }
}
