import type { Message } from 'telegraf/types'
import type { TypedCommand } from '../../src/messaging/run-command.js'
import type { Line } from './mentions.js'

/** Which bot a command names: `/wallet@LuckyBot`, or `/钱包@LuckyBot`, which Telegram does not mark as a command. */
function botNamed({ text }: Message.TextMessage): string | undefined {
  return /^\s*\S[^\s@]*@(\w+)/u.exec(text)?.[1]
}

/** Whether a line is nothing for this bot: it names another, or may well be another bot's command. */
export function isForOthers(message: Message.TextMessage, typed: TypedCommand, username: string): boolean {
  const named = botNamed(message)
  if (named !== undefined) return named.toLowerCase() !== username.toLowerCase()
  return typed.kind === 'unknown_command' && typed.closest === undefined
}

/** Whether a line asks for a red packet and says nothing of it: then it is put together with buttons. */
export function opensForm(typed: TypedCommand, { mentioned }: Line): boolean {
  const nothingSaid = typed.kind === 'usage' && typed.command === 'redpacket' && typed.problem === 'amount'
  return nothingSaid && mentioned.length === 0
}
