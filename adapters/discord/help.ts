import { ApplicationCommandType } from 'discord.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import type { Reply } from '../../src/messaging/answers.js'
import { discordCommands } from './commands.js'

/** The commands that Discord offers, with what they do. How they are written Discord shows by itself. */
export function help(language: Language): Reply {
  const lines = discordCommands().flatMap((command) => {
    if (command.type !== ApplicationCommandType.ChatInput) return []
    const localised = language === 'zh' ? command.description_localizations?.['zh-CN'] : undefined
    return [`/${command.name}  ${localised ?? command.description}`]
  })
  return { text: [catalogue(language).answers.help, ...lines].join('\n'), tone: 'info' }
}
