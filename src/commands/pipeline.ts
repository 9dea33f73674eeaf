import { randomUUID } from 'node:crypto'
import type { App } from '../app/app.js'
import { isBusy, undoneBecause } from '../app/busy.js'
import { findCode } from '../core/link-code.js'
import type { Currency } from '../core/money.js'
import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'
import { shortened } from '../core/text.js'
import { catalogue, type Language } from '../i18n/catalogue.js'
import { money } from '../i18n/format.js'
import { withTimeout } from '../with-timeout.js'
import { decodeAction, encodeAction, encodeFormStep, shortUser } from './actions.js'
import type { People } from './arguments.js'
import { commonWords } from './common-words.js'
import { type Command, type Context, commandsOf, type Entry } from './define.js'
import { dismiss } from './dismiss/dismiss.js'
import { countOf, mentionsIn, mentionsOf, openedWith, startsWith } from './form-values.js'
import { type FormCommunity, formView } from './form-view.js'
import type { Forms, OpenForm } from './forms.js'
import { spread, unjoined } from './joined.js'
import { type LineProblem, type ReadLine, readLine } from './lines.js'
import { answerOutcome } from './outcome.js'
import { problemReply } from './problem-reply.js'
import { isGiven, type ReadProblem, readArguments } from './read-arguments.js'
import { bad, info, type Reply, type Said } from './reply.js'
import { CannotAsk, type FormStep, type Hindrance, type Raws, type Request } from './request.js'
import { fill, quote } from './rich-text.js'

/** A form is shown without the community's own rules when these take longer: Discord shows one within 3 s or never. */
const FORM_PATIENCE_MS = 1_500

/** Refuses requests before the database hears of them. */
export interface Limiter {
  tryAcquire(request: Request): boolean
  /** Whether a refused person is told, where telling costs. */
  shouldNotify(request: Request): boolean
}

export interface PipelineOptions {
  readonly app: App
  readonly entries: readonly Entry[]
  readonly forms: Forms
  readonly limiter: Limiter
  readonly log: { error(details: object, message: string): void }
}

/** A command with raw arguments: every request ends as one, or as a reply. */
interface Wanted {
  readonly command: Command
  readonly raws: Raws
  readonly place: Place | undefined
  readonly key: string
  readonly form: OpenForm | undefined
  /** Values that the form opens with when nothing else is given. */
  readonly opens?: Raws
}

export type Pipeline = ReturnType<typeof createPipeline>

