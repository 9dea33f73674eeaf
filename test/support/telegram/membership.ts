import type { Api } from './shapes.js'
import type { FakeUser } from './user.js'

const ADMIN_RIGHTS = [
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_post_stories',
  'can_edit_stories',
  'can_delete_stories',
  'can_post_messages',
  'can_edit_messages',
  'can_pin_messages',
  'can_manage_topics',
] as const
const MEMBER_RIGHTS = [
  'can_send_messages',
  'can_send_photos',
  'can_send_other_messages',
  'can_add_web_page_previews',
  'can_send_polls',
  'can_change_info',
  'can_invite_users',
  'can_pin_messages',
  'can_manage_topics',
] as const

export type AdminRights = Partial<Record<(typeof ADMIN_RIGHTS)[number], boolean>>

/** A user's status in a chat. */
export interface Membership {
  readonly status: 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked'
  /** An administrator's rights; absent ones are denied. */
  readonly rights?: AdminRights
  /** Writes as the group. */
  readonly anonymous?: boolean
  /** For a restricted member: whether they may write. */
  readonly maySend?: boolean
}

export const isPresent = ({ status }: Membership) => status !== 'left' && status !== 'kicked'
export const isAdmin = ({ status }: Membership) => status === 'creator' || status === 'administrator'

/** A ChatMember as the Bot API shows it. */
export function memberApi(
  user: FakeUser,
  { status, rights, anonymous = false, maySend = false }: Membership,
): Api {
  const common = { user: user.api, status }
  switch (status) {
    case 'creator':
      return { ...common, is_anonymous: anonymous }
    case 'administrator':
      return {
        ...common,
        can_be_edited: false,
        is_anonymous: anonymous,
        ...Object.fromEntries(ADMIN_RIGHTS.map((right) => [right, rights?.[right] ?? false])),
      }
    case 'restricted':
      return {
        ...common,
        is_member: true,
        until_date: 0,
        ...Object.fromEntries(MEMBER_RIGHTS.map((right) => [right, maySend && right.startsWith('can_send')])),
      }
    case 'kicked':
      return { ...common, until_date: 0 }
    case 'member':
    case 'left':
      return common
  }
}

/** Everyone's permissions in a group, for getChat. */
export function permissionsApi(maySend: boolean): Api {
  return Object.fromEntries(MEMBER_RIGHTS.map((right) => [right, maySend || !right.startsWith('can_send')]))
}
