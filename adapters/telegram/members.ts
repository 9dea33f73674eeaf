import type { User } from 'telegraf/types'
import { CannotAsk } from '../../src/commands/framework/request.js'
import { type Api, failureOf, pauseAfter } from './api.js'
import { personOf } from './decode.js'

/** Telegram’s answers about a user who is not in a chat. No other refusal settles that. */
const ABSENT = /user not found|PARTICIPANT_ID_INVALID|USER_NOT_PARTICIPANT|member not found/i

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
  const absent = (error: unknown) => {
    const failure = failureOf(error)
    return failure.kind === 'impossible' && ABSENT.test(failure.why)
  }
  return await asked<ChatMember>(api, 'getChatMember', { chat_id: chat, user_id: Number(user) }, absent)
}

async function asked<Answer>(api: Api, method: string, question: object): Promise<Answer>
async function asked<Answer>(
  api: Api,
  method: string,
  question: object,
  absent: (error: unknown) => boolean,
): Promise<Answer | undefined>
/** Asks Telegram. Undefined when the refusal says that there is none; rejects with CannotAsk for any other. */
async function asked<Answer>(
  api: Api,
  method: string,
  question: object,
  absent: (error: unknown) => boolean = () => false,
): Promise<Answer | undefined> {
  try {
    return await api.call<Answer>(method, question, { patience: 5_000 })
  } catch (error) {
    if (absent(error)) return undefined
    throw new CannotAsk(pauseAfter(error).why)
  }
}
