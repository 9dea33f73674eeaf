import { isDeepStrictEqual } from 'node:util'
import { commandWords, type Language } from '../../src/i18n/catalogue.js'
import { COMMANDS, type CommandName } from '../../src/messaging/commands.js'
import type { Api } from './api.js'

/** What makes sense in the private chat. */
const PRIVATE: readonly CommandName[] = [
  ...(['wallet', 'history', 'envelope', 'verify', 'books', 'linkme', 'unlinkme', 'help'] as const),
]
/** Telegram shows one list to whoever it is for; a list is found by scope and language. */
const SCOPES = [
  { type: 'default', commands: COMMANDS.filter(({ name }) => PRIVATE.includes(name)) },
  { type: 'all_group_chats', commands: COMMANDS.filter(({ admin }) => !admin) },
  { type: 'all_chat_administrators', commands: COMMANDS },
] as const
const LANGUAGES: readonly { readonly code: string; readonly language: Language }[] = [
  { code: '', language: 'en' },
  { code: 'zh', language: 'zh' },
]
const LONGEST_DESCRIPTION = 256

/** Makes the menus of commands ours where they are not; resolves with how many were changed. */
export async function registerMenus(api: Api, signal: AbortSignal): Promise<number> {
  let changed = 0
  for (const { type, commands } of SCOPES)
    for (const { code, language } of LANGUAGES) {
      const where = { scope: { type }, ...(code && { language_code: code }) }
      const wanted = commands.map(({ name }) => ({
        command: name,
        description: commandWords(name, language).description.slice(0, LONGEST_DESCRIPTION),
      }))
      if (isDeepStrictEqual(await api.call('getMyCommands', where, { signal }), wanted)) continue
      await api.call('setMyCommands', { ...where, commands: wanted }, { signal })
      changed++
    }
  return changed
}
