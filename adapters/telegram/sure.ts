import type { CallbackQuery, Message, User } from 'telegraf/types'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { parseCommand } from '../../src/messaging/parse-command.js'
import { linkPeople, runCommand, type TypedCommand } from '../../src/messaging/run-command.js'
import { isGroup, personOf, TELEGRAM, titleOf } from './asked.js'
import { dismissData, sureData } from './button-data.js'
import type { Desk } from './desk.js'
import { groupContext } from './group-context.js'
import { type Keyboard, messageOf } from './speak.js'
import type { Toast } from './toast.js'

/** Buttons under what a line would do: to do it, or not. Only for whoever gave the line. */
export function sureKeyboard(typed: TypedCommand, { id }: User, language: Language): Keyboard | undefined {
  const words = catalogue(language).telegram
  const user = String(id)
  const dismiss = { text: words.no, callback_data: dismissData(user) }
  const sure = (line: Parameters<typeof sureData>[1]) => [
    [{ text: words.yes, callback_data: sureData(user, line), style: 'success' }, dismiss],
  ]
  switch (typed.kind) {
    case 'unlink':
    case 'unlinkme':
      return sure(typed.kind)
    case 'link':
    case 'linkme':
      return typed.code === undefined ? undefined : sure(`${typed.kind} ${typed.code}`)
    default:
      return undefined
  }
}

/** Somebody has seen what a line does and wants it: the line is run once more, with the rights of this moment. */
export async function sureTapped(
  { from }: CallbackQuery,
  message: NonNullable<CallbackQuery['message']>,
  line: string,
  language: Language,
  desk: Desk,
): Promise<Toast | undefined> {
  const typed = parseCommand(line)
  const { chat } = message
  const keyOf = (kind: string) => `${TELEGRAM}:sure:${kind}:${chat.id}:${message.message_id}`
  const inGroup = async () => {
    // Forged: a private chat is no community, and must not become one.
    if (!isGroup(chat))
      return { reply: { text: catalogue(language).telegram.groupOnly, tone: 'bad' as const } }
    const community = await desk.enter(String(chat.id), titleOf(chat))
    const nobody = { text: '', mentioned: [], written: [] }
    const context = groupContext({ ...(message as Message), from } as Message, nobody, community, desk)
    return await runCommand(typed as TypedCommand, { ...context, keyOf })
  }
  const { reply } =
    typed.kind === 'linkme' || typed.kind === 'unlinkme'
      ? await linkPeople(typed, { app: desk.app, by: personOf(from), language, keyOf })
      : await inGroup()
  const by = String(from.id)
  const errand =
    reply.tone === 'good' ? ({ about: 'money', by, language } as const) : ({ about: 'act', by } as const)
  desk.later(desk.outbox.edit(String(chat.id), message.message_id, () => messageOf(reply), errand))
  return isGroup(chat) && reply.tone === 'bad' ? { text: reply.text, alert: true } : undefined
}

/** Takes a question back that nobody wants answered any more. */
export function dismissed(message: NonNullable<CallbackQuery['message']>, desk: Desk): void {
  const { chat, message_id } = message
  desk.later(desk.api.call('deleteMessage', { chat_id: chat.id, message_id }))
}
