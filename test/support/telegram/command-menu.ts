import { badRequest } from './api-error.js'
import type { FakeChat } from './chat.js'
import type { FakeTelegram } from './fake-telegram.js'
import { isAdmin } from './membership.js'
import type { Params } from './params.js'
import type { Api } from './shapes.js'
import type { FakeUser } from './user.js'

const SCOPES = ['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']
const CHAT_SCOPES = ['chat', 'chat_administrators', 'chat_member']
const MAX_COMMANDS = 100

/** The lists of commands, by scope and language. */
export type CommandMenus = Map<string, Api[]>

/** Handles setMyCommands; throws and records Telegram's refusals. */
export function setCommands(fake: FakeTelegram, params: Params): true {
  const key = keyOf(fake, params)
  const sent = params.json('commands', 'commands')
  const refuse = (what: string, which?: unknown) => fake.refuse(badRequest(what), which ? String(which) : '')
  if (!Array.isArray(sent)) throw refuse("can't parse commands JSON array")
  if (sent.length > MAX_COMMANDS) throw refuse('BOT_COMMANDS_TOO_MUCH', sent.length)
  for (const { command, description } of sent as Api[]) {
    if (!/^[a-z0-9_]{1,32}$/.test(String(command ?? ''))) throw refuse('BOT_COMMAND_INVALID', command)
    const length = String(description ?? '').trim().length
    if (length < 1) throw refuse('command description must be non-empty', command)
    if (length > 256) throw refuse('command description length must not exceed 256', command)
  }
  const names = (sent as Api[]).map(({ command }) => command)
  if (new Set(names).size < names.length) fake.violations.push(`setMyCommands: a command twice in ${names}`)
  if (sent.length === 0) fake.commands.delete(key)
  else fake.commands.set(key, sent as Api[])
  fake.changed()
  return true
}

export function getCommands(fake: FakeTelegram, params: Params): Api[] {
  return fake.commands.get(keyOf(fake, params)) ?? []
}

export function deleteCommands(fake: FakeTelegram, params: Params): true {
  fake.commands.delete(keyOf(fake, params))
  fake.changed()
  return true
}

/** Returns a client's menu: the narrowest scope with a list, preferring the user's language. */
export function menuFor(menus: CommandMenus, user: FakeUser, chat: FakeChat): Api[] {
  const language = user.languageCode?.slice(0, 2) ?? ''
  const administrates = isAdmin(chat.membership(user))
  const scopes = chat.user
    ? [`chat ${chat.id}`, 'all_private_chats', 'default']
    : [
        `chat_member ${chat.id} ${user.id}`,
        ...(administrates ? [`chat_administrators ${chat.id}`] : []),
        `chat ${chat.id}`,
        ...(administrates ? ['all_chat_administrators'] : []),
        'all_group_chats',
        'default',
      ]
  for (const scope of scopes)
    for (const each of [language, '']) {
      const found = menus.get(`${scope}|${each}`)
      if (found) return found
    }
  return []
}

function keyOf(fake: FakeTelegram, params: Params): string {
  const language = params.text('language_code')
  if (!/^([a-z]{2})?$/.test(language))
    throw fake.refuse(badRequest('invalid language code specified'), language)
  const scope = (params.json('scope', 'BotCommandScope') ?? { type: 'default' }) as Api
  const type = String(scope.type)
  if (SCOPES.includes(type)) return `${type}|${language}`
  if (!CHAT_SCOPES.includes(type))
    throw fake.refuse(badRequest("can't parse BotCommandScope: Unsupported type specified"))
  const where = `${type} ${scope.chat_id}`
  return `${type === 'chat_member' ? `${where} ${scope.user_id}` : where}|${language}`
}
