import type { FakeMessage, FakeUser, InteractionResult } from './discord/fake-discord.js'
import { shown } from './discord-world.js'

/** Calls of the bot, as the fake's journal shows them. */
export const CALLBACK = { method: 'POST', path: /^\/interactions\/\d+\/:token\/callback$/ }
export const POST_CARD = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }
export const EDIT_CARD = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ }

/** A name of 32 characters, each of which has to stand behind a backslash. */
export const STARS = '*'.repeat(32)

/** The custom id of a card's Grab button. */
export const grabId = (card: FakeMessage) => card.button('Grab').customId

/** The number of the envelope that a card shows. */
export const numberOf = (card: FakeMessage) => numberIn(grabId(card))

/** The number of the envelope that a button's custom id carries. */
export const numberIn = (customId: string) => /-e([0-9a-f]{10})$/.exec(customId)?.[1] ?? ''

/** What the first field of the form to send a red packet is called: how much, and in how many shares. */
export const MONEY = 'amount+count'

/** The last answer to a command or a tap, as people read it. */
export const said = async (answer: Promise<InteractionResult>) => shown((await (await answer).final()).text)

/** A user as the app knows the person. */
export const personOf = (user: FakeUser) => ({ platform: 'discord', user: user.id, name: user.globalName })

/** The code that an answer shows. */
export function codeIn({ text }: InteractionResult): string {
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(shown(text))?.[0]
  if (!code) throw new Error(`no code in: ${text}`)
  return code
}

/** A code as a button carries it. */
export const bare = (code: string) => code.replace('-', '')

/** Presses Confirm below what was shown first. */
export const confirm = (user: FakeUser, preview: FakeMessage) =>
  user.click(preview, preview.button('Confirm').customId)
