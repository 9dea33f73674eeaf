import type { OneOfManyOutcome } from '../../src/app/wallets/admin-moves.js'
import type { Community } from '../../src/core/community.js'
import { parseAmount } from '../../src/core/money.js'
import type { Person } from '../../src/core/person.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { answerToAdminMove, answerToAmount, answerToTopUps, type Reply } from '../../src/messaging/answers.js'
import { type ChosenRole, saidOfTopUps, withAnnouncement } from './aloud.js'
import type { PrivateReply } from './answer.js'
import { type Asked, type GuildCommand, personIn, personOf } from './asked.js'
import type { Desk } from './desk.js'
import { membersWithRole } from './members-with-role.js'

/** So many people at most are looked through for a role, and so many get money by one command. */
const MOST_KNOWN = 5_000
const MOST_PEOPLE = 1_000

type RoleFound = { people: readonly Person[] } | { refusal: Reply }

/**
 * `/topup` for up to three members and all with a role: all of them or, when something goes wrong, nobody.
 */
export async function topUp(
  interaction: GuildCommand,
  asked: Asked,
  desk: Desk,
  community: Community,
): Promise<PrivateReply> {
  const { options } = interaction
  const { place, by, language, key, platformAdmin } = asked
  const words = catalogue(language).discord
  const people = new Map<string, Person>()
  for (const option of ['member', 'also', 'and']) {
    const user = options.getUser(option)
    if (user?.bot) return { text: words.noBots, tone: 'bad' }
    if (user) people.set(user.id, personIn(options, option, user))
  }
  const role: ChosenRole | null = options.getRole('role')
  if (people.size === 0 && !role) return { text: words.memberOrRole, tone: 'bad' }
  const typed = options.getString('amount', true)
  const { currency } = community
  const parsed = parseAmount(typed, currency.scale)
  if (!parsed.ok) return answerToAmount(parsed.why, typed, currency, language)
  if (role) {
    const found = await peopleWithRole(interaction, asked, desk, role)
    if ('refusal' in found) return found.refusal
    for (const person of found.people) people.set(person.user, person)
    if (people.size === 0) return { text: words.nobodyWithRole({ role: role.name }), tone: 'bad' }
    if (people.size > MOST_PEOPLE) return { text: words.tooManyForRole({ max: MOST_PEOPLE }), tone: 'bad' }
  }
  const reason = options.getString('reason', true)
  const { amount } = parsed
  const to = [...people.values()]
  const { outcomes } = await desk.app.topUpMany({ place, by, key, platformAdmin, to, amount, reason })
  const said = saidOfTopUps(outcomes, to, role, asked, community)
  return withAnnouncement(replyTo(outcomes, role !== null, language), said, interaction, asked)
}

function replyTo(outcomes: readonly OneOfManyOutcome[], byRole: boolean, language: Language): Reply {
  const [only] = outcomes
  if (!byRole && outcomes.length === 1 && only) return answerToAdminMove(only, language)
  const reply = answerToTopUps(outcomes, language)
  if (!byRole || reply.tone === 'bad') return reply
  return { ...reply, text: `${reply.text}\n${catalogue(language).discord.roleUnreached}` }
}

/** Asks Discord who has a role, but only for somebody who may top up. */
async function peopleWithRole(
  { guild, id }: GuildCommand,
  { place, by, language, platformAdmin }: Asked,
  { app, log }: Desk,
  role: ChosenRole,
): Promise<RoleFound> {
  const words = catalogue(language).discord
  const known = await app.knownUsers({ place, by, platformAdmin, max: MOST_KNOWN })
  switch (known.kind) {
    case 'known_users':
      try {
        if (!guild) throw new Error('the server is not known to the gateway')
        const members = await membersWithRole(guild, role.id, known.users)
        return { people: members.map((member) => personOf(member.user, member)) }
      } catch (error) {
        log.warn({ err: error, interaction: id }, 'Discord did not say who has a role')
        return { refusal: { text: words.roleUnanswered, tone: 'bad' } }
      }
    case 'too_many_known':
      return { refusal: { text: words.tooManyKnown(known), tone: 'bad' } }
    case 'not_admin':
    case 'unknown_chat':
      return { refusal: answerToAdminMove(known, language) }
    default:
      return known satisfies never
  }
}
