import { useEffect, useRef, useState } from 'preact/hooks'
import { costOf } from '../../../src/commands/framework/forms/form-cost.js'
import type { FormField, FormView } from '../../../src/commands/framework/replies/reply.js'
import { type FormValues, writeLine } from '../../../src/commands/framework/replies/write-line.js'
import type { Theme } from '../../../src/core/festivals.js'
import { formatAmount, parseAmount } from '../../../src/core/money.js'
import type { Fill } from '../wire.js'
import { dataUrlOf } from './data-url.js'
import { PICTURES } from './festivals.js'
import { type Page, usePage } from './page.js'

type Value = string | readonly string[]
type Values = Readonly<Record<string, Value>>

/** Up to this many options are shown side by side. */
const MOST_RADIOS = 3

/** Asks for a command's arguments and sends them; the fields come with the form, and the server enforces the rules. */
export function FormDialog({ form: opened, onClose }: { form: FormView; onClose: () => void }) {
  const page = usePage()
  const { model, actor, words, language, money, fill, reopen, say } = page
  const dialog = useRef<HTMLDialogElement>(null)
  const [form, setForm] = useState(opened)
  const [values, setValues] = useState<Values>(() => valuesOf(opened))
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const set = (name: string, value: Value) => {
    setValues((before) => ({ ...before, [name]: value }))
    setRefusal('')
  }

  useEffect(() => dialog.current?.showModal(), [])

  const total = (form.cost && costOf(form.cost, values, model.currency.scale)) ?? 0
  const balance = model.balances[actor.user] ?? 0
  const missing = total - balance
  const admin = model.actors.find((member) => member.admin)
  const problems = form.fields.map((field) => problemOf(field, values[field.name], page))
  // Nothing is wrong with a form that was only just opened.
  const isBegun = form.fields.some(({ name, required }) => required && values[name])
  const complete = problems.every((problem) => problem === undefined)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (!complete || busy) return
    setBusy(true)
    // The form's id makes it one request, however often it is sent.
    const answer = await fill(actor, form.id, given(form, values))
    setBusy(false)
    if (answer?.form) setForm(answer.form)
    else if (answer?.message?.kind === 'private' && answer.message.tone !== 'bad') dialog.current?.close()
    else setRefusal(answer?.message?.kind === 'private' ? answer.message.text : words.unsent)
    if (answer?.outcome !== 'form_expired') return
    const renewed = await reopen(form)
    if (renewed) setForm(renewed)
  }
  const askAdmin = () => {
    if (!admin) return
    const amount = formatAmount(missing, model.currency.scale)
    const text =
      language === 'zh'
        ? `/充值 @${actor.name} ${amount} 零花钱`
        : `/topup @${actor.name} ${amount} pocket money`
    void say(admin, crypto.randomUUID(), text)
  }

  // Only as the form opens: afterwards the visitor opens and closes it.
  const [opensMore] = useState(() =>
    opened.fields.some((field) => isBehindMore(opened, field) && isSet(field)),
  )
  const festival = Object.values(values).find(isTheme) ?? form.today ?? 'classic'
  return (
    <dialog
      class="send-dialog"
      ref={dialog}
      onClose={onClose}
      aria-labelledby="form-title"
      data-testid="send-dialog"
    >
      <form onSubmit={(event) => void submit(event)}>
        <header class="dialog-head" data-festival={festival}>
          <span class="card-picture" aria-hidden="true">
            {PICTURES[festival]}
          </span>
          <h2 id="form-title">{form.title}</h2>
          {form.cost && <p>{words.dialog.wallet(actor.name, money(balance))}</p>}
        </header>
        <div class="dialog-body">
          <Fields fields={fieldsInFront(form)} values={values} set={set} />
          {form.more !== undefined && (
            <details class="further" open={opensMore} data-testid="more">
              <summary>{form.more}</summary>
              <div class="further-fields">
                <Fields
                  fields={form.fields.filter((field) => isBehindMore(form, field))}
                  values={values}
                  set={set}
                />
              </div>
            </details>
          )}
          <p class={isBegun ? 'problem' : 'hint'} id="form-problem" role="status">
            {problems.find((problem) => problem) ||
              (form.cost && missing > 0 && words.dialog.tooLittle(actor.name))}
            {form.cost && complete && missing > 0 && admin && (
              <button type="button" class="quiet" data-testid="ask-admin" onClick={askAdmin}>
                {words.dialog.topUp(money(missing))}
              </button>
            )}
          </p>
          {!form.asksOnly && (
            <p class="command-line">
              <span class="command-label">{words.dialog.willSay}</span>
              <code data-testid="command-line">{writeLine(form, named(form, values, page))}</code>
            </p>
          )}
        </div>
        <footer>
          <p class="problem refusal" role="status" data-testid="refusal">
            {refusal}
          </p>
          <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
            {form.close}
          </button>
          <button type="submit" class="primary" data-testid="send-packet" disabled={!complete || busy}>
            {form.submit} {total > 0 && money(total)}
          </button>
        </footer>
      </form>
    </dialog>
  )
}

