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
  const write = (blocks: readonly Block[]) => blocks.map((block) => blockOf(block, roleHere)).join('\n')
  const text = write(blocks)
  if (!form) {
    const answer = { text, rows: rowsOf(actions), inPlace: replaces === true }
    if (!picture) return answer
    return { ...answer, text: write(besidePicture(blocks)), picture: { ...picture, textWithout: text } }
  }
  // Opens the form when it can't be shown at once.
  const open = {
    label: form.title,
    data: encodeFormStep(form.id, { kind: 'open' }),
    style: 'primary',
  } as const
  return { text, rows: rowsOf([[open]]), modal: modalOf(form), inPlace: false }
}

function blockOf(block: Block, roleHere: RoleHere): string {
  switch (block.kind) {
    case 'text':
      return markup(block.text, roleHere)
    case 'heading':
      return `**${markup(block.text, roleHere)}**`
    case 'list':
      return block.lines.map((line) => markup(line, roleHere)).join('\n')
    default:
      return block satisfies never
  }
}

function rowsOf(actions: readonly (readonly Action[])[]): Row[] {
  const all = actions.flat()
  const rows = actions.length <= MAX_ROWS ? actions : chunked(all)
  return rows.map((row) => ({
    type: ComponentType.ActionRow,
    components: row.map(({ label, data, style }) => ({
      type: ComponentType.Button,
      style: STYLES[style ?? 'plain'],
      label: cut(label, MAX_BUTTON),
      custom_id: data,
    })),
  }))
}

const STYLES = {
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const

function chunked(actions: readonly Action[]): Action[][] {
  const rows: Action[][] = []
  for (let from = 0; from < actions.length && rows.length < MAX_ROWS; from += MAX_IN_ROW)
    rows.push(actions.slice(from, from + MAX_IN_ROW))
  return rows
}

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
  const { name, kind, required, max, options = [], placeholder } = field
  const value = typeof field.value === 'string' ? field.value : ''
  const hint = placeholder !== undefined && { placeholder: cut(placeholder, MAX_ABOUT) }
  const common = { custom_id: name, required }
  switch (kind) {
    case 'choice':
    case 'flag': {
      const offered = options.slice(0, MAX_OPTIONS).map((option) => ({
        ...{ label: cut(option.label, MAX_ABOUT), value: option.value, default: option.value === value },
      }))
      const unset = field.unset !== undefined && { placeholder: cut(field.unset, MAX_ABOUT) }
      return {
        ...{ type: ComponentType.StringSelect, ...common, ...unset },
        ...{ options: offered, min_values: required ? 1 : 0 },
      }
    }
    case 'picture':
      return { type: ComponentType.FileUpload, ...common, min_values: required ? 1 : 0, max_values: 1 }
    case 'member':
    case 'people': {
      const chosen = typeof field.value === 'object' ? field.value : []
      const many = Math.min(MAX_OPTIONS, max ?? 1)
      const defaults = chosen.slice(0, many).map((each) => {
        const [type, id = ''] = each.split(':')
        return { id, type: type as 'user' | 'role' }
      })
      // Shown while no one is chosen.
      const none = options.find((option) => option.value === '')
      return {
        ...(none && { placeholder: cut(none.label, MAX_ABOUT) }),
        ...(kind === 'member'
          ? { type: ComponentType.UserSelect, max_values: 1 }
          : { type: ComponentType.MentionableSelect, max_values: many }),
        ...{ ...common, min_values: required ? 1 : 0 },
        ...(defaults.length > 0 && { default_values: defaults }),
      } as APILabelComponent['component']
    }
    default: {
      const longest = kind === 'text' ? Math.min(MAX_TYPED, max ?? MAX_TYPED) : MAX_TYPED_NUMBER
      return {
        ...{ type: ComponentType.TextInput, ...common, style: TextInputStyle.Short, max_length: longest },
        ...hint,
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
