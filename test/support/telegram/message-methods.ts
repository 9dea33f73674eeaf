import { maySendPhotos, visibleChat, writableChat } from './access.js'
import { ApiError, badRequest } from './api-error.js'
import type { FakeChat } from './chat.js'
import type { FakeTelegram } from './fake-telegram.js'
import { readMarkup } from './keyboard.js'
import { isAdmin } from './membership.js'
import type { FakeMessage, MessageContent } from './message.js'
import type { Params } from './params.js'
import type { SentFile } from './request-body.js'
import type { Api } from './shapes.js'
import { readCaption, readText } from './text-entities.js'

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
  'content and reply markup of the message'
const TWO_DAYS = 48 * 3600
const MAX_PHOTO = 10 * 1024 * 1024

export function sendMessage(fake: FakeTelegram, params: Params): Api {
  const { text, entities } = readText(fake, params, 'message is too long')
  const { inline, forceReply } = readMarkup(fake, params)
  const chat = writableChat(fake, params)
  fake.budgets.take(chat.id)
  const place = placeOf(fake, chat, params)
  const author: MessageContent = chat.kind === 'channel' ? { senderChat: chat } : { from: fake.bot }
  return chat.post({ ...author, ...place, text, entities, keyboard: inline, forceReply }).raw
}

/** Sends an uploaded photo, or one that Telegram has already. */
export function sendPhoto(fake: FakeTelegram, params: Params): Api {
  const { text, entities } = readCaption(fake, params)
  const { inline, forceReply } = readMarkup(fake, params)
  const chat = writableChat(fake, params)
  if (!maySendPhotos(fake, chat)) throw badRequest('not enough rights to send photos to the chat')
  const photo = photoOf(fake, params)
  fake.budgets.take(chat.id)
  const place = placeOf(fake, chat, params)
  return chat.post({ from: fake.bot, ...place, text, entities, photo, keyboard: inline, forceReply }).raw
}

/** Tells the path by which a file is downloaded. */
export function getFile(fake: FakeTelegram, params: Params): Api {
  const id = params.text('file_id')
  const bytes = fake.photos.get(id)
  if (!bytes) throw badRequest('wrong file_id or the file is temporarily unavailable')
  return { file_id: id, file_unique_id: `${id}-u`, file_size: bytes.length, file_path: `photos/${id}.jpg` }
}

/** Returns the id of a photo, a new one for an upload. */
function photoOf(fake: FakeTelegram, params: Params): string {
  const sent = params.raw.photo as SentFile | string | undefined
  if (sent === undefined) throw fake.refuse(badRequest('there is no photo in the request'))
  if (typeof sent === 'string') {
    if (!fake.photos.has(sent)) throw badRequest('wrong file identifier/HTTP URL specified')
    return sent
  }
  const [first, second] = sent.bytes
  // A JPEG begins so.
  if (first !== 0xff || second !== 0xd8) throw fake.refuse(badRequest('IMAGE_PROCESS_FAILED'))
  if (sent.bytes.length > MAX_PHOTO) throw fake.refuse(new ApiError(413, 'Request Entity Too Large'))
  const id = `photo-${fake.photos.size + 1}`
  fake.photos.set(id, sent.bytes)
  return id
}

/** Returns the topic and the replied-to message. */
function placeOf(fake: FakeTelegram, chat: FakeChat, params: Params): MessageContent {
  const replyTo = repliedTo(chat, params)
  const wanted = params.integer('message_thread_id')
  const topicId = wanted ?? (replyTo?.thread?.isTopic ? replyTo.thread.id : undefined)
  if (topicId === undefined) return { replyTo }
  const topic = chat.topics.find(({ id }) => id === topicId)
  if (!topic) throw badRequest('message thread not found')
  const { rights } = chat.membership(fake.bot)
  if (topic.closed && !rights?.can_manage_topics) throw badRequest('TOPIC_CLOSED')
  return { thread: topic.thread, replyTo: replyTo ?? topic.start }
}

function repliedTo(chat: FakeChat, params: Params): FakeMessage | undefined {
  const sent = (params.json('reply_parameters', 'reply parameters') ?? {}) as Api
  const id = Number(sent.message_id ?? params.integer('reply_to_message_id') ?? 0)
  const found = id === 0 ? undefined : chat.message(id)
  const optional = sent.allow_sending_without_reply === true || params.flag('allow_sending_without_reply')
  if (id !== 0 && !found && !optional) throw badRequest('message to be replied not found')
  return found
}

export function editMessageText(fake: FakeTelegram, params: Params): Api {
  const text = readText(fake, params, 'MESSAGE_TOO_LONG')
  const { inline } = readMarkup(fake, params)
  const message = editable(fake, params)
  if (message.isPhoto) throw badRequest('there is no text in the message to edit')
  // An edit without buttons removes them.
  return edited(message, { ...text, keyboard: inline })
}

export function editMessageCaption(fake: FakeTelegram, params: Params): Api {
  const caption = readCaption(fake, params)
  const { inline } = readMarkup(fake, params)
  const message = editable(fake, params)
  if (!message.isPhoto) throw badRequest('there is no caption in the message to edit')
  return edited(message, { ...caption, keyboard: inline })
}

export function editMessageReplyMarkup(fake: FakeTelegram, params: Params): Api {
  const { inline } = readMarkup(fake, params)
  return edited(editable(fake, params), { keyboard: inline })
}

function editable(fake: FakeTelegram, params: Params): FakeMessage {
  if (params.has('inline_message_id')) throw badRequest('MESSAGE_ID_INVALID')
  const id = params.integer('message_id') ?? 0
  if (id <= 0) throw badRequest('message identifier is not specified')
  const chat = visibleChat(fake, params)
  const message = chat.message(id)
  if (!message) throw badRequest('message to edit not found')
  const own = chat.kind === 'channel' ? message.senderChat === chat : message.from === fake.bot
  if (!own || message.isService) throw badRequest("message can't be edited")
  if (chat.user) writableChat(fake, params)
  fake.budgets.take(chat.id)
  return message
}

function edited(message: FakeMessage, change: Pick<MessageContent, 'text' | 'entities' | 'keyboard'>): Api {
  const { text, entities, keyboard } = message
  const before = JSON.stringify([text, entities, keyboard])
  if (
    JSON.stringify([change.text ?? text, change.entities ?? entities, change.keyboard ?? keyboard]) === before
  )
    throw badRequest(NOT_MODIFIED)
  message.edit(change)
  return message.raw
}

export function deleteMessage(fake: FakeTelegram, params: Params): true {
  const chat = visibleChat(fake, params)
  const message = chat.message(params.integer('message_id') ?? 0)
  if (!message) throw badRequest('message to delete not found')
  const { bot, clock } = fake
  const mayAll = chat.user !== undefined || chat.membership(bot).rights?.can_delete_messages === true
  if (message.from !== bot && !mayAll) throw badRequest("message can't be deleted")
  if (clock.seconds() - message.date > TWO_DAYS && !isAdmin(chat.membership(bot)))
    throw badRequest("message can't be deleted for everyone")
  message.delete()
  return true
}

export function setMessageReaction(fake: FakeTelegram, params: Params): true {
  const message = visibleChat(fake, params).message(params.integer('message_id') ?? 0)
  if (!message) throw badRequest('message to react not found')
  const reactions = (params.json('reaction') ?? []) as Api[]
  message.reaction = reactions[0] ? String(reactions[0].emoji) : undefined
  fake.changed()
  return true
}