/** The one way from a request to a reply: rate limit, stale?, rights, arguments, run, reply, inside one error boundary. */
export function createPipeline({ app, entries, forms, limiter, log }: PipelineOptions) {
  const byName = new Map(commandsOf(entries).map((command) => [command.name, command]))
  const readsAmounts = new Set(
    [...byName.values()].filter((command) =>
      Object.values(command.arguments).some(({ kind }) => kind === 'amount'),
    ),
  )
  const find = (name: string) => byName.get(name)

  /** Handles a request. Never rejects. Undefined: nothing is said, because nothing was asked or telling would cost. */
  async function handle(request: Request): Promise<Reply | undefined> {
    if (!limiter.tryAcquire(request)) {
      const told = request.traits.freePrivateReplies || limiter.shouldNotify(request)
      const { tooFast } = catalogue(request.language).errors
      return told ? { ...bad(tooFast, { outcome: 'too_fast' }), to: 'anyone' } : undefined
    }
    try {
      const wanted = await wantedBy(request)
      if (wanted === undefined) return undefined
      if ('tone' in wanted) return addressed(wanted, 'anyone')
      return addressed(await run(request, wanted), wanted.command.to ?? 'anyone')
    } catch (error) {
      const { errors } = catalogue(request.language)
      if (isBusy(error))
        return { ...bad(errors[undoneBecause(error)], { outcome: undoneBecause(error) }), to: 'anyone' }
      if (error instanceof CannotAsk)
        return { ...bad(commonWords[request.language].cannotAsk, { outcome: 'cannot_ask' }), to: 'anyone' }
      const id = randomUUID().slice(0, 8)
      log.error({ err: error, id, request: request.id }, 'a request failed')
      return { ...bad(errors.wrong({ id }), { outcome: 'failed' }), to: 'anyone' }
    }
  }

  /** Finds the command that is wanted, or what is said instead. */
  async function wantedBy(request: Request): Promise<Wanted | Said | undefined> {
    const { wish } = request
    switch (wish.kind) {
      case 'command': {
        const command = find(wish.command)
        return command ? wantedByOptions(request, command, wish.raws) : expired(request)
      }
      case 'line':
        return await wantedByLine(request, wish)
      case 'action': {
        const action = decodeAction(wish.data, find)
        if (!action) return expired(request)
        if (action.kind === 'form') return await stepForm(request, action.id, action.step)
        if (action.owner !== undefined && action.owner !== shortUser(request.by.user))
          return bad(commonWords[request.language].notYours, { outcome: 'not_yours' })
        return wantedOf(request, action.command, action.raws)
      }
      case 'form':
        return await stepForm(request, wish.id, wish.step)
      default:
        return wish satisfies never
    }
  }

  function wantedByOptions(request: Request, command: Command, raws: Raws): Wanted | Said {
    const read = spread(command, raws)
    const wanted = wantedOf(request, command, read.raws)
    if (!read.contradiction) return wanted
    const { typed, other } = read.contradiction
    const words = { typed: quote(shortened(typed)), other: quote(shortened(other)) }
    const said = bad(fill(commonWords[request.language].contradiction, words), { outcome: 'usage' })
    return keepForm(request, wanted, said)
  }

  async function wantedByLine(
    request: Request,
    wish: Extract<Request['wish'], { kind: 'line' }>,
  ): Promise<Wanted | Said | undefined> {
    const { errors } = catalogue(request.language)
    const line = readLine(wish.text, entries, wish)
    await claimCodeIn(line, request)
    if (wish.from && line.kind !== 'say') {
      if (isForOthers(line, request)) return undefined
      return bad(commonWords[request.language].nobody[wish.from], { outcome: 'no_person' })
    }
    switch (line.kind) {
      case 'say': {
        const form = wish.addressed && forms.asking(request.by, request.place)
        if (form) return await inTurn(form, () => fillIn(request, form, wish))
        // In a private chat everything is meant for the bot.
        const start = wish.addressed && !request.place && find('start')
        return start ? wantedOf(request, start, {}) : undefined
      }
      case 'command':
        return wantedOf(request, line.command, line.raws)
      case 'problem': {
        const { command, raws, problem } = line
        // The form asks for all that is missing, and a command for a chat is not explained elsewhere.
        if ((command.form && isEmpty(raws)) || isElsewhere(command, request.place)) {
          const wanted = wantedOf(request, command, {})
          const { repliedTo: person } = wish
          const chosen = person && command.onMember
          return chosen ? { ...wanted, opens: { [chosen]: [{ kind: 'person', person }] } } : wanted
        }
        const reply = await explained(request, command, problem, request.place)
        return keepForm(request, wantedOf(request, command, raws), reply)
      }
      case 'unknown': {
        if (isForOthers(line, request)) return undefined
        const name = quote(shortened(line.name))
        const { closest } = line
        const text = closest
          ? fill(errors.unknownCommandClosest, { name, closest })
          : fill(errors.unknownCommand, { name })
        return bad(text, { outcome: 'unknown_command' })
      }
      case 'too_long':
        return bad(errors.commandTooLong(line), { outcome: 'too_long' })
      default:
        return line satisfies never
    }
  }

  /** Keeps a code that a chat reads from all others there, also when its command is refused or mistyped. */
  async function claimCodeIn(line: ReadLine, request: Request): Promise<void> {
    const { wish, place, by } = request
    if (!place || wish.kind !== 'line' || isForOthers(line, request)) return
    const takesCode = 'command' in line && Object.values(line.command.arguments).some(isCode)
    if (!takesCode && line.kind !== 'unknown') return
    const words = wish.text.split(/\s+/u).slice(1)
    const found = findCode(words)
    if (found) await app.claimCode({ place, by, code: words.slice(found.start, found.end).join('') })
  }

  async function stepForm(request: Request, id: string, step: FormStep): Promise<Wanted | Said> {
    const words = commonWords[request.language]
    const form = forms.find(id, request.by)
    if (form === 'not_yours') return bad(words.notYours, { outcome: 'not_yours' })
    const command = form && find(form.command)
    if (!form || !command) return bad(words.formExpired, { replaces: true, outcome: 'form_expired' })
    return await inTurn(form, () => takeStep(request, command, form, step))
  }

  async function takeStep(
    request: Request,
    command: Command,
    form: OpenForm,
    step: FormStep,
  ): Promise<Wanted | Said> {
    switch (step.kind) {
      case 'open':
        form.focus = undefined
        return await formReply(request, command, form)
      case 'pick': {
        const shown = formView(command, form, await communityOf(form.place), request.language).fields[
          step.field
        ]
        if (!shown) return expired(request)
        const { options = [] } = shown
        const value = step.option === undefined ? undefined : options[step.option]?.value
        form.focus = step.option === undefined ? shown.name : undefined
        if (value !== undefined) form.raws = { ...form.raws, [shown.name]: value }
        // The position behind the last option takes back what was given.
        if (step.option === options.length && !shown.required) {
          const { [shown.name]: _, ...others } = form.raws
          form.raws = others
        }
        return await formReply(request, command, form)
      }
      case 'submit':
        form.raws = { ...form.raws, ...unjoined(command, step.raws) }
        return submitted(request, command, form)
      case 'close':
        forms.close(form.id)
        return info(commonWords[request.language].closed, {
          replaces: true,
          dismisses: true,
          outcome: 'closed',
        })
      default:
        return step satisfies never
    }
  }

  /** Takes the text that a form waits for; a form that asks for nothing else is submitted by it. */
  async function fillIn(
    request: Request,
    form: OpenForm,
    wish: Extract<Request['wish'], { kind: 'line' }>,
  ): Promise<Wanted | Said | undefined> {
    const command = find(form.command)
    if (!command || form.focus === undefined) return undefined
    const { kind } = command.arguments[form.focus] ?? {}
    const text = wish.asTyped?.(wish.text) ?? wish.text
    const raw = kind === 'member' || kind === 'people' ? mentionsIn(wish) : text.trim()
    if (raw.length === 0)
      return bad(fill(commonWords[request.language].nobodyNamed, { typed: quote(shortened(text)) }), {
        outcome: 'unknown_member',
      })
    const name = form.focus
    const only = {
      ...command,
      arguments: { [name]: { ...command.arguments[name], optional: true } },
    } as Command
    const read = await readArguments(only, { [name]: raw }, await communityOf(form.place), request.resolve)
    if ('problem' in read) return await explained(request, command, read.problem, form.place)
    const found = typeof raw === 'string' ? raw : mentionsOf(read.values[name] as Person | People)
    form.raws = { ...form.raws, [name]: found, ...countOf(command, found) }
    form.focus = undefined
    return form.only ? submitted(request, command, form) : await formReply(request, command, form)
  }

  function submitted({ traits, place }: Request, command: Command, form: OpenForm): Wanted {
    const key = `${traits.name}:form:${form.id}:${form.refusals}`
    return { command, raws: form.raws, place: form.place ?? place, key, form }
  }

  function wantedOf({ traits, message, id, by, place }: Request, command: Command, raws: Raws): Wanted {
    const once = command.oncePerMessage && message !== undefined ? `message:${message}:${by.user}` : id
    return { command, raws, place, key: `${traits.name}:${command.name}:${once}`, form: undefined }
  }

  async function run(request: Request, wanted: Wanted): Promise<Said> {
    const { command, raws, place, key, form } = wanted
    const { language, by, wish } = request
    if (isElsewhere(command, place)) return bad(commonWords[language].chatOnly, { outcome: 'chat_only' })
    if (command.does === 'moves money' && app.now() - request.askedAt > request.patienceMs)
      return bad(commonWords[language].stale, { outcome: 'stale' })
    const hindrance = command.posts && place && request.hindrance?.(place)
    if (hindrance) return bad(hindranceText(hindrance, language), { outcome: 'cannot_post' })
    if (command.form && !form && isEmpty(raws))
      return await openForm(request, wanted, openedWith(command, { ...command.form.starts, ...wanted.opens }))
    const asksRights = command.rights !== undefined && command.rights !== 'anyone'
    const platformAdmin = asksRights && place !== undefined && (await request.administers(place))
    const community = place && readsAmounts.has(command) ? await app.communityInfo(place) : undefined
    const read = await readArguments(command, raws, community, request.resolve)
    // Buttons and menus may give some of the arguments; the form asks for the others.
    if ('problem' in read && read.problem.why === 'missing' && command.form && !form && wish.kind !== 'line')
      return await openForm(request, wanted, openedWith(command, startsWith(command, raws), raws))
    if ('problem' in read)
      return keepForm(request, wanted, await explained(request, command, read.problem, place))
    const context: Context<Record<string, never>, unknown> = {
      app,
      request,
      language,
      key,
      platformAdmin,
      entries,
      args: read.values as never,
      say: command.words[language].say,
      here: { place: place as Place, by },
      community: async () => community ?? (await app.communityInfo(place as Place)),
      money: (amount: number, currency: Currency) => money(amount, currency, language),
      answer: (outcome, cases) => answerOutcome(outcome, cases, language),
      inChat: async () => {
        const { language: chosen } = community ?? (await app.communityInfo(place as Place))
        const spoken = chosen ?? language
        return {
          say: command.words[spoken].say,
          money: (amount: number, currency: Currency) => money(amount, currency, spoken),
        }
      },
      again: (values, button) => ({ ...button, data: encodeAction(command, values, by) }),
      confirmation: (values, style) => confirmation(encodeAction(command, values, by), style, by, language),
      confirmAsGiven: (besides, style) => confirmationForm(request, wanted, besides, style),
      ask: (only, prompt) => askReply(request, wanted, only, prompt),
    }
    const reply = await command.run(context as never)
    if (reply.tone === 'bad') {
      // The refusal is remembered by the key, and what is put right is a new request. A form whose key was used for
      // something else was sent: its answer got lost, and another key would send it again.
      if (form && reply.outcome !== 'key_reused') form.refusals++
      return keepForm(request, wanted, command.does === undefined ? reply : { ...reply, urgency: 'act' })
    }
    if (command.does === undefined) return reply
    const urgent = {
      ...reply,
      urgency: command.does === 'moves money' && reply.tone === 'good' ? 'money' : 'act',
    } as const
    if (reply.aloud !== undefined) return { ...saidAloud(urgent, request, place), key }
    return command.posts ? { ...urgent, key } : urgent
  }

  /** A refusal comes with the way back to the form as it was filled in. */
  function keepForm(request: Request, { command, raws, place, form }: Wanted, reply: Said): Said {
    if (!command.form || reply.form || reply.actions) return reply
    const kept = form ?? forms.open({ command: command.name, by: request.by, place, raws })
    const label = commonWords[request.language].backToForm
    return {
      ...reply,
      actions: [[{ label, data: encodeFormStep(kept.id, { kind: 'open' }), style: 'primary' }]],
    }
  }

  /** The buttons of a preview. A form keeps what was given until one of them is tapped. */
  function confirmationForm(
    { by, language }: Request,
    { command, raws, place }: Wanted,
    besides: Raws,
    style: 'primary' | 'danger',
  ) {
    const { id } = forms.open({ command: command.name, by, place, raws: { ...raws, ...besides } })
    const { confirm, close } = commonWords[language]
    return [
      [
        { label: confirm, data: encodeFormStep(id, { kind: 'submit' }), style },
        { label: close, data: encodeFormStep(id, { kind: 'close' }) },
      ],
    ]
  }

  function askReply(
    request: Request,
    { command, raws, place, form: kept }: Wanted,
    only: readonly string[],
    prompt: string | undefined,
  ): Said {
    const known = Object.fromEntries(Object.entries(raws).filter(([name]) => !only.includes(name)))
    const asked = { command: command.name, by: request.by, place, raws: known, only }
    const form = kept ?? forms.open(prompt === undefined ? asked : { ...asked, prompt })
    form.raws = known
    // A question to a line is answered by the next line.
    if (request.wish.kind === 'line') form.focus = only[0]
    const blocks = prompt === undefined ? [] : [{ kind: 'text', text: prompt } as const]
    return {
      tone: 'info',
      blocks,
      form: formView(command, form, undefined, request.language),
      outcome: 'ask',
    }
  }

  async function openForm(
    request: Request,
    { command, place }: Wanted,
    raws: Raws | undefined = {},
  ): Promise<Said> {
    const form = forms.open({ command: command.name, by: request.by, place, raws })
    return await formReply(request, command, form)
  }

  async function formReply(request: Request, command: Command, form: OpenForm): Promise<Said> {
    const view = formView(command, form, await communityOf(form.place), request.language)
    return {
      tone: 'info',
      to: 'anyone',
      blocks: [{ kind: 'heading', text: view.title }],
      form: view,
      replaces: true,
      outcome: 'form',
    }
  }

  async function communityOf(place: Place | undefined): Promise<FormCommunity | undefined> {
    if (!place) return undefined
    const asked = Promise.all([app.communityInfo(place), app.themeAt(place)])
    const found = await withTimeout(FORM_PATIENCE_MS, asked)
    return found && { ...found[0], today: found[1] }
  }

  function expired(request: Request): Said {
    return bad(commonWords[request.language].buttonExpired, { outcome: 'button_expired' })
  }

  async function explained(
    request: Request,
    command: Command,
    problem: LineProblem | ReadProblem,
    place: Place | undefined,
  ): Promise<Said> {
    return problemReply(request, command, problem, entries, await communityOf(place))
  }

  /**
   * What a request will come to, for platforms that have to say it before it is handled: the command that it gives, and
   * whether the answer may be a form.
   */
  function foresee({ wish, by }: Pick<Request, 'wish' | 'by'>): Foreseen {
    switch (wish.kind) {
      case 'command':
        return foreseen(find(wish.command), wish.raws)
      case 'action': {
        const action = decodeAction(wish.data, find)
        if (action?.kind === 'command') return foreseen(action.command, action.raws)
        if (action?.kind !== 'form') return { command: undefined, mayOpenForm: false }
        const { kind } = action.step
        // Where a form is a dialog it is sent from there; a button sends what was previewed.
        if (kind !== 'submit') return { command: undefined, mayOpenForm: kind !== 'close' }
        const form = forms.find(action.id, by)
        const command = form && form !== 'not_yours' ? find(form.command) : undefined
        return { command, mayOpenForm: command === undefined }
      }
      case 'form': {
        const form = forms.find(wish.id, by)
        const command = form && form !== 'not_yours' ? find(form.command) : undefined
        return { command, mayOpenForm: wish.step.kind === 'open' || wish.step.kind === 'pick' }
      }
      case 'line':
        return { command: undefined, mayOpenForm: true }
      default:
        return wish satisfies never
    }
  }

  return { handle, foresee, find, entries }
}

