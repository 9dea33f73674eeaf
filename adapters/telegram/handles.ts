import type { User } from 'telegraf/types'
import type { App } from '../../src/app/app.js'
import { CannotAsk } from '../../src/commands/request.js'
import type { Person } from '../../src/core/person.js'
import { type Api, failureOf } from './api.js'
import { personOf, TELEGRAM } from './people-and-places.js'

/** Handles known to be stored, so that they aren't stored again at every tap. */
const MOST = 50_000
/** Telegram's answers about a user who isn't in a chat; any other refusal is inconclusive. */
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
 * Resolves handles. Telegram doesn't tell a bot who has a handle, so this records everyone it has seen; and because
 * handles change hands, it asks Telegram about the user before relying on one.
 */
export class Handles {
  private readonly stored = new Map<string, string>()

  constructor(private readonly options: HandlesOptions) {}

  /** Records a user who wrote or tapped. */
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

  /** Returns the current member of a chat with this handle. Rejects with CannotAsk when Telegram can't be asked. */
  async memberCalled(chat: string, typed: string): Promise<Person | undefined> {
    const handle = typed.toLowerCase()
    const user = await this.options.app.userCalled(TELEGRAM, handle)
    if (user === undefined) return undefined
    const member = await chatMember(this.options.api, chat, user)
    if (!member || !isPresent(member) || member.user.is_bot) return undefined
    return member.user.username?.toLowerCase() === handle ? personOf(member.user) : undefined
  }
}

/** Returns whether a user administers a chat, asked afresh. Rejects with CannotAsk when Telegram can't be asked. */
export async function administers(api: Api, chat: string, user: string): Promise<boolean> {
  const member = await chatMember(api, chat, user)
  return member?.status === 'creator' || member?.status === 'administrator'
}

function isPresent({ status, is_member: present }: ChatMember): boolean {
  return status !== 'left' && status !== 'kicked' && (status !== 'restricted' || present !== false)
}

/** Returns a user's membership in a chat; undefined when Telegram knows of none. */
async function chatMember(api: Api, chat: string, user: string): Promise<ChatMember | undefined> {
  const question = { chat_id: chat, user_id: Number(user) }
  try {
    return await api.call<ChatMember>('getChatMember', question, { patience: 5_000 })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'final' && NOBODY.test(failure.why)) return undefined
    throw new CannotAsk('why' in failure ? failure.why : failure.kind)
  }
}
