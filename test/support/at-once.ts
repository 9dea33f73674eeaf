import { test } from 'vitest'
import { type TelegramWorld, type TelegramWorldOptions, telegramWorld } from './telegram-world.js'

/**
 * Tests of the bot on Telegram that mostly wait for retries and pauses. Each gets a world of its own, and all in a file
 * run at once, so they must not expect anything to be quick. Use `expect` from the test's context, which knows its test.
 */
export function atOnceOnTelegram(options?: TelegramWorldOptions) {
  return test.extend<{ world: TelegramWorld }>({
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern that this needs no other fixture.
    world: async ({}, use) => {
      const world = await telegramWorld(options)
      await use(world)
      await world.end()
    },
  }).concurrent
}