export interface Foreseen {
  readonly command: Command | undefined
  readonly mayOpenForm: boolean
}

function foreseen(command: Command | undefined, given: Raws): Foreseen {
  if (!command?.form) return { command, mayOpenForm: false }
  const { raws } = spread(command, given)
  const isMissing = ([name, { optional, or }]: [
    string,
    { readonly optional?: true; readonly or?: string },
  ]) => !optional && !isGiven(raws[name]) && !(or !== undefined && isGiven(raws[or]))
  return { command, mayOpenForm: Object.entries(command.arguments).some(isMissing) }
}

const isCode = ({ kind }: { readonly kind: string }) => kind === 'code'

/** Whether a line may well be another bot's command. */
function isForOthers(line: ReadLine, { place, traits, wish }: Request): boolean {
  const addressed = wish.kind === 'line' && wish.addressed
  return line.kind === 'unknown' && line.closest === undefined && !!place && !!traits.otherBots && !addressed
}

function hindranceText(hindrance: Hindrance, language: Language): string {
  const words = commonWords[language]
  if (hindrance.kind === 'read_only') return words.readOnly
  return words.cannotPost({ missing: hindrance.permissions.map((name) => words.permission[name]).join(', ') })
}

/** What is said aloud where that can be done; where it can't, the asker is told that others do not see it. */
function saidAloud(reply: Said, { hindrance, language }: Request, place: Place | undefined): Said {
  const kept = place && hindrance?.(place)
  if (!kept) return reply
  const words = commonWords[language]
  const text = kept.kind === 'read_only' ? words.onlyYouSeeReadOnly : words.onlyYouSee
  const { aloud: _, ...quiet } = reply
  return { ...quiet, blocks: [...reply.blocks, { kind: 'text', text }] }
}

function confirmation(data: string, style: 'primary' | 'danger', by: Person, language: Language) {
  const { confirm, close } = commonWords[language]
  return [
    [
      { label: confirm, data, style },
      { label: close, data: encodeAction(dismiss, {}, by) },
    ],
  ]
}

/** Does a step of a form after those that came before it. */
function inTurn<Result>(form: OpenForm, step: () => Promise<Result>): Promise<Result> {
  const done = form.turn.then(step)
  form.turn = done.catch(() => undefined)
  return done
}

function addressed(said: Said, to: Reply['to']): Reply {
  return said.to === undefined ? { ...said, to } : (said as Reply)
}

/** Whether a command for a chat is given in private. */
function isElsewhere(command: Command, place: Place | undefined): boolean {
  return !place && command.where !== 'anywhere'
}

function isEmpty(raws: Raws): boolean {
  for (const _ in raws) return false
  return true
}
