/** The permission bits that the fake knows; the numbers are Discord's. */
export const ADMINISTRATOR = 1n << 3n
export const MANAGE_GUILD = 1n << 5n
export const VIEW_CHANNEL = 1n << 10n
export const SEND_MESSAGES = 1n << 11n
export const EMBED_LINKS = 1n << 14n
export const ATTACH_FILES = 1n << 15n
export const READ_MESSAGE_HISTORY = 1n << 16n
export const MENTION_EVERYONE = 1n << 17n
export const USE_EXTERNAL_EMOJIS = 1n << 18n
export const USE_APPLICATION_COMMANDS = 1n << 31n
export const SEND_MESSAGES_IN_THREADS = 1n << 38n

/** Permissions that the invitation gives the bot. */
export const BOT_PERMISSIONS =
  VIEW_CHANNEL |
  SEND_MESSAGES |
  EMBED_LINKS |
  ATTACH_FILES |
  READ_MESSAGE_HISTORY |
  USE_EXTERNAL_EMOJIS |
  SEND_MESSAGES_IN_THREADS

/** Permissions of everyone in a guild. */
export const EVERYONE = BOT_PERMISSIONS | USE_APPLICATION_COMMANDS
