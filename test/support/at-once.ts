import { test } from 'vitest'
import { type DiscordWorld, discordWorld } from './discord-world.js'
import { type TelegramWorld, type TelegramWorldOptions, telegramWorld } from './telegram-world.js'

// Tests that mostly wait: for retries, budgets and deadlines of a platform. Each gets a world of its own, and all in a
// file run at once. Use `expect` from a test's context, which knows its test.

/** Tests of the bot on Discord that run at once. */
export const atOnceOnDiscord = test.extend<{ world: DiscordWorld }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern that this needs no other fixture.
  world: async ({}, use) => {
    const world = await discordWorld()
    await use(world)
    await world.end()
  },
}).concurrent

/** Tests of the bot on Telegram that run at once. */
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
