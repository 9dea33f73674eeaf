import type { User } from 'telegraf/types'
import { CannotAsk } from '../../src/commands/request.js'
import { type Api, failureOf, pauseAfter } from './api.js'
import { personOf } from './decode.js'

/** Telegram’s answers about a user who is not in a chat. Every other refusal leaves that open. */
const ABSENT = /user not found|PARTICIPANT_ID_INVALID|USER_NOT_PARTICIPANT|member not found/i

interface ChatMember {
  readonly status: string
  readonly user: User
  readonly is_member?: boolean
}

/** Returns whether a user administers a chat, asked afresh. Rejects with CannotAsk when Telegram doesn’t answer. */
export async function administers(api: Api, chat: string, user: string): Promise<boolean> {
  const member = await chatMember(api, chat, user)
  return member?.status === 'creator' || member?.status === 'administrator'
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
  try {
    return await api.call<ChatMember>('getChatMember', question, { patience: 5_000 })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'impossible' && ABSENT.test(failure.why)) return undefined
    throw new CannotAsk(pauseAfter(error).why)
  }
}
