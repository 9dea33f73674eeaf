import type { FakeMessage, FakeUser, InteractionResult } from './discord/fake-discord.js'
import { shown } from './discord-world.js'

/** Calls of the bot, as the fake's journal shows them. */
export const CALLBACK = { method: 'POST', path: /^\/interactions\/\d+\/:token\/callback$/ }
export const POST_CARD = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }
export const EDIT_CARD = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ }

/** A name of 32 characters, each of which needs a backslash. */
export const STARS = '*'.repeat(32)

/** Returns the custom id of a card's Grab button. */
export const grabId = (card: FakeMessage) => card.button('Grab').customId

/** Returns the number of the envelope that a card shows. */
export const numberOf = (card: FakeMessage) => numberIn(grabId(card))

/** Returns the number of the envelope in a button's custom id. */
export const numberIn = (customId: string) => /-[en]([0-9a-f]{10})$/.exec(customId)?.[1] ?? ''

/** Name of the first field in the red packet form: amount and number of shares. */
export const MONEY = 'amount+count'

/** Returns the last answer to a command or a tap, as people read it. */
export const said = async (answer: Promise<InteractionResult>) => shown((await (await answer).final()).text)

/** Returns a user as a person of the app. */
export const personOf = (user: FakeUser) => ({ platform: 'discord', user: user.id, name: user.globalName })

/** Returns the code that an answer shows. */
export function codeIn({ text }: InteractionResult): string {
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(shown(text))?.[0]
  if (!code) throw new Error(`no code in: ${text}`)
  return code
}

/** Returns a code as a button carries it. */
export const bare = (code: string) => code.replace('-', '')

/** Presses Confirm below a preview. */
export const confirm = (user: FakeUser, preview: FakeMessage) =>
  user.click(preview, preview.button('Confirm').customId)
