import { visibleChat } from './access.js'
import { badRequest } from './api-error.js'
import type { Call } from './api-server.js'
import * as chats from './chat-methods.js'
import { deleteCommands, getCommands, setCommands } from './command-menu.js'
import type { FakeTelegram } from './fake-telegram.js'
import * as messages from './message-methods.js'

/** A result with its description. */
export class Described {
  constructor(
    readonly result: unknown,
    readonly description: string,
  ) {}
}

type Method = (fake: FakeTelegram, call: Call) => unknown

/** The supported methods of the Bot API. Throws ApiError for refusals. */
export const METHODS: Record<string, Method> = {
  getMe: (fake) => ({
    ...fake.bot.api,
    can_join_groups: true,
    can_read_all_group_messages: !fake.privacyMode,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),
  getUpdates: (fake, call) => fake.polling.getUpdates(call),
  setWebhook: (fake, { params }) => new Described(true, fake.webhook.set(params)),
  deleteWebhook: (fake, { params }) => new Described(true, fake.webhook.delete(params)),
  getWebhookInfo: (fake) => fake.webhook.info,
  sendMessage: (fake, { params }) => messages.sendMessage(fake, params),
  sendPhoto: (fake, { params }) => messages.sendPhoto(fake, params),
  editMessageCaption: (fake, { params }) => messages.editMessageCaption(fake, params),
  editMessageText: (fake, { params }) => messages.editMessageText(fake, params),
  editMessageReplyMarkup: (fake, { params }) => messages.editMessageReplyMarkup(fake, params),
  deleteMessage: (fake, { params }) => messages.deleteMessage(fake, params),
  setMessageReaction: (fake, { params }) => messages.setMessageReaction(fake, params),
  answerCallbackQuery: (fake, { params }) => fake.callbacks.answer(params),
  getChat: (fake, { params }) => chats.getChat(fake, params),
  getChatMember: (fake, { params }) => chats.getChatMember(fake, params),
  getChatAdministrators: (fake, { params }) => chats.getChatAdministrators(fake, params),
  getChatMemberCount: (fake, { params }) => chats.getChatMemberCount(fake, params),
  getFile: (fake, { params }) => messages.getFile(fake, params),
  leaveChat: (fake, { params }) => chats.leaveChat(fake, params),
  sendChatAction: (fake, { params }) => visibleChat(fake, params) !== undefined,
  setMyCommands: (fake, { params }) => setCommands(fake, params),
  getMyCommands: (fake, { params }) => getCommands(fake, params),
  deleteMyCommands: (fake, { params }) => deleteCommands(fake, params),
  setMyName: profile('name', 64),
  setMyDescription: profile('description', 512),
  setMyShortDescription: profile('short_description', 120),
}

/** Stores a profile text of the bot for one language or all others, in `fake.profile` under `name` or `name|zh`. */
function profile(field: string, most: number): Method {
  return (fake, { params }) => {
    const [text, language] = [params.text(field), params.text('language_code')]
    if (!/^([a-z]{2})?$/.test(language))
      throw fake.refuse(badRequest('invalid language code specified'), language)
    if (text.length > most) throw fake.refuse(badRequest(`bot ${field.replace('_', ' ')} is too long`))
    fake.profile.set(language === '' ? field : `${field}|${language}`, text)
    return true
  }
}
