import type { Person } from '../../../core/person.js'
import { shortened } from '../../../core/text.js'
import { withTimeout } from '../../../with-timeout.js'
import { commonWords } from '../../common-words.js'
import { encodeFormStep } from '../actions.js'
import type { People } from '../arguments/arguments.js'
import { readArguments } from '../arguments/read-arguments.js'
import { communityInTime, formCommunityInTime } from '../community-in-time.js'
import type { Command } from '../define.js'
import { unjoined } from '../lines/joined.js'
import type { LineWish, Parts, Wanted } from '../lines/wanted.js'
import { tooLittle } from '../outcome.js'
import { explainProblem } from '../replies/problem-reply.js'
import { type Action, bad, info, type Said } from '../replies/reply.js'
import { fill, quote } from '../replies/rich-text.js'
import { type FormStep, isPublic, type Raws, type Request } from '../request.js'
import { costOf } from './form-cost.js'
import { countOf, mentionsIn, mentionsOf } from './form-values.js'
import { formView } from './form-view.js'
import type { Forms, OpenForm } from './forms.js'

/** Time limit for checking the wallet before a form is shown without a warning. */
const PATIENCE_MS = 1_500

export type FormSteps = ReturnType<typeof createFormSteps>

/** Opens forms, takes their steps, and keeps what was filled in for another try. */
export function createFormSteps(parts: Parts) {
  const { app, forms, find } = parts

  /** Takes a step of a form, after the earlier ones. */
  async function take(request: Request, id: string, step: FormStep): Promise<Wanted | Said> {
    const words = commonWords[request.language]
    const form = forms.find(id, request.by)
    if (form === 'not_yours') return bad(words.notYours, { outcome: 'not_yours' })
    const command = form && find(form.command)
    if (!form || !command) return bad(words.formExpired, { replaces: true, outcome: 'form_expired' })
    return await inTurn(form, () => takeNow(request, command, form, step))
  }

  async function takeNow(
    request: Request,
    command: Command,
    form: OpenForm,
    step: FormStep,
  ): Promise<Wanted | Said> {
    const words = commonWords[request.language]
    switch (step.kind) {
      case 'open':
        form.focus = form.only?.length === 1 ? form.only[0] : undefined
        form.more = false
        return await shown(request, command, form)
      case 'more':
        form.focus = undefined
        form.more = true
        return await shown(request, command, form)
      case 'pick': {
        const { fields } = await viewOf(request, command, form)
        const field = fields[step.field]
        if (!field) return bad(words.buttonExpired, { outcome: 'button_expired' })
        const { options = [] } = field
        const value = step.option === undefined ? undefined : options[step.option]?.value
        form.focus = step.option === undefined ? field.name : undefined
        if (value !== undefined) form.raws = { ...form.raws, [field.name]: value }
        // The position after the last option clears the value.
        if (step.option === options.length && !field.required) {
          const { [field.name]: _, ...others } = form.raws
          form.raws = others
        }
        return await shown(request, command, form, value !== undefined && isCost(command, field.name))
      }
      case 'submit':
        form.raws = { ...form.raws, ...unjoined(command, step.raws) }
        return submitted(request, command, form)
      case 'close':
        forms.close(form.id)
        return info(words.closed, { replaces: true, dismisses: true, outcome: 'closed' })
      default:
        return step satisfies never
    }
  }

  /** Takes the text that a form waits for; submits a form that asks for nothing else. */
  function fillIn(request: Request, form: OpenForm, wish: LineWish): Promise<Wanted | Said | undefined> {
    return inTurn(form, async () => {
      const command = find(form.command)
      const { focus } = form
      if (!command || focus === undefined) return undefined
      const argument = command.arguments[focus]
      if (argument?.kind === 'picture') return withPicture(request, command, form, focus, wish)
      if (wish.isCaption) return undefined
      if (argument?.kind === 'text' && argument.secret && isPublic(request))
        return bad(commonWords[request.language].writePrivately, { outcome: 'in_public' })
      const text = wish.asTyped?.(wish.text) ?? wish.text
      const isNames = argument?.kind === 'member' || argument?.kind === 'people'
      const raw = isNames ? mentionsIn(wish) : text.trim()
      if (raw.length === 0) {
        const words = { typed: quote(shortened(text)) }
        return bad(fill(commonWords[request.language].nobodyNamed, words), { outcome: 'unknown_member' })
      }
      const only = { ...command, arguments: { [focus]: { ...argument, optional: true } } } as Command
      const community = await communityInTime(app, form.place)
      const read = await readArguments(only, { [focus]: raw }, community, request.resolve)
      if ('problem' in read) return await explainProblem(request, command, read.problem, parts, form.place)
      const found = typeof raw === 'string' ? raw : mentionsOf(read.values[focus] as Person | People)
      form.raws = { ...form.raws, [focus]: found, ...countOf(command, found) }
      form.focus = undefined
      if (form.only) return submitted(request, command, form)
      return await shown(request, command, form, isCost(command, focus) || argument?.kind === 'people')
    })
  }

  /** Takes the picture that a form waits for. */
  function withPicture(
    request: Request,
    command: Command,
    form: OpenForm,
    name: string,
    { picture }: LineWish,
  ): Wanted | Said | undefined {
    const words = command.words[request.language].arguments[name]
    if (!picture) return bad(words?.ask ?? words?.about ?? '', { outcome: 'usage' })
    form.raws = { ...form.raws, [name]: [picture] }
    form.focus = undefined
    return submitted(request, command, form)
  }

  /** Opens the form of a command. */
  async function open(request: Request, command: Command, raws: Raws): Promise<Said> {
    const form = forms.open({ command: command.name, by: request.by, place: request.place, raws })
    return await shown(request, command, form)
  }

  /** Lets a refusal lead back to the form as it was filled in. */
  function keep({ by, place, language }: Request, { command, raws, form }: Wanted, reply: Said): Said {
    if (!command.form || reply.form || reply.actions) return reply
    const kept = form ?? forms.open({ command: command.name, by, place, raws })
    const label = commonWords[language].backToForm
    const data = encodeFormStep(kept.id, { kind: 'open' })
    return { ...reply, actions: [[{ label, data, style: 'primary' }]] }
  }

  /** Asks again for some arguments of a command, ignoring earlier values. */
  function ask(
    { by, place, wish, language, traits }: Request,
    { command, raws, form: kept }: Wanted,
    only: readonly string[],
    prompt: string | undefined,
  ): Said {
    const known = Object.fromEntries(Object.entries(raws).filter(([name]) => !only.includes(name)))
    const asked = { command: command.name, by, place, raws: known, only }
    const form = kept ?? forms.open(prompt === undefined ? asked : { ...asked, prompt })
    form.raws = known
    if (prompt !== undefined) form.prompt = prompt
    // A question in answer to a line is answered by the next line.
    if (wish.kind === 'line') form.focus = only[0]
    const view = formView(command, form, undefined, language, traits.tells)
    const blocks = prompt === undefined ? [] : [{ kind: 'text', text: prompt } as const]
    return { tone: 'info', blocks, form: view, outcome: 'ask' }
  }

  /** Returns the data of two buttons: one asks for some arguments of a command, the other runs it with these values. */
  function hold(held: Parameters<Forms['open']>[0]): { readonly asks: string; readonly gives: string } {
    const { id } = forms.open(held)
    return { asks: encodeFormStep(id, { kind: 'open' }), gives: encodeFormStep(id, { kind: 'submit' }) }
  }

  /** Returns the buttons of a preview. A form keeps what was given until one of them is tapped. */
  function confirm(
    { by, place, language }: Request,
    { command, raws }: Wanted,
    besides: Raws,
    style: 'primary' | 'danger',
  ): readonly (readonly Action[])[] {
    const { id } = forms.open({ command: command.name, by, place, raws: { ...raws, ...besides } })
    const { confirm, close } = commonWords[language]
    return [
      [
        { label: confirm, data: encodeFormStep(id, { kind: 'submit' }), style },
        { label: close, data: encodeFormStep(id, { kind: 'close' }) },
      ],
    ]
  }

  async function viewOf({ language, traits }: Request, command: Command, form: OpenForm) {
    return formView(command, form, await formCommunityInTime(app, form.place), language, traits.tells)
  }

  /** Shows a form as it is now. `costChanged`: it may have become more than the wallet holds. */
  async function shown(
    request: Request,
    command: Command,
    form: OpenForm,
    costChanged = false,
  ): Promise<Said> {
    const view = await viewOf(request, command, form)
    const blocks = [{ kind: 'heading', text: view.title }] as const
    return {
      ...{ tone: 'info', to: 'anyone', blocks, form: view },
      ...{ replaces: true, outcome: 'form' },
      ...(costChanged && (await asideOf(request, command, form))),
    }
  }

  /** Tells the asker alone when the wallet holds less than the form would take. */
  async function asideOf(
    { by, language }: Request,
    command: Command,
    { raws, place }: OpenForm,
  ): Promise<Pick<Said, 'aside'>> {
    const cost = command.form?.cost
    if (!cost || !place) return {}
    const wallet = await withTimeout(PATIENCE_MS, app.wallet({ place, by }))
    if (wallet?.kind !== 'wallet') return {}
    const { balance, currency } = wallet
    const needed = costOf(cost, raws, currency.scale) ?? 0
    return needed > balance ? { aside: tooLittle({ balance, needed, currency }, language) } : {}
  }

  /** Refuses to send a form that is not filled in, and asks for what is missing. */
  async function askForMissing(
    request: Request,
    command: Command,
    form: OpenForm,
    argument: string,
  ): Promise<Said> {
    form.focus = argument
    form.more = false
    const reply = await shown(request, command, form)
    const missing = reply.form?.fields.filter(({ required, value = '' }) => required && value.length === 0)
    const labels = missing?.map(({ label }) => label).join(request.language === 'en' ? ', ' : '、') ?? ''
    const text = commonWords[request.language].unsent({ labels })
    return { ...reply, tone: 'bad', blocks: [{ kind: 'text', text }], outcome: 'usage' }
  }

  return { take, fillIn, open, keep, ask, hold, confirm, askForMissing }
}

/** Returns whether an argument says how much a command takes from the wallet. */
function isCost({ form }: Command, name: string): boolean {
  const { cost } = form ?? {}
  return cost?.amount === name || cost?.each?.count === name || cost?.each?.choice === name
}

function submitted({ traits }: Request, command: Command, form: OpenForm): Wanted {
  const formKey = `${traits.name}:form:${form.id}:${form.refusals}`
  return { command, raws: form.raws, form, formKey }
}

function inTurn<Result>(form: OpenForm, step: () => Promise<Result>): Promise<Result> {
  const done = form.turn.then(step)
  form.turn = done.catch(() => undefined)
  return done
}
