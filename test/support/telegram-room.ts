import type { FakeChat, FakeMessage, FakeUser } from './telegram/fake-telegram.js'
import type { TelegramWorld } from './telegram-world.js'

let keys = 0

/** A group for a single line, so that the bot's rate limits delay nothing. */
export interface Room {
  readonly group: FakeChat
  /** Resolves with the bot's next answer; skips cards of Target's red packets. */
  answer(): Promise<FakeMessage>
  /** Returns the people's balances here, in minor units. */
  balances(): Promise<number[]>
}

/** Opens a group with people, the first of whom has 100.00, without any message from the bot. */
export async function openRoom(
  world: TelegramWorld,
  people: readonly FakeUser[],
  group?: FakeChat,
): Promise<Room> {
  const { fake, app } = world
  const chat = group ?? fake.addGroup('Room')
  for (const user of people) chat.addMember(user)
  const place = { platform: 'telegram', chat: String(chat.id) }
  await app.enterChat({ place, within: place, name: 'Room' })
  const [rich] = people
  if (rich) {
    keys++
    const to = { platform: 'telegram', user: String(rich.id), name: rich.firstName }
    const by = { platform: 'telegram', user: '1', name: 'Bank' }
    const topUp = {
      key: `test:room:${keys}`,
      place,
      by,
      platformAdmin: true,
      to,
      amount: 10_000,
      reason: 'pocket money',
    }
    const outcome = await app.topUp(topUp)
    if (outcome.kind !== 'topped_up') throw new Error(outcome.kind)
  }
  const heard = new Set<FakeMessage>()
  return {
    group: chat,
    async answer() {
      const message = await fake.waitFor(
        () => chat.botMessages.find((each) => !heard.has(each) && !isCardOf('Target', each)),
        `an answer to ${chat.messages.at(-1)?.text}`,
      )
      heard.add(message)
      return message
    },
    balances: () => Promise.all(people.map((user) => world.balanceOf(user, chat))),
  }
}

/** Returns whether a message is a person's card, which may come at any time and is no answer. */
function isCardOf(name: string, { text }: FakeMessage): boolean {
  return text.startsWith(`🧧 ${name} `)
}
