import {
  type APIInteractionGuildMember,
  ComponentType,
  type ModalComponentData,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  TextInputStyle,
} from 'discord.js'
import type { Person } from '../../src/app/command.js'
import type { ChosenRole } from '../../src/app/send-envelope.js'
import { type EnvelopeKind, MAX_CHOSEN, MAX_GREETING } from '../../src/core/envelope.js'
import { parseAmount } from '../../src/core/money.js'
import { foldFullWidth } from '../../src/core/text.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { answerToAmount, answerToSend, type Reply } from '../../src/messaging/answers.js'
import { type Asked, type GuildCommand, personIn, personOf } from './asked.js'
import type { Desk } from './desk.js'
import { DISCORD } from './platform.js'

const HOUR = 3_600_000
/** The form's custom id. */
const FORM = 'redpacket'

type Sending = GuildCommand | ModalSubmitInteraction

/** What a sender said of an envelope, on whatever way. */
interface Wanted {
  readonly amount: string
  readonly count: number
  readonly kind: EnvelopeKind
  readonly greeting: string
  readonly hours?: number
  readonly chosen: readonly Person[]
  readonly roles: readonly ChosenRole[]
}

/** `/redpacket` with options. */
export async function redpacketTyped(interaction: GuildCommand, asked: Asked, desk: Desk): Promise<Reply> {
  const { options } = interaction
  const amount = options.getString('amount')
  const chosenUser = options.getUser('for')
  const chosenRole = options.getRole('role')
  const count = options.getInteger('count') ?? (chosenUser ? 1 : null)
  const words = catalogue(asked.language).discord
  if (amount === null || count === null) return { text: words.amountAndCount, tone: 'bad' }
  if (chosenUser?.bot) return { text: words.noBots, tone: 'bad' }
  const hours = options.getInteger('hours')
  return send(interaction, asked, desk, {
    amount,
    count,
    kind: options.getString('kind') === 'equal' ? 'equal' : 'lucky',
    greeting: options.getString('greeting') ?? '',
    ...(hours !== null && { hours }),
    chosen: chosenUser ? [personIn(options, 'for', chosenUser)] : [],
    roles: chosenRole ? rolesAmong([chosenRole], interaction.guildId) : [],
  })
}

/** The form that asks for everything; `chosen` is who is to get it, when that is known already. */
export function redpacketForm(language: Language, chosen?: string): ModalComponentData {
  const { discord, card } = catalogue(language)
  const words = discord.modal
  const kind = (value: EnvelopeKind) => ({ label: card.kind[value], value, default: value === 'lucky' })
  return {
    customId: FORM,
    title: words.title,
    components: [
      label(words.amount, {
        type: ComponentType.TextInput,
        customId: 'amount',
        style: TextInputStyle.Short,
        maxLength: 32,
        placeholder: '88.88',
        required: true,
      }),
      label(words.count, {
        type: ComponentType.TextInput,
        customId: 'count',
        style: TextInputStyle.Short,
        maxLength: 3,
        ...(chosen ? { value: '1' } : { placeholder: '8' }),
        required: true,
      }),
      label(words.kind, {
        type: ComponentType.StringSelect,
        customId: 'kind',
        options: [kind('lucky'), kind('equal')],
      }),
      label(words.greeting, {
        type: ComponentType.TextInput,
        customId: 'greeting',
        style: TextInputStyle.Short,
        maxLength: MAX_GREETING,
        required: false,
      }),
      label(
        words.members,
        {
          type: ComponentType.MentionableSelect,
          customId: 'members',
          minValues: 0,
          maxValues: MAX_CHOSEN,
          required: false,
          ...(chosen && { defaultValues: [{ id: chosen, type: 'user' }] }),
        },
        words.membersHint,
      ),
    ],
  } as ModalComponentData
}

function label(text: string, component: object, description?: string) {
  return { type: ComponentType.Label, label: text, ...(description && { description }), component }
}

/** What was filled into the form. */
export async function redpacketFilledIn(
  interaction: ModalSubmitInteraction<'cached' | 'raw'>,
  asked: Asked,
  desk: Desk,
): Promise<Reply> {
  const { fields, customId } = interaction
  if (customId !== FORM) return { text: catalogue(asked.language).discord.unknownButton, tone: 'bad' }
  const picked = fields.getSelectedMentionables('members')
  const users = [...(picked?.users.values() ?? [])]
  if (users.some((user) => user.bot)) return { text: catalogue(asked.language).discord.noBots, tone: 'bad' }
  const typed = foldFullWidth(fields.getTextInputValue('count')).trim()
  return send(interaction, asked, desk, {
    amount: fields.getTextInputValue('amount'),
    // What is no number is refused by the core's own rule, which says what is allowed.
    count: /^\d{1,3}$/.test(typed) ? Number(typed) : 0,
    kind: fields.getStringSelectValues('kind')[0] === 'equal' ? 'equal' : 'lucky',
    greeting: fields.getTextInputValue('greeting'),
    chosen: users.map((user) =>
      personOf(user, picked?.members.get(user.id) as APIInteractionGuildMember | undefined),
    ),
    roles: rolesAmong([...(picked?.roles.values() ?? [])], interaction.guildId),
  })
}

async function send(interaction: Sending, asked: Asked, desk: Desk, wanted: Wanted): Promise<Reply> {
  const { language } = asked
  const missing = missingPermissions(interaction, language)
  if (missing.length > 0) {
    const text = catalogue(language).discord.cannotPost({ missing: missing.join(', ') })
    return { text, tone: 'bad' }
  }
  const guild = interaction.guildId ?? ''
  const currency = await desk.enter(asked.place.chat, guild, interaction.guild?.name ?? guild)
  const parsed = parseAmount(wanted.amount, currency.scale)
  if (!parsed.ok) return answerToAmount(parsed.why, wanted.amount, currency, language)
  const { count, kind, greeting, hours, chosen, roles } = wanted
  const outcome = await desk.app.sendEnvelope({
    key: asked.key,
    place: asked.place,
    by: asked.by,
    kind,
    total: parsed.amount,
    count,
    greeting,
    ...(hours !== undefined && { lifetime: hours * HOUR }),
    ...(chosen.length > 0 && { chosen }),
    ...(roles.length > 0 && { chosenRoles: roles }),
  })
  if (outcome.kind === 'sent') desk.receipts.keep(outcome.envelopeNo, interaction, performance.now())
  return answerToSend(outcome, language)
}

/** Chosen roles. The one that everybody has is no choice: it bears the server's own id. */
function rolesAmong(roles: readonly { id: string; name: string }[], guild: string): ChosenRole[] {
  return roles.filter(({ id }) => id !== guild).map(({ id, name }) => ({ platform: DISCORD, role: id, name }))
}

/** What the bot needs to post the card here and to edit it a day later, and has not. */
function missingPermissions(interaction: Sending, language: Language): string[] {
  const words = catalogue(language).discord.permission
  const needed = [
    'ViewChannel' as const,
    interaction.channel?.isThread() ? ('SendMessagesInThreads' as const) : ('SendMessages' as const),
  ]
  return needed
    .filter((name) => !interaction.appPermissions.has(PermissionFlagsBits[name]))
    .map((name) => words[name])
}
