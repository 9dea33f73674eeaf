import type { User } from 'telegraf/types'
import type { App } from '../../src/app/app.js'
import { CannotAsk } from '../../src/commands/request.js'
import type { Person } from '../../src/core/person.js'
import { type Api, failureOf } from './api.js'
import { personOf, TELEGRAM } from './people-and-places.js'

/** So many handles are known to be stored, so that they are not stored at every tap. */
const MOST = 50_000
/** What Telegram says of a user who is not in a chat; every other refusal leaves it open who is. */
const NOBODY = /user not found|PARTICIPANT_ID_INVALID|USER_NOT_PARTICIPANT|member not found/i

export interface HandlesOptions {
  readonly app: Pick<App, 'rememberHandle' | 'userCalled'>
  readonly api: Api
  /** Does something that nobody waits for. */
  readonly later: (work: Promise<unknown>) => void
}

interface Permissions {
  readonly can_send_messages?: boolean
}

interface ChatMember extends Permissions {
  readonly status: string
  readonly user: User
  readonly is_member?: boolean
}

/**
 * Who is called what. Telegram does not tell a bot whose a handle is, so those of everybody who was seen are
 * remembered; and because handles change hands, Telegram is asked about the user before it counts.
 */
export class Handles {
  private readonly stored = new Map<string, string>()

  constructor(private readonly options: HandlesOptions) {}

  /** Somebody wrote or tapped. */
  seen({ id, username, is_bot: bot }: User): void {
    if (username === undefined || bot) return
    const handle = username.toLowerCase()
    const user = String(id)
    if (this.stored.get(handle) === user) return
    if (this.stored.size >= MOST) this.stored.clear()
    this.stored.set(handle, user)
    const { app, later } = this.options
    later(app.rememberHandle({ platform: TELEGRAM, handle, user }))
  }

  /** The member of a chat who is called so now. Rejects with CannotAsk when Telegram cannot be asked. */
  async memberCalled(chat: string, typed: string): Promise<Person | undefined> {
    const handle = typed.toLowerCase()
    const user = await this.options.app.userCalled(TELEGRAM, handle)
    if (user === undefined) return undefined
    const member = await chatMember(this.options.api, chat, user)
    if (!member || !isPresent(member) || member.user.is_bot) return undefined
    return member.user.username?.toLowerCase() === handle ? personOf(member.user) : undefined
  }
}

/** Whether somebody administers a chat, asked afresh. Rejects with CannotAsk when Telegram cannot be asked. */
export async function administers(api: Api, chat: string, user: string): Promise<boolean> {
  const member = await chatMember(api, chat, user)
  return member?.status === 'creator' || member?.status === 'administrator'
}

/** Whether a user may write in a group, asked afresh. Rejects with CannotAsk when Telegram cannot be asked. */
export async function mayWrite(api: Api, chat: string, user: string): Promise<boolean> {
  const [member, group] = await Promise.all([
    chatMember(api, chat, user),
    asked<{ readonly permissions?: Permissions }>(api, 'getChat', { chat_id: chat }),
  ])
  if (!member || !isPresent(member)) return false
  if (member.status === 'creator' || member.status === 'administrator') return true
  const isAllowed = group.permissions?.can_send_messages !== false
  return isAllowed && (member.status !== 'restricted' || member.can_send_messages === true)
}

function isPresent({ status, is_member: present }: ChatMember): boolean {
  return status !== 'left' && status !== 'kicked' && (status !== 'restricted' || present !== false)
}

/** What a user is in a chat; undefined when Telegram knows of nobody. */
async function chatMember(api: Api, chat: string, user: string): Promise<ChatMember | undefined> {
  const question = { chat_id: chat, user_id: Number(user) }
  try {
    return await asked<ChatMember>(api, 'getChatMember', question)
  } catch (error) {
    if (error instanceof CannotAsk && NOBODY.test(error.message)) return undefined
    throw error
  }
}

async function asked<Answer>(api: Api, method: string, question: object): Promise<Answer> {
  try {
    return await api.call<Answer>(method, question, { patience: 5_000 })
  } catch (error) {
    const failure = failureOf(error)
    throw new CannotAsk('why' in failure ? failure.why : failure.kind)
  }
}
