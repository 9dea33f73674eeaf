import { Telegraf } from 'telegraf'

/**
 * Baseline for the Telegram bot: a stock bot, started the way the library suggests, that gives every tap the same
 * answer and does nothing else.
 */
const bot = new Telegraf(process.env.TELEGRAM_TOKEN ?? '', {
  telegram: { apiRoot: process.env.TELEGRAM_API_ROOT ?? '' },
})
bot.on('callback_query', (context) => context.answerCbQuery('Thank you for your tap.', { show_alert: true }))
process.on('SIGTERM', () => bot.stop())
await bot.launch()