interface FieldsProps {
  readonly fields: readonly FormField[]
  readonly values: Values
  readonly set: (name: string, value: Value) => void
}

function Fields({ fields, values, set }: FieldsProps) {
  return rowsOf(fields).map((row) => (
    <div key={row[0]?.name} class={row.length > 1 ? 'pair' : 'field'}>
      {row.map((field) => (
        <Field key={field.name} field={field} value={values[field.name]} set={set} />
      ))}
    </div>
  ))
}

interface FieldProps {
  readonly field: FormField
  readonly value: Value | undefined
  readonly set: (name: string, value: Value) => void
}

function Field({ field, value = '', set }: FieldProps) {
  const page = usePage()
  const { name, kind, label, hint, max, placeholder, options = [], required, unset } = field
  const text = typeof value === 'string' ? value : ''
  const change = (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    set(name, event.currentTarget.value)
  switch (kind) {
    case 'text':
    case 'amount':
    case 'whole': {
      const mode = kind === 'amount' ? 'decimal' : kind === 'whole' ? 'numeric' : 'text'
      return (
        <label>
          <span>{label}</span>
          <input
            inputMode={mode}
            class={kind === 'amount' ? 'amount-field' : undefined}
            data-testid={kind === 'text' ? `${name}-field` : name}
            maxLength={kind === 'text' ? max : undefined}
            value={text}
            placeholder={placeholder}
            aria-invalid={text !== '' && problemOf(field, value, page) !== undefined}
            aria-required={required}
            aria-describedby="form-problem"
            onInput={change}
          />
          {hint && <small>{hint}</small>}
        </label>
      )
    }
    case 'choice':
      if (required || options.length > MOST_RADIOS || unset !== undefined)
        return (
          <label>
            <span>{label}</span>
            <select data-testid={name} value={text} onChange={change}>
              {unset !== undefined && <option value="">{unset}</option>}
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {isTheme(option.value) && `${PICTURES[option.value]} `}
                  {option.label}
                </option>
              ))}
            </select>
          </label>
        )
      return (
        <fieldset class="choice">
          <legend>{label}</legend>
          {options.map((option) => (
            <Tick
              key={option.value}
              type="radio"
              name={name}
              label={option.label}
              checked={value === option.value}
            >
              {() => set(name, option.value)}
            </Tick>
          ))}
        </fieldset>
      )
    case 'flag':
      return (
        <fieldset class="choice">
          <legend class="visually-hidden">{label}</legend>
          <Tick type="checkbox" name={name} label={label} checked={value === 'yes'}>
            {(checked) => set(name, checked ? 'yes' : 'no')}
          </Tick>
        </fieldset>
      )
    case 'picture':
      return (
        <label>
          <span>{label}</span>
          <input
            type="file"
            accept="image/png,image/jpeg,image/webp"
            data-testid={`${name}-field`}
            aria-describedby="form-problem"
            onChange={async ({ currentTarget: { files } }) => set(name, await base64Of(files?.[0]))}
          />
          {hint && <small>{hint}</small>}
        </label>
      )
    case 'member':
      return <Members field={field} value={value} set={set} />
    case 'people':
      return <People field={field} value={value} set={set} />
    default:
      return kind satisfies never
  }
}

/** Everyone, or the ticked people. */
function People({ field, value, set }: FieldProps) {
  const { words } = usePage()
  const [someOnly, setSomeOnly] = useState((value?.length ?? 0) > 0)
  const choose = (only: boolean) => {
    setSomeOnly(only)
    set(field.name, only ? NOBODY_YET : [])
  }
  return (
    <>
      <fieldset class="choice">
        <legend>{field.label}</legend>
        <Tick type="radio" name={field.name} label={words.dialog.everyone} checked={!someOnly}>
          {() => choose(false)}
        </Tick>
        <Tick type="radio" name={field.name} label={words.dialog.chosen} checked={someOnly}>
          {() => choose(true)}
        </Tick>
      </fieldset>
      {someOnly && <Members field={field} value={value} set={set} />}
    </>
  )
}

/** Restricted to chosen people, but none chosen yet: must not be sent as everyone. */
const NOBODY_YET = ''

