import { commonWords } from '../commands/common-words.js'
import { encodeFormStep } from '../commands/framework/actions.js'
import type { Action, FormField, FormView, Post } from '../commands/framework/replies/reply.js'
import { code, fill, quote, type Text } from '../commands/framework/replies/rich-text.js'
import { writeLine } from '../commands/framework/replies/write-line.js'
import { list, listComma } from '../i18n/format.js'
import type { Language } from '../i18n/language.js'
import { chatWords } from './chat-words.js'

const MAX_IN_ROW = 3
/** Characters that fit legibly on one row of buttons. */
const MAX_LETTERS = 28
/** A field with more options, or with more characters than fit on two rows, gets a single button that opens them. */
const MAX_INLINE = 6
const MAX_INLINE_LETTERS = 2 * MAX_LETTERS
/** Maximum characters, and people, of a value that are shown. */
const MAX_SHOWN = 60
const MAX_NAMES = 3
/** Stands for a value that others must not see. */
const HIDDEN = '••••'

/** Renders a form as a message, its values and buttons to change them, for platforms without native forms. */
export function formPost(view: FormView, language: Language): Post {
  if (view.asksOnly && view.focus !== undefined) return questionPost(view, language)
  const hint = fill(chatWords[language].formHint, { example: code(lineOf(view)) })
  const asked = askOf(view, language)
  const values = valuesOf(view, language).map(([label, value]): Text => [label, quote(value)])
  const opened = view.fields.find((field) => field.name === view.focus && isOpened(field))
  const lines = [...values, asked ?? (opened ? titled(opened.label, language).trim() : hint)]
  return {
    blocks: [
      { kind: 'heading', text: view.title },
      { kind: 'list', lines },
    ],
    actions: rowsOf(view, language),
  }
}

/** Asks for the one thing that is missing. */
function questionPost(view: FormView, language: Language): Post {
  const hint = view.fields.find(({ name }) => name === view.focus)?.hint
  return {
    blocks: [
      { kind: 'heading', text: view.title },
      { kind: 'text', text: hint ?? askOf(view, language) ?? '' },
    ],
    actions: [[{ label: view.close, data: encodeFormStep(view.id, { kind: 'close' }) }]],
  }
}

/** Returns the toast for a tap on a form: the prompt for a value, or the form's new state. */
export function formToast(
  view: FormView,
  language: Language,
): { readonly text: string; readonly asks: boolean } {
  const asked = askOf(view, language)
  const values = valuesOf(view, language).map((line) => line.join(''))
  return { text: asked ?? values.join('\n'), asks: asked !== undefined }
}

/** Returns whether its options are behind a button. The further ones all are, because those don't say what they are for. */
const isOpened = ({ options = [], further, kind }: FormField) =>
  (further && kind === 'choice') ||
  options.length > MAX_INLINE ||
  options.reduce((letters, { label }) => letters + label.length, 0) > MAX_INLINE_LETTERS
const isWritten = ({ kind }: FormField) => kind !== 'choice' && kind !== 'flag'

function askOf({ fields, focus }: FormView, language: Language): string | undefined {
  const field = fields.find(({ name }) => name === focus)
  if (!field || isOpened(field)) return undefined
  const { replyMentioning, replyWith, sendPrivately } = commonWords[language]
  const { kind, label, hint } = field
  const reply = field.secret ? sendPrivately : replyWith
  const ask = kind === 'people' || kind === 'member' ? replyMentioning({ label }) : reply({ label })
  return hint === undefined ? ask : `${hint}\n${ask}`
}

/** Lists the label and value of each field that has or needs one, and the cost where these don't say it. */
function valuesOf({ fields, total }: FormView, language: Language): (readonly [string, string])[] {
  const { unfilled, total: label } = commonWords[language]
  const values = fields.flatMap((field) => {
    const isOff = field.kind === 'flag' && field.value !== 'yes'
    const shown = isOff ? '' : shownValue(field, language) || (field.required ? unfilled : '')
    return shown === '' ? [] : [[titled(field.label, language), shown] as const]
  })
  return total === undefined ? values : [...values, [titled(label, language), total]]
}

/** Formats a label in front of a value, without a colon after a question. */
function titled(label: string, language: Language): string {
  if (language !== 'en') return /[？?]$/.test(label) ? label : `${label}：`
  return label.endsWith('?') ? `${label} ` : `${label}: `
}

