import { Telegraf } from 'telegraf'

/**
 * The limit that the Telegram bot is measured against: a stock bot as the library starts it that answers every tap
 * with the same words and does nothing else.
 */
const bot = new Telegraf(process.env.TELEGRAM_TOKEN ?? '', {
  telegram: { apiRoot: process.env.TELEGRAM_API_ROOT ?? '' },
})
bot.on('callback_query', (context) => context.answerCbQuery('Thank you for your tap.', { show_alert: true }))
process.on('SIGTERM', () => bot.stop())
await bot.launch()
