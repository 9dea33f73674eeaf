import type { Person } from '../../src/core/person.js'
import { foldFullWidth } from '../../src/core/text.js'
import type { Actor } from './wire.js'

/** The chat's only place. */
export const LOBBY = { platform: 'playground', chat: 'lobby' } as const

/** Red packets there may be open for only seconds, so that visitors can watch one end. Milliseconds. */
export const LOBBY_LIFETIMES = { minLifetime: 5_000, maxLifetime: 7 * 24 * 3_600_000 } as const

/** The people of the playground. Their names have no spaces, so that each can be mentioned. */
export const ACTORS: readonly Actor[] = [
  { user: 'mei', name: '美玲', avatar: '👩‍💼', colour: '#c9252d', admin: true },
  { user: 'lan', name: '小兰', avatar: '🐼', colour: '#2f7d5b', admin: false },
  { user: 'alice', name: 'Alice', avatar: '🦊', colour: '#c76b1d', admin: false },
  { user: 'wei', name: '阿伟', avatar: '🐯', colour: '#8a6d1f', admin: false },
  { user: 'ben', name: 'Ben', avatar: '🐻', colour: '#7a4f2b', admin: false },
  { user: 'ming', name: '小明', avatar: '🐲', colour: '#2b6f8a', admin: false },
  { user: 'chloe', name: 'Chloe', avatar: '🐰', colour: '#a03f78', admin: false },
  { user: 'diego', name: 'Diego', avatar: '🐢', colour: '#4a5fa5', admin: false },
]

export function actorOf(user: string): Actor | undefined {
  return ACTORS.find((actor) => actor.user === user)
}

/** Resolves a mention by name or user, ignoring case. Lookalike letters don't match. */
export function actorMentioned(typed: string): Actor | undefined {
  const wanted = foldFullWidth(typed).normalize('NFC').toLowerCase()
  return ACTORS.find(({ user, name }) => user === wanted || name.toLowerCase() === wanted)
}

export function personOf({ user, name }: Actor): Person {
  return { platform: LOBBY.platform, user, name }
}
