import type { FakeTelegram } from './fake-telegram.js'
import { isAdmin } from './membership.js'
import type { FakeMessage } from './message.js'

/** Returns whether Telegram delivers the message to the bot. */
export function hears(fake: FakeTelegram, message: FakeMessage): boolean {
  const { chat, from } = message
  if (from === fake.bot) return false
  if (!chat.hasBot) return false
  if (chat.kind === 'private' || chat.kind === 'channel' || message.isService) return true
  if (from?.isBot && !message.senderChat && !fake.botsHearBots) return false
  if (!fake.privacyMode || isAdmin(chat.membership(fake.bot))) return true
  const addressed = commandFor(message.text)
  if (addressed !== undefined && ['', fake.botUsername.toLowerCase()].includes(addressed)) return true
  return message.replyTo?.from === fake.bot
}

/** Returns the bot that a command is for: '' for any, undefined when it is no command. */
function commandFor(text: string): string | undefined {
  const command = /^\/[A-Za-z0-9_]{1,64}(?:@(\w+))?(?![\w/])/.exec(text)
  return command ? (command[1] ?? '').toLowerCase() : undefined
}
