import type { FakeUser } from '../test/support/discord/fake-discord.js'
import { shown } from '../test/support/discord-world.js'
import type { BotOptions } from './bot-process.js'
import { DiscordBot } from './discord-bot.js'
import { type FloodedBot, SHARES } from './flooded-bot.js'

/** On Discord every command gets an answer, so a missing one is an error. */
export async function floodedDiscord(taps: number, options: BotOptions): Promise<FloodedBot> {
  const bot = await DiscordBot.start(taps + 1, options)
  const { fake, admin, channel, members } = bot
  const flooder = members.at(-1) as FakeUser
  await admin.slash(channel, 'topup', { member: admin, amount: '1000', reason: 'bench', quiet: true })
  await admin.slash(channel, 'redpacket', { amount: '20', count: SHARES, kind: 'equal' })
  const card = await fake.waitFor(() => channel.publicMessages[0], 'the card')
  const data = { component_type: 2, custom_id: card.button('Grab').customId, id: 1 }
  let admitted = 0
  let refused = 0
  return {
    process: bot.process,
    async ask() {
      const text = shown((await (await flooder.slash(channel, 'wallet')).final()).text)
      if (text.includes('wallet W-')) admitted++
      else if (text.includes('Too fast')) refused++
      else throw new Error(`the flooder was answered: ${text}`)
    },
    async tap(index) {
      const result = await (members[index] as FakeUser).forge(channel, 3, data, card)
      return { text: shown((await result.final()).text), millis: result.millis }
    },
    async settled() {
      return { admitted, refused }
    },
    async stop() {
      await bot.stop()
    },
  }
}