function Members({ field: { name, kind, label }, value, set }: FieldProps) {
  const { model, words } = usePage()
  const chosen = typeof value === 'string' || value === undefined ? [] : value
  return (
    <fieldset class="choice people">
      <legend class={kind === 'people' ? 'visually-hidden' : ''}>
        {kind === 'people' ? words.dialog.chosenHint : label}
      </legend>
      {model.actors.map(({ user, name: called, avatar }) => {
        const id = `user:${user}`
        const others = kind === 'member' ? [] : chosen.filter((each) => each !== id)
        return (
          <Tick
            key={user}
            type={kind === 'member' ? 'radio' : 'checkbox'}
            name={`${name}-chosen`}
            label={`${avatar} ${called}`}
            checked={chosen.includes(id)}
          >
            {(checked) => {
              const all = checked ? [...others, id] : others
              set(name, all.length > 0 ? all : NOBODY_YET)
            }}
          </Tick>
        )
      })}
    </fieldset>
  )
}

interface TickProps {
  readonly type: 'radio' | 'checkbox'
  readonly name: string
  readonly label: string
  readonly checked: boolean
  readonly children: (checked: boolean) => void
}

function Tick({ type, name, label, checked, children: onTick }: TickProps) {
  return (
    <label>
      <input
        type={type}
        name={name}
        checked={checked}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  )
}

/** Puts short fields in a shared row. */
function rowsOf(fields: readonly FormField[]): FormField[][] {
  const rows: FormField[][] = []
  const isShort = ({ kind, options = [], required, unset }: FormField) =>
    kind === 'amount' ||
    kind === 'whole' ||
    (kind === 'choice' && (required || options.length > MOST_RADIOS || unset !== undefined))
  for (const field of fields) {
    const row = rows.at(-1)
    if (row?.length === 1 && row.every(isShort) && isShort(field)) row.push(field)
    else rows.push([field])
  }
  return rows
}

/** Returns the fields that everyone sees: what must be given, such as the amount, comes first. */
function fieldsInFront(form: FormView): FormField[] {
  const shown = form.fields.filter((field) => !isBehindMore(form, field))
  return shown.toSorted((one, other) => Number(other.required) - Number(one.required))
}

/** Where there is More, it also takes the people and the lists of options: most visitors leave them as they are. */
function isBehindMore({ more }: FormView, { further, required, kind, options = [] }: FormField): boolean {
  if (more === undefined || required) return false
  return further === true || kind === 'people' || (kind === 'choice' && options.length > MOST_RADIOS)
}

/** Returns whether a field was filled in; a list of options is filled in from the start. */
function isSet({ kind, value, further }: FormField): boolean {
  if (kind === 'choice' && !further) return false
  return kind === 'flag' ? value === 'yes' : value !== undefined && value.length > 0
}

function valuesOf({ fields }: FormView): Values {
  return Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])))
}

/** Returns all fields of the form as they are now, for sending. */
function given({ fields }: FormView, values: Values): Pick<Fill, 'values' | 'files'> {
  const of = (some: readonly FormField[]) =>
    Object.fromEntries(some.map(({ name }) => [name, values[name] ?? '']))
  const pictures = fields.filter(({ kind }) => kind === 'picture')
  const others = of(fields.filter(({ kind }) => kind !== 'picture'))
  return pictures.length === 0
    ? { values: others }
    : { values: others, files: of(pictures) as Record<string, string> }
}

/** Reads a chosen file as base64; empty when none is chosen, or when it can't be read. */
async function base64Of(file: File | undefined): Promise<string> {
  const url = file && (await dataUrlOf(file).catch(() => undefined))
  // The bytes follow the comma.
  return url?.split(',')[1] ?? ''
}

/** Returns the values with names instead of ids, as in a line. */
function named({ fields }: FormView, values: Values, { model }: Page): FormValues {
  const nameOf = (id: string) => model.actors.find(({ user }) => `user:${user}` === id)?.name ?? id
  const write = (value: Value | undefined) => (typeof value === 'string' ? value : value?.map(nameOf))
  return Object.fromEntries(fields.map(({ name }) => [name, write(values[name])]))
}

/** Returns why a field can't be sent as it is; empty when it can. */
function problemOf(field: FormField, value: Value = '', { words, model }: Pick<Page, 'words' | 'model'>) {
  const { kind, required, max } = field
  if (kind === 'people') return value === NOBODY_YET ? words.dialog.chosenHint : undefined
  if (value.length === 0 && required) {
    if (kind === 'amount') return words.dialog.badAmount
    return kind === 'whole' ? words.dialog.badCount(max ?? 0) : ''
  }
  if (value.length === 0) return undefined
  if (typeof value !== 'string') return undefined
  if (kind === 'amount')
    return parseAmount(value, model.currency.scale).ok ? undefined : words.dialog.badAmount
  if (kind !== 'whole') return undefined
  const number = /^[0-9]{1,15}$/.test(value.trim()) ? Number(value) : 0
  return number >= 1 && number <= (max ?? number) ? undefined : words.dialog.badCount(max ?? 0)
}

function isTheme(value: unknown): value is Theme {
  return typeof value === 'string' && Object.hasOwn(PICTURES, value)
}
