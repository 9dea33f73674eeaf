import type {
  APIInteractionGuildMember,
  BaseInteraction,
  ModalComponentData,
  ModalSubmitInteraction,
} from 'discord.js'
import type { ChosenRole } from '../../src/app/envelopes/send-envelope.js'
import type { EnvelopeKind } from '../../src/core/envelope.js'
import { parseAmount } from '../../src/core/money.js'
import type { Person } from '../../src/core/person.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { answerToAmount, answerToSend, type Reply, shortened } from '../../src/messaging/answers.js'
import { withTimeout } from '../../src/with-timeout.js'
import { readAmountAndCount } from './amount-and-count.js'
import type { PrivateReply } from './answer.js'
import { type Asked, type GuildCommand, personIn, personOf } from './asked.js'
import type { Desk } from './desk.js'
import type { Draft } from './drafts.js'
import { memberMayWrite, missingToPost } from './permissions.js'
import { DISCORD } from './platform.js'
import { againButton, isForm, readForm, redpacketForm } from './redpacket-form.js'

const MINUTE = 60_000
/** A form has to be shown within 3 s, whatever the database does. Milliseconds. */
const PATIENCE = 1_500

type Sending = GuildCommand | ModalSubmitInteraction

/** What a sender said of an envelope, on whatever way. */
interface Wanted {
  readonly amount: string
  /** Whether `amount` is that of each share; then the shares are equal. */
  readonly each: boolean
  readonly count: number
  readonly kind: EnvelopeKind
  readonly greeting: string
  /** Milliseconds. */
  readonly lifetime?: number
  readonly chosen: readonly Person[]
  readonly roles: readonly ChosenRole[]
  readonly everywhere?: boolean
}

/** The form that asks for everything, or why there is none. `draft` is what is known already. */
export async function formFor(
  interaction: BaseInteraction,
  { place, language }: Asked,
  desk: Desk,
  draft: Partial<Draft> = {},
): Promise<ModalComponentData | Reply> {
  // Told before anybody has typed a word.
  const refusal = refuseToPost(interaction, language)
  if (refusal) return refusal
  const guild = interaction.guildId ?? ''
  const entered = desk.enter(place.chat, guild, interaction.guild?.name ?? guild)
  const community = await withTimeout(PATIENCE, entered)
  return redpacketForm(language, community?.rules, draft)
}

/** `/redpacket` with options. */
export async function redpacketTyped(
  interaction: GuildCommand,
  asked: Asked,
  desk: Desk,
): Promise<PrivateReply> {
  const { options } = interaction
  const amount = options.getString('amount')
  const chosenUser = options.getUser('for')
  const chosenRole = options.getRole('role')
  const typed = readAmountAndCount(amount ?? '')
  const countGiven = options.getInteger('count')
  const count = typed?.count ?? countGiven?.toString() ?? (chosenUser ? '1' : undefined)
  const kind = options.getString('kind')
  const words = catalogue(asked.language).discord
  const minutes = (options.getInteger('hours') ?? 0) * 60 + (options.getInteger('minutes') ?? 0)
  const draft: Draft = {
    // What contradicts itself stands in the form as it was typed into the amount.
    money: [amount, typed?.count === undefined ? countGiven : null].filter((part) => part !== null).join(' '),
    kind: kind === 'equal' ? 'equal' : 'lucky',
    greeting: options.getString('greeting') ?? '',
    users: chosenUser ? [chosenUser.id] : [],
    roles: chosenRole ? [chosenRole.id] : [],
    ...(minutes > 0 && { lifetime: minutes * MINUTE }),
    everywhere: options.getBoolean('everywhere') ?? false,
  }
  const answer = async (): Promise<Reply> => {
    if (amount === null) return { text: words.amountAndCount, tone: 'bad' }
    if (!typed) return { text: words.moneyUnread({ typed: shortened(amount) }), tone: 'bad' }
    if (count === undefined) return { text: words.amountAndCount, tone: 'bad' }
    if (countGiven !== null && countGiven !== countOf(count))
      return { text: words.twoCounts({ typed: shortened(amount), count: countGiven }), tone: 'bad' }
    if (typed.each && kind === 'lucky')
      return { text: words.eachIsEqual({ typed: shortened(amount) }), tone: 'bad' }
    if (chosenUser?.bot) return { text: words.noBots, tone: 'bad' }
    return await send(interaction, asked, desk, {
      ...draft,
      ...typed,
      count: countOf(count),
      chosen: chosenUser ? [personIn(options, 'for', chosenUser)] : [],
      roles: chosenRole ? rolesAmong([chosenRole], interaction.guildId) : [],
    })
  }
  return keepRefused(await answer(), interaction, asked, desk, draft)
}