/** Returns a field's value in words; empty when there is none. */
function shownValue(
  { value, shown: written, names = [], options = [], secret }: FormField,
  language: Language,
): string {
  if (secret) return value === undefined || value.length === 0 ? '' : HIDDEN
  if (written !== undefined) return written
  if (typeof value === 'string') {
    const label = options.find((option) => option.value === value)?.label ?? value
    const letters = [...label]
    return letters.length > MAX_SHOWN ? `${letters.slice(0, MAX_SHOWN).join('')}…` : label
  }
  const more = names.length - MAX_NAMES
  const shown = list(names.slice(0, MAX_NAMES), language)
  return more > 0 ? `${shown}${listComma(language)}${chatWords[language].moreNames({ count: more })}` : shown
}

/** The equivalent typed line; missing values are examples. */
function lineOf(view: FormView): string {
  const typed = ({ names, value, required, placeholder, secret }: FormField) =>
    names ?? (secret ? undefined : value) ?? (required ? placeholder : undefined)
  return writeLine(view, Object.fromEntries(view.fields.map((field) => [field.name, typed(field)])))
}

function rowsOf(view: FormView, language: Language): Action[][] {
  const { id, fields, focus, more, atMore } = view
  const opened = fields.findIndex((field) => field.name === focus && isOpened(field))
  if (opened >= 0) {
    const back = encodeFormStep(id, { kind: fields[opened]?.further ? 'more' : 'open' })
    return [...packed(optionsOf(view, opened)), [{ label: commonWords[language].back, data: back }]]
  }
  const rows: Action[][] = []
  const others: Action[] = []
  for (const [index, field] of fields.entries()) {
    if ((field.further ?? false) !== (atMore ?? false)) continue
    const { kind } = field
    const inline = !isOpened(field) && kind !== 'people' && kind !== 'member' && kind !== 'flag'
    if (inline && field.options) rows.push(...packed(optionsOf(view, index)))
    const other = otherButton(view, index, language)
    if (other) others.push(other)
  }
  if (atMore) {
    const back = { label: commonWords[language].back, data: encodeFormStep(id, { kind: 'open' }) }
    return [...rows, ...packed(others), [back]]
  }
  if (more !== undefined) {
    const label = commonWords[language].otherValue({ label: more })
    others.push({ label, data: encodeFormStep(id, { kind: 'more' }) })
  }
  return [
    ...rows,
    ...packed(others),
    [
      { label: view.submit, data: encodeFormStep(id, { kind: 'submit' }), style: 'primary' },
      { label: view.close, data: encodeFormStep(id, { kind: 'close' }) },
    ],
  ]
}

/**
 * Returns a button for each option of a field, the chosen one ticked; for optional fields, the last one clears the
 * choice.
 */
function optionsOf(view: FormView, index: number): Action[] {
  const { kind, value, options = [], required, unset } = view.fields[index] as FormField
  const of = kind === 'whole' ? '×' : ''
  const buttons = options.map((option, position) =>
    picking(view, index, position, `${of}${option.label}`, option.value === value),
  )
  if (!required && unset !== undefined)
    buttons.push(picking(view, index, options.length, unset, value === undefined))
  return buttons
}

/** Returns the button for values outside the options: a text, people, another number, or the options themselves. */
function otherButton(view: FormView, index: number, language: Language): Action | undefined {
  const field = view.fields[index] as FormField
  const { label, value, options = [], required, unset } = field
  const shown = shownValue(field, language)
  if (isOpened(field)) {
    const now = shown === '' ? unset : shown
    return picking(
      view,
      index,
      undefined,
      now === undefined ? label : `${titled(label, language)}${now}`,
      false,
    )
  }
  // Yes and no: a button that turns it on and off.
  if (field.kind === 'flag') return picking(view, index, value === 'yes' ? 1 : 0, label, value === 'yes')
  if (!isWritten(field)) return undefined
  const own = shown !== '' && !options.some((option) => option.value === value)
  if (field.kind === 'amount' || field.kind === 'whole') {
    const other = commonWords[language].otherValue({ label })
    return picking(view, index, undefined, own ? `${titled(label, language)}${shown}` : other, own)
  }
  // An optional value is cleared by the button that asked for it.
  return picking(view, index, own && !required ? options.length : undefined, label, own)
}

function picking(
  { id }: FormView,
  field: number,
  option: number | undefined,
  label: string,
  chosen: boolean,
): Action {
  const step =
    option === undefined ? ({ kind: 'pick', field } as const) : ({ kind: 'pick', field, option } as const)
  return { label: chosen ? `✓ ${label}` : label, data: encodeFormStep(id, step) }
}

/** Packs buttons into rows so that their labels stay legible. */
function packed(buttons: readonly Action[]): Action[][] {
  const rows: Action[][] = []
  let letters = 0
  for (const button of buttons) {
    const row = rows.at(-1)
    const { length } = button.label
    if (row && row.length < MAX_IN_ROW && letters + length <= MAX_LETTERS) row.push(button)
    else {
      rows.push([button])
      letters = 0
    }
    letters += length
  }
  return rows
}
