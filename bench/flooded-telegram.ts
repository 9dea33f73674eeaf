import type { FakeUser } from '../test/support/telegram/fake-telegram.js'
import type { BotOptions } from './bot-process.js'
import { type FloodedBot, SHARES } from './flooded-bot.js'
import { TelegramBot } from './telegram-bot.js'

/**
 * On Telegram a flooder is refused aloud only now and then, because messages in a group are limited; every tap is
 * answered.
 */
export async function floodedTelegram(taps: number, options: BotOptions): Promise<FloodedBot> {
  const bot = await TelegramBot.start(taps + 1, options)
  const { fake, admin, group, members } = bot
  const flooder = members.at(-1) as FakeUser
  for (const someone of [admin, flooder]) {
    someone.start()
    await fake.waitFor(() => someone.directMessages.length > 0, 'a word of welcome')
  }
  admin.command(group, ['/topup ', admin, ' 1000 bench'])
  await fake.waitFor(() => group.botMessages.length > 0, 'the first money')
  admin.command(group, `/redpacket 20 ${SHARES} equal`)
  const isCard = (message: (typeof group.botMessages)[number]) => message.buttons.length > 0
  const card = await fake.waitFor(() => group.botMessages.find(isCard), 'the card')
  const grab = String(card.button(/Grab/).callback_data)
  return {
    process: bot.process,
    async ask() {
      flooder.command(group, '/wallet')
    },
    async tap(index) {
      const began = performance.now()
      const press = await (members[index] as FakeUser).forge(card, grab)
      if (press.outcome !== 'answered') throw new Error('a tap was not answered')
      return { text: press.text, millis: performance.now() - began }
    },
    async settled() {
      await fake.waitFor(() => fake.updates.pending === 0, 'the program to take all updates')
      const told = [...flooder.directMessages, ...group.botMessages].map(({ text }) => text)
      return {
        admitted: told.filter((text) => text.includes('wallet W-')).length,
        refused: told.filter((text) => text.includes('Too fast')).length,
      }
    },
    async stop() {
      await bot.stop()
    },
  }
}
