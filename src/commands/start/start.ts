import type { Language } from '../../i18n/language.js'
import { defineCommand } from '../framework/define.js'
import { info, type Post } from '../framework/replies/reply.js'
import { words } from './words.js'

/** Introduces the bot: Telegram sends /start when a person opens the private chat. */
export const start = defineCommand({
  name: 'start',
  words,
  arguments: {},
  where: 'anywhere',
  unlisted: true,
  ignoresMoreWords: true,
  run: async ({ request, say }) => info(request.place ? say.joined : say.welcome, { outcome: 'welcome' }),
})

/** Returns the bot's first message to a group that it has just joined. */
export function joinedPost(language: Language): Post {
  return { blocks: [{ kind: 'text', text: words[language].say.joined }] }
}
