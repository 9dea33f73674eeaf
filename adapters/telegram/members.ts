import type { User } from 'telegraf/types'
import { CannotAsk } from '../../src/commands/framework/request.js'
import { type Api, pauseAfter } from './api.js'
import { personOf } from './decode.js'

/** Telegram’s answers about a user who is not in a chat. No other refusal settles that. */
const ABSENT = /^4\d\d .*(?:user not found|PARTICIPANT_ID_INVALID|USER_NOT_PARTICIPANT|member not found)/i

interface Permissions {
  readonly can_send_messages?: boolean
}

interface ChatMember extends Permissions {
  readonly status: string
  readonly user: User
  readonly is_member?: boolean
}

/** Returns whether a user administers a chat, asked afresh. Rejects with CannotAsk when Telegram doesn’t answer. */
export async function administers(api: Api, chat: string, user: string): Promise<boolean> {
  const member = await chatMember(api, chat, user)
  return member?.status === 'creator' || member?.status === 'administrator'
}

/** Returns whether a user may write in a group, asked afresh. Rejects with CannotAsk when Telegram doesn’t answer. */
export async function mayWrite(api: Api, chat: string, user: string): Promise<boolean> {
  const [member, { permissions }] = await Promise.all([
    chatMember(api, chat, user),
    asked<{ readonly permissions?: Permissions }>(api, 'getChat', { chat_id: chat }),
  ])
  if (!member || !isPresent(member)) return false
  if (member.status === 'creator' || member.status === 'administrator') return true
  if (permissions?.can_send_messages === false) return false
  return member.status !== 'restricted' || member.can_send_messages === true
}

/** Returns a person who is in a chat now, with the handle. Rejects with CannotAsk when Telegram doesn’t answer. */
export async function memberOf(api: Api, chat: string, user: string) {
  const member = await chatMember(api, chat, user)
  if (!member || !isPresent(member) || member.user.is_bot) return undefined
  return { person: personOf(member.user), handle: member.user.username }
}

function isPresent({ status, is_member: present }: ChatMember): boolean {
  return status !== 'left' && status !== 'kicked' && (status !== 'restricted' || present !== false)
}

async function chatMember(api: Api, chat: string, user: string): Promise<ChatMember | undefined> {
  const question = { chat_id: chat, user_id: Number(user) }
  return await asked<ChatMember>(api, 'getChatMember', question).catch((error: CannotAsk) => {
    if (ABSENT.test(error.message)) return undefined
    throw error
  })
}

/** Asks Telegram. Rejects with CannotAsk when it doesn't say. */
async function asked<Answer>(api: Api, method: string, question: object): Promise<Answer> {
  try {
    return await api.call<Answer>(method, question, { patience: 5_000 })
  } catch (error) {
    throw new CannotAsk(pauseAfter(error).why)
  }
}