/** What was filled into the form. */
export async function redpacketFilledIn(
  interaction: ModalSubmitInteraction<'cached' | 'raw'>,
  asked: Asked,
  desk: Desk,
): Promise<PrivateReply> {
  const { fields, customId } = interaction
  const words = catalogue(asked.language).discord
  if (!isForm(customId)) return { text: words.unknownButton, tone: 'bad' }
  const draft = readForm(interaction)
  const answer = async (): Promise<Reply> => {
    const picked = fields.getSelectedMentionables('members')
    const users = [...(picked?.users.values() ?? [])]
    if (users.some((user) => user.bot)) return { text: words.noBots, tone: 'bad' }
    // A red packet for somebody who cannot be found must not become one for everybody.
    if (draft.users.length + draft.roles.length < draft.picked) return { text: words.chosenGone, tone: 'bad' }
    const roles = rolesAmong([...(picked?.roles.values() ?? [])], interaction.guildId)
    const money = readAmountAndCount(draft.money)
    // Those who were chosen by name get a share each, unless another number was written.
    const count = money?.count ?? (users.length > 0 && roles.length === 0 ? String(users.length) : undefined)
    if (!money || count === undefined)
      return { text: words.moneyUnread({ typed: shortened(draft.money) }), tone: 'bad' }
    return await send(interaction, asked, desk, {
      ...draft,
      ...money,
      count: countOf(count),
      chosen: users.map((user) =>
        personOf(user, picked?.members.get(user.id) as APIInteractionGuildMember | undefined),
      ),
      roles,
    })
  }
  return keepRefused(await answer(), interaction, asked, desk, draft)
}

/** What is no number is refused by the core's own rule, which says what is allowed. */
function countOf(typed: string): number {
  return /^\d{1,3}$/.test(typed) ? Number(typed) : 0
}

/** A refusal comes with a button to the form as it was filled in: Discord shows a form only after a tap. */
function keepRefused(reply: Reply, { id }: Sending, asked: Asked, desk: Desk, draft: Draft): PrivateReply {
  if (reply.tone !== 'bad') return reply
  desk.drafts.keep(id, asked.by.user, draft, performance.now())
  return { ...reply, row: againButton(id, asked.language) }
}

async function send(interaction: Sending, asked: Asked, desk: Desk, wanted: Wanted): Promise<Reply> {
  const { language } = asked
  const cannotPost = refuseToPost(interaction, language)
  if (cannotPost) return cannotPost
  const guild = interaction.guildId ?? ''
  const { currency } = await desk.enter(asked.place.chat, guild, interaction.guild?.name ?? guild)
  const parsed = parseAmount(wanted.amount, currency.scale)
  if (!parsed.ok) return answerToAmount(parsed.why, wanted.amount, currency, language)
  const { each, count, greeting, lifetime, chosen, roles, everywhere } = wanted
  const outcome = await desk.app.sendEnvelope({
    key: asked.key,
    place: asked.place,
    by: asked.by,
    // The form always has a kind, so there `each` says more than what was filled in beforehand.
    kind: each ? 'equal' : wanted.kind,
    total: each ? parsed.amount * count : parsed.amount,
    count,
    greeting,
    ...(lifetime !== undefined && { lifetime }),
    ...(chosen.length > 0 && { chosen }),
    ...(roles.length > 0 && { chosenRoles: roles }),
    ...(everywhere && { everywhere }),
  })
  if (outcome.kind === 'sent') desk.receipts.keep(outcome.envelopeNo, interaction, performance.now())
  return answerToSend(outcome, language)
}

/** Chosen roles. The one that everybody has is no choice: it bears the server's own id. */
function rolesAmong(roles: readonly { id: string; name: string }[], guild: string): ChosenRole[] {
  return roles.filter(({ id }) => id !== guild).map(({ id, name }) => ({ platform: DISCORD, role: id, name }))
}

/** Says why no card may be posted here: the member may only read, or the bot lacks a permission. */
function refuseToPost(interaction: BaseInteraction, language: Language): Reply | undefined {
  const words = catalogue(language).discord
  if (!memberMayWrite(interaction)) return { text: words.readOnly, tone: 'bad' }
  const missing = missingToPost(interaction).map((name) => words.permission[name])
  return missing.length === 0
    ? undefined
    : { text: words.cannotPost({ missing: missing.join(', ') }), tone: 'bad' }
}
