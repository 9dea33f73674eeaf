import type { User } from 'telegraf/types'
import type { App } from '../../src/app/app.js'
import { CannotAsk } from '../../src/commands/request.js'
import type { Person } from '../../src/core/person.js'
import { type Api, failureOf, pauseAfter } from './api.js'
import { personOf, TELEGRAM } from './decode.js'

/** Limit for the handles that are known to be stored already. */
const MAX_KNOWN = 50_000
/** Telegram's answers about a user who is not in a chat. Every other refusal leaves that open. */
const NOBODY = /user not found|PARTICIPANT_ID_INVALID|USER_NOT_PARTICIPANT|member not found/i

export interface HandlesOptions {
  readonly app: Pick<App, 'rememberHandle' | 'userCalled'>
  readonly api: Api
  /** Runs work in the background. */
  readonly later: (work: Promise<unknown>) => void
}

interface ChatMember {
  readonly status: string
  readonly user: User
  readonly is_member?: boolean
}

/**
 * Finds people by their handles. Telegram does not tell a bot whose a handle is, so it is remembered when its owner is
 * seen. Handles change hands, so Telegram is asked about the user before it counts.
 */
export class Handles {
  private readonly stored = new Map<string, string>()

  constructor(private readonly options: HandlesOptions) {}

  /** Remembers the handle of a user who wrote or tapped. */
  seen({ id, username, is_bot: bot }: User): void {
    if (username === undefined || bot) return
    const handle = username.toLowerCase()
    const user = String(id)
    if (this.stored.get(handle) === user) return
    if (this.stored.size >= MAX_KNOWN) this.stored.clear()
    this.stored.set(handle, user)
    const { app, later } = this.options
    later(app.rememberHandle({ platform: TELEGRAM, handle, user }))
  }

  /** Returns the member of a chat who has a handle now. Rejects with CannotAsk when Telegram cannot be asked. */
  async memberCalled(chat: string, typed: string): Promise<Person | undefined> {
    const handle = typed.toLowerCase()
    const user = await this.options.app.userCalled(TELEGRAM, handle)
    if (user === undefined) return undefined
    const member = await chatMember(this.options.api, chat, user)
    if (!member || !isPresent(member) || member.user.is_bot) return undefined
    return member.user.username?.toLowerCase() === handle ? personOf(member.user) : undefined
  }
}

/** Whether a user administers a chat, asked afresh. Rejects with CannotAsk when Telegram cannot be asked. */
export async function administers(api: Api, chat: string, user: string): Promise<boolean> {
  const member = await chatMember(api, chat, user)
  return member?.status === 'creator' || member?.status === 'administrator'
}

function isPresent({ status, is_member: present }: ChatMember): boolean {
  return status !== 'left' && status !== 'kicked' && (status !== 'restricted' || present !== false)
}

/** Returns a user's standing in a chat; undefined for a user who is not there. */
async function chatMember(api: Api, chat: string, user: string): Promise<ChatMember | undefined> {
  const question = { chat_id: chat, user_id: Number(user) }
  try {
    return await api.call<ChatMember>('getChatMember', question, { patience: 5_000 })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'impossible' && NOBODY.test(failure.why)) return undefined
    throw new CannotAsk(pauseAfter(error).why)
  }
}
