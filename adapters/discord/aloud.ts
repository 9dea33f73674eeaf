import type { Role } from 'discord.js'
import type { DeductOutcome, OneOfManyOutcome } from '../../src/app/wallets/admin-moves.js'
import type { TransferOutcome } from '../../src/app/wallets/transfer.js'
import type { Community } from '../../src/core/community.js'
import type { Person } from '../../src/core/person.js'
import { plainName } from '../../src/core/text.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import { aloudOfTransfer } from '../../src/messaging/answers.js'
import type { Announcement } from './announce.js'
import type { PrivateReply } from './answer.js'
import type { Asked, GuildCommand } from './asked.js'
import { mentionOf, roleMentionOf } from './markup.js'
import { memberMayWrite, missingToPost } from './permissions.js'

/** So many people are pinged by one top-up. More are told by their role, if every member may ping that. */
const MOST_PINGED = 20

/** The text that a channel reads, and the people and roles that it pings. */
type Said = Pick<Announcement, 'text' | 'pings'>

export type ChosenRole = Pick<Role, 'id' | 'name' | 'mentionable'>

/** A private reply with what the whole channel is told, unless the command was given quietly. */
export function withAnnouncement(
  reply: PrivateReply,
  said: Said | undefined,
  interaction: GuildCommand,
  { place, by, language }: Asked,
): PrivateReply {
  if (!said || interaction.options.getBoolean('quiet')) return reply
  if (!memberMayWrite(interaction))
    return { ...reply, text: `${reply.text}\n${catalogue(language).discord.onlyYouSeeReadOnly}` }
  if (missingToPost(interaction).length > 0)
    return { ...reply, text: `${reply.text}\n${catalogue(language).discord.onlyYouSee}` }
  return {
    ...reply,
    announcement: { channel: place.chat, by: by.user, interaction: interaction.id, ...said },
  }
}

/** Returns the announcement of a transfer; undefined when nothing moved. */
export function saidOfTransfer(
  outcome: TransferOutcome,
  to: Person,
  asked: Asked,
  community: Community,
): Said | undefined {
  if (outcome.kind !== 'transferred') return undefined
  const words = aloudOfTransfer(
    { ...outcome, name: mentionOf(to.user) },
    plainName(asked.by.name),
    languageIn(community, asked),
  )
  return words && { text: words.text, pings: { users: [to.user], roles: [] } }
}

/** Returns the announcement of a deduction; undefined when nothing moved. */
export function saidOfDeduction(
  outcome: DeductOutcome,
  from: Person,
  asked: Asked,
  community: Community,
): Said | undefined {
  if (outcome.kind !== 'deducted') return undefined
  const language = languageIn(community, asked)
  const { reason } = outcome
  const amount = money(outcome.amount, outcome.currency, language)
  const [actor, name] = [plainName(asked.by.name), mentionOf(from.user)]
  const text = catalogue(language).discord.deductedBy({ actor, name, amount, reason })
  return { text, pings: { users: [from.user], roles: [] } }
}

/**
 * Returns the announcement of a top-up, in one message; undefined when nobody got anything. `outcomes` has one for
 * each of `to`. Everybody who got something is pinged; when they are too many, the role that brought them is.
 */
export function saidOfTopUps(
  outcomes: readonly OneOfManyOutcome[],
  to: readonly Person[],
  role: ChosenRole | null,
  asked: Asked,
  community: Community,
): Said | undefined {
  const paid = to.filter((_, index) => outcomes[index]?.kind === 'topped_up')
  const first = outcomes.find((outcome) => outcome.kind === 'topped_up')
  if (!first) return undefined
  const language = languageIn(community, asked)
  const words = catalogue(language).discord
  const { reason } = first
  const amount = money(first.amount, first.currency, language)
  const actor = plainName(asked.by.name)
  const users = paid.length <= MOST_PINGED ? paid.map(({ user }) => user) : []
  if (paid.length === 1 && users[0] !== undefined)
    return {
      text: words.toppedUpBy({ actor, name: mentionOf(users[0]), amount, reason }),
      pings: { users, roles: [] },
    }
  const roles = users.length === 0 && role?.mentionable ? [role.id] : []
  const names = users.length > 0 ? users.map(mentionOf).join(', ') : role ? nameOf(role) : ''
  return {
    text: words.toppedUpManyBy({ actor, people: paid.length, names, amount, reason }),
    pings: { users, roles },
  }
}

function nameOf({ id, name, mentionable }: ChosenRole): string {
  return mentionable ? roleMentionOf(id) : `@${plainName(name.replace(/^@/, ''))}`
}

/** A channel is spoken to in the language of its cards, or as the person who asks speaks until one is chosen. */
function languageIn(community: Community, asked: Asked) {
  return community.language ?? asked.language
}
