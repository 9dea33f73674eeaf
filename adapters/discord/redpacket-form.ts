import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
  type ModalComponentData,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js'
import {
  DEFAULT_RULES,
  type EnvelopeKind,
  type EnvelopeRules,
  MAX_CHOSEN,
  MAX_GREETING,
} from '../../src/core/envelope.js'
import { catalogue, type Language } from '../../src/i18n/catalogue.js'
import { duration } from '../../src/i18n/format.js'
import type { Draft } from './drafts.js'

/** The form's custom id; a form for all linked chats, for which there is no field left, has another. */
const FORM = 'redpacket'
const FORM_EVERYWHERE = 'redpacket:everywhere'
const AGAIN = 'again:'

const HOUR = 3_600_000
/** The times that are offered, as far as the community allows them, besides its own. Milliseconds. */
const LIFETIMES = [HOUR / 12, HOUR / 2, HOUR, 8 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR]

type Times = Pick<EnvelopeRules, 'minLifetime' | 'maxLifetime' | 'defaultLifetime'>

/**
 * The form that asks for everything. Discord takes five fields, so the amount and the number of shares stand in
 * one. `draft` is what is filled in beforehand.
 */
export function redpacketForm(
  language: Language,
  times: Times = DEFAULT_RULES,
  draft: Partial<Draft> = {},
): ModalComponentData {
  const { discord, card } = catalogue(language)
  const words = discord.modal
  const { money, kind: wanted = 'lucky', greeting, users = [], roles = [], everywhere } = draft
  const kind = (value: EnvelopeKind) => ({ label: card.kind[value], value, default: value === wanted })
  const chosen = [
    ...users.map((id) => ({ id, type: 'user' as const })),
    ...roles.map((id) => ({ id, type: 'role' as const })),
  ].slice(0, MAX_CHOSEN)
  return {
    customId: everywhere ? FORM_EVERYWHERE : FORM,
    title: everywhere ? words.titleEverywhere : words.title,
    components: [
      label(
        words.money,
        {
          type: ComponentType.TextInput,
          customId: 'money',
          style: TextInputStyle.Short,
          maxLength: 48,
          placeholder: '88 8',
          ...(money && { value: money }),
          required: true,
        },
        words.moneyHint,
      ),
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
        ...(greeting && { value: greeting }),
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
          ...(chosen.length > 0 && { defaultValues: chosen }),
        },
        words.membersHint,
      ),
      label(words.lifetime, {
        type: ComponentType.StringSelect,
        customId: 'lifetime',
        options: lifetimes(times, draft.lifetime).map((time) => ({
          label: duration(time, language),
          value: String(time),
          default: time === (draft.lifetime ?? times.defaultLifetime),
        })),
      }),
    ],
  } as ModalComponentData
}

/** The times to choose from, the shortest first; what was chosen before is always among them. */
function lifetimes({ minLifetime, maxLifetime, defaultLifetime }: Times, chosen?: number): number[] {
  const allowed = LIFETIMES.filter((time) => time >= minLifetime && time <= maxLifetime)
  return [...new Set([...allowed, defaultLifetime, chosen ?? defaultLifetime])].sort((a, b) => a - b)
}

function label(text: string, component: object, description?: string) {
  return { type: ComponentType.Label, label: text, ...(description && { description }), component }
}

/** Whether a custom id is that of a form to send a red packet. */
export function isForm(customId: string): boolean {
  return customId === FORM || customId === FORM_EVERYWHERE
}

/**
 * What was filled in, and how many were picked, also of those whom Discord no longer knows. A form that somebody
 * else made lacks fields, and then this throws.
 */
export function readForm({ customId, fields }: ModalSubmitInteraction): Draft & { readonly picked: number } {
  const picked = fields.getSelectedMentionables('members')
  const members = fields.getField('members')
  const [lifetime = ''] = fields.getStringSelectValues('lifetime')
  return {
    money: fields.getTextInputValue('money'),
    kind: fields.getStringSelectValues('kind')[0] === 'equal' ? 'equal' : 'lucky',
    greeting: fields.getTextInputValue('greeting'),
    users: [...(picked?.users.keys() ?? [])],
    roles: [...(picked?.roles.keys() ?? [])],
    picked: 'values' in members ? members.values.length : 0,
    ...(/^\d{1,12}$/.test(lifetime) && { lifetime: Number(lifetime) }),
    everywhere: customId === FORM_EVERYWHERE,
  }
}

/** A button that opens the form again with what was filled in, by the id of the interaction. */
export function againButton(
  id: string,
  language: Language,
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const { formAgain } = catalogue(language).discord
  const button = { type: ComponentType.Button as const, style: ButtonStyle.Primary as const }
  return {
    type: ComponentType.ActionRow,
    components: [{ ...button, label: formAgain, custom_id: `${AGAIN}${id}` }],
  }
}

/** The id of the interaction whose form a button opens again; undefined when it is another button. */
export function readAgainButton(customId: string): string | undefined {
  return customId.startsWith(AGAIN) ? customId.slice(AGAIN.length) : undefined
}
