import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIButtonComponentWithCustomId,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import { encodeFormStep } from '../../src/commands/framework/actions.js'
import {
  type Action,
  type Block,
  besidePicture,
  type FormField,
  type FormView,
  type Reply,
} from '../../src/commands/framework/replies/reply.js'
import type { Span, Text } from '../../src/commands/framework/replies/rich-text.js'
import { chunked } from '../../src/core/chunked.js'
import { cut } from '../../src/core/text.js'
import { DISCORD } from './decode.js'
import { markup, plain, type RoleHere } from './markup.js'

// Discord’s limits, in characters or pieces.
const MAX_LABEL = 45
const MAX_BUTTON = 80
const MAX_ABOUT = 100
const MAX_OPTIONS = 25
const MAX_FIELDS = 5
const MAX_ROWS = 5
const MAX_IN_ROW = 5
const MAX_TYPED_NUMBER = 32
const MAX_TYPED = 4_000

export type Row = APIActionRowComponent<APIButtonComponentWithCustomId>
export type Modal = APIModalInteractionResponseCallbackData

/** An answer in Discord’s format. */
export interface Answer {
  /** Markup; empty when the picture says everything. */
  readonly text: string
  readonly rows: readonly Row[]
  /** Shown instead when Discord allows it: as the first response, and not after another form. */
  readonly modal?: Modal
  /** Replaces the message whose button was tapped. */
  readonly inPlace: boolean
  readonly picture?: PictureOfAnswer
}

/** A picture, and the text of an answer that goes without it. */
export interface PictureOfAnswer extends DescribedPicture {
  readonly textWithout: string
}

const NO_ROLE: RoleHere = () => undefined

/** Returns a text-only answer. */
export function wordsOnly(text: string): Answer {
  return { text: plain(text), rows: [], inPlace: false }
}

/** Returns a reply in Discord’s format, with its picture if that was drawn. */
export function answerOf(
  { blocks, actions = [], form, replaces }: Reply,
  roleHere = NO_ROLE,
  picture?: DescribedPicture,
): Answer {
  const text = written(blocks, roleHere)
  if (!form) {
    const answer = { text, rows: rowsOf(actions), inPlace: replaces === true }
    if (!picture) return answer
    return {
      ...answer,
      text: written(besidePicture(blocks), roleHere),
      picture: { ...picture, textWithout: text },
    }
  }
  // Opens the form when it can't be shown at once.
  const open = {
    label: form.title,
    data: encodeFormStep(form.id, { kind: 'open' }),
    style: 'primary',
  } as const
  return { text, rows: rowsOf([[open]]), modal: modalOf(form), inPlace: false }
}

/** Returns blocks as markup. */
export function written(
  blocks: readonly Block[],
  roleHere: RoleHere,
  heading = (words: string) => `**${words}**`,
): string {
  const write = (text: Text) => markup(text, roleHere)
  const lines = blocks.flatMap((block) => {
    if (block.kind === 'list') return block.lines.map(write)
    return block.kind === 'heading' ? heading(write(block.text)) : write(block.text)
  })
  return lines.join('\n')
}

function rowsOf(actions: readonly (readonly Action[])[]): Row[] {
  const rows = actions.length <= MAX_ROWS ? actions : chunked(actions.flat(), MAX_IN_ROW).slice(0, MAX_ROWS)
  return rows.map((row) => ({ type: ComponentType.ActionRow, components: row.map(buttonOf) }))
}

/** Returns an action as a button. */
export function buttonOf({ label, data, style }: Action): APIButtonComponentWithCustomId {
  return {
    ...{ type: ComponentType.Button, style: STYLES[style ?? 'plain'] },
    ...{ label: cut(label, MAX_BUTTON), custom_id: data },
  }
}

const STYLES = {
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const

/** Returns a form as a modal. Discord shows five fields, so one of them may hold several arguments. */
function modalOf({ id, title, fields, joined }: FormView): Modal {
  const shown: FormField[] = []
  for (const field of fields)
    if (!joined?.of.includes(field.name)) shown.push(field)
    else if (!shown.includes(joined)) shown.push(joined)
  return {
    custom_id: encodeFormStep(id, { kind: 'open' }),
    title: cut(title, MAX_LABEL),
    components: shown.slice(0, MAX_FIELDS).map(labelled),
  }
}

function labelled(field: FormField): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: cut(field.label, MAX_LABEL),
    ...(field.hint !== undefined && { description: cut(field.hint, MAX_ABOUT) }),
    component: inputOf(field),
  }
}

function inputOf(field: FormField): APILabelComponent['component'] {
  const { name, kind, required, max, options = [] } = field
  const value = typeof field.value === 'string' ? field.value : ''
  const shown = (placeholder: string | undefined) =>
    placeholder !== undefined && { placeholder: cut(placeholder, MAX_ABOUT) }
  const common = { custom_id: name, required }
  const least = { min_values: required ? 1 : 0 }
  switch (kind) {
    case 'choice':
    case 'flag': {
      const offered = options.slice(0, MAX_OPTIONS).map((option) => ({
        ...{ label: cut(option.label, MAX_ABOUT), value: option.value, default: option.value === value },
      }))
      return {
        ...{ type: ComponentType.StringSelect, ...common, ...shown(field.unset) },
        ...{ options: offered, ...least },
      }
    }
    case 'picture':
      return { type: ComponentType.FileUpload, ...common, ...least, max_values: 1 }
    case 'member':
    case 'people': {
      const chosen = typeof field.value === 'object' ? field.value : []
      const many = Math.min(MAX_OPTIONS, max ?? 1)
      const defaults = chosen.slice(0, many).map((each) => {
        const [type, id = ''] = each.split(':')
        return { id, type: type as 'user' | 'role' }
      })
      return {
        // Shown while no one is chosen.
        ...shown(options.find((option) => option.value === '')?.label),
        ...(kind === 'member'
          ? { type: ComponentType.UserSelect, max_values: 1 }
          : { type: ComponentType.MentionableSelect, max_values: many }),
        ...{ ...common, ...least },
        ...(defaults.length > 0 && { default_values: defaults }),
      } as APILabelComponent['component']
    }
    default: {
      const longest = kind === 'text' ? Math.min(MAX_TYPED, max ?? MAX_TYPED) : MAX_TYPED_NUMBER
      return {
        ...{ type: ComponentType.TextInput, ...common, style: TextInputStyle.Short, max_length: longest },
        ...shown(field.placeholder),
        ...(value !== '' && { value: cut(value, longest) }),
      }
    }
  }
}

/** Returns a channel message and the users and roles that it may ping: only those mentioned in it. */
export function aloudOf(
  text: Text,
  roleHere: RoleHere,
): { content: string; pings: Pick<APIAllowedMentions, 'users' | 'roles'> } {
  const spans: readonly Span[] = typeof text === 'string' ? [] : text
  const users = new Set<string>()
  const roles = new Set<string>()
  for (const span of spans) {
    if (typeof span === 'string') continue
    if ('mention' in span && span.mention.platform === DISCORD) users.add(span.mention.user)
    if ('role' in span && roleHere(span.role.role)?.mentionable) roles.add(span.role.role)
  }
  return { content: markup(text, roleHere), pings: { users: [...users], roles: [...roles] } }
}
