import type { CommandChat } from './command-chat.js'
import { person } from './world.js'

export const SECOND_CHAT = { platform: 'test', chat: 'second' }

/** Founds another chat and returns a code with which it accepts others. */
export async function codeOfAnotherChat({ world }: CommandChat): Promise<string> {
  const { app } = world
  const currency = { name: 'Lucky', symbol: 'L', scale: 2 }
  await app.foundCommunity({ place: SECOND_CHAT, name: 'The second chat', currency })
  const admin = { key: world.key(), place: SECOND_CHAT, by: person('Boss'), platformAdmin: true }
  const made = await app.makeLinkCode(admin)
  if (made.kind !== 'link_code') throw new Error(made.kind)
  return made.code
}
