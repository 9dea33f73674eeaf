import type { FakeDiscord } from './fake-discord.js'

/** Opcode 8, as sent by a client. */
export interface MemberRequest {
  guild_id?: string
  user_ids?: readonly string[]
  query?: string
  limit?: number
  presences?: boolean
  nonce?: string
}

const MOST_IDS = 100
const LONGEST_NONCE = 32

/** Lists what Discord would refuse from a bot without privileged intents. */
function faultsOf({ user_ids: ids, query, presences, nonce }: MemberRequest): string[] {
  const faults: string[] = []
  if (presences) faults.push('presences: needs the privileged presence intent')
  if (!ids && query === undefined) faults.push('neither user_ids nor query')
  if (!ids && query === '') faults.push('query: all members need the privileged members intent')
  if (ids && ids.length > MOST_IDS) faults.push(`user_ids: ${ids.length}, at most ${MOST_IDS}`)
  if (nonce !== undefined && nonce.length > LONGEST_NONCE) faults.push(`nonce: more than ${LONGEST_NONCE}`)
  return faults
}

/** Returns the GUILD_MEMBERS_CHUNK in answer; undefined when there is none. Records violations. */
export function membersChunk(fake: FakeDiscord, request: MemberRequest): object | undefined {
  const faults = faultsOf(request)
  fake.violations.push(...faults.map((fault) => `member request: ${fault}`))
  const guild = fake.guilds.find(({ id }) => id === request.guild_id)
  if (faults.length > 0 || !guild?.hasBot) return undefined
  const ids = request.user_ids ?? []
  const there = ids.flatMap((id) => {
    const user = fake.users.get(id)
    const api = user && guild.memberApi(user)
    return api ? [{ id, api }] : []
  })
  const found = new Set(there.map(({ id }) => id))
  return {
    guild_id: guild.id,
    members: there.map(({ api }) => api),
    chunk_index: 0,
    chunk_count: 1,
    not_found: ids.filter((id) => !found.has(id)),
    // Discord ignores a nonce that is too long, and returns none.
    ...(request.nonce !== undefined && { nonce: request.nonce }),
  }
}
