import { isDeepStrictEqual } from 'node:util'
import { commandsOf, type Entry, isOffered } from '../../src/commands/framework/define.js'
import { isForAdmins } from '../../src/commands/framework/lines/usage.js'
import type { Language } from '../../src/i18n/language.js'
import type { Api } from './api.js'

/** Telegram shows each reader one list, found by scope and language. */
const SCOPES: readonly { readonly type: string; readonly shows: (entry: Entry) => boolean }[] = [
  { type: 'default', shows: (entry) => commandsOf([entry]).every(({ where }) => where === 'anywhere') },
  { type: 'all_group_chats', shows: (entry) => !isForAdmins(entry) },
  { type: 'all_chat_administrators', shows: () => true },
]
const LANGUAGES: readonly { readonly code: string; readonly language: Language }[] = [
  { code: '', language: 'en' },
  { code: 'zh', language: 'zh-latin' },
]
const LONGEST_DESCRIPTION = 256

/** Registers the menus of commands that are not registered already. Resolves with how many it registered. */
export async function registerMenus(
  api: Api,
  entries: readonly Entry[],
  signal: AbortSignal,
): Promise<number> {
  let changed = 0
  for (const { type, shows } of SCOPES)
    for (const { code, language } of LANGUAGES) {
      const where = { scope: { type }, ...(code && { language_code: code }) }
      const wanted = entries
        .filter((entry) => isOffered(entry) && shows(entry))
        .map(({ name, words }) => ({
          command: name,
          description: words[language].about.slice(0, LONGEST_DESCRIPTION),
        }))
      if (isDeepStrictEqual(await api.call('getMyCommands', where, { signal }), wanted)) continue
      await api.call('setMyCommands', { ...where, commands: wanted }, { signal })
      changed++
    }
  return changed
}
