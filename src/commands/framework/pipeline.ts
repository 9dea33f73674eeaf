import type { App } from '../../app/app.js'
import type { CommunityInfo } from '../../app/community/enter-chat.js'
import type { Currency } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import { shortened } from '../../core/text.js'
import { money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { commonWords } from '../common-words.js'
import { dismiss } from '../dismiss/dismiss.js'
import { startingWords } from '../income/starting-words.js'
import { decodeAction, encodeAction, shortUser } from './actions.js'
import { readArguments } from './arguments/read-arguments.js'
import { type Command, type Context, commandsOf, type Entry } from './define.js'
import { foresee } from './foresee.js'
import { createFormSteps } from './forms/form-steps.js'
import { openedWith } from './forms/form-values.js'
import type { Forms } from './forms/forms.js'
import { spread } from './lines/joined.js'
import { isEmpty, type Wanted } from './lines/wanted.js'
import { wantedByLine } from './lines/wanted-by-line.js'
import { answerOutcome } from './outcome.js'
import { type Limiter, tooFastReply } from './rate-limit.js'
import { type FailureLog, failureReply } from './replies/failure-reply.js'
import { hindranceReply, saidAloud } from './replies/hindrance-reply.js'
import { explainProblem } from './replies/problem-reply.js'
import { type Block, bad, type Reply, type Said } from './replies/reply.js'
import { fill, quote } from './replies/rich-text.js'
import type { Raws, Request } from './request.js'

export interface PipelineOptions {
  readonly app: App
  readonly entries: readonly Entry[]
  readonly forms: Forms
  readonly limiter: Limiter
  readonly log: FailureLog
  /** Makes a cover from a file that someone sent. Without it there are no own covers. */
  readonly makeCover?: Context<never, never>['makeCover']
}

export type Pipeline = ReturnType<typeof createPipeline>

/** The only way from a request to a reply: rate limit, wanted command, rights, arguments, run, reply, in one error boundary. */
export function createPipeline({
  app,
  entries,
  forms,
  limiter,
  log,
  makeCover = async () => undefined,
}: PipelineOptions) {
  const byName = new Map(commandsOf(entries).map((command) => [command.name, command]))
  const readsAmounts = new Set(
    [...byName.values()].filter((command) =>
      Object.values(command.arguments).some(({ kind }) => kind === 'amount'),
    ),
  )
  const find = (name: string) => byName.get(name)
  const parts = { app, entries, forms, find }
  const steps = createFormSteps(parts)

  /** Handles a request. Never rejects. Undefined means silence: nothing was asked, or a reply would cost too much. */
  async function handle(request: Request): Promise<Reply | undefined> {
    return await (refuseTooFast(request) ?? handleCounted(request))
  }

  /** Counts a request against the rate limit. Returns the reply to a request that comes too fast; never rejects. */
  function refuseTooFast(request: Request): Promise<Reply | undefined> | undefined {
    if (limiter.tryAcquire(request)) return undefined
    return tooFastReply(request, limiter, parts).catch((error) => failureReply(error, request, log))
  }

  /** Handles a request that was counted already. Never rejects. */
  async function handleCounted(request: Request): Promise<Reply | undefined> {
    try {
      const wanted = await wantedBy(request)
      if (wanted === undefined) return undefined
      if ('tone' in wanted) return addressed(wanted, 'anyone')
      return addressed(await run(request, wanted), wanted.command.to ?? 'anyone')
    } catch (error) {
      return failureReply(error, request, log)
    }
  }

  /** Finds the requested command, or the reply when there is none. */
  async function wantedBy(request: Request): Promise<Wanted | Said | undefined> {
    const { wish } = request
    switch (wish.kind) {
      case 'command': {
        const command = find(wish.command)
        return command ? wantedByOptions(request, command, wish.raws) : expired(request)
      }
      case 'line':
        return await wantedByLine(request, wish, parts, steps)
      case 'action': {
        const action = decodeAction(wish.data, find)
        if (!action) return expired(request)
        if (action.kind === 'form') return await steps.take(request, action.id, action.step)
        if (action.owner !== undefined && action.owner !== shortUser(request.by.user))
          return bad(commonWords[request.language].notYours, { outcome: 'not_yours' })
        return { command: action.command, raws: action.raws }
      }
      case 'form':
        return await steps.take(request, wish.id, wish.step)
      default:
        return wish satisfies never
    }
  }

  function wantedByOptions(request: Request, command: Command, given: Raws): Wanted | Said {
    const { raws, contradiction } = spread(command, given)
    if (!contradiction) return { command, raws }
    const { typed, other } = contradiction
    const words = { typed: quote(shortened(typed)), other: quote(shortened(other)) }
    const said = bad(fill(commonWords[request.language].contradiction, words), { outcome: 'usage' })
    return steps.keep(request, { command, raws }, said)
  }

  async function run(request: Request, wanted: Wanted): Promise<Said> {
    const { command, raws, form, formKey } = wanted
    const { language, by, wish } = request
    const place = form?.place ?? request.place
    const key = formKey ?? keyOf(request, command)
    if (!place && command.where !== 'anywhere')
      return bad(commonWords[language].chatOnly, { outcome: 'chat_only' })
    if (command.does === 'moves money' && app.now() - request.askedAt > request.patienceMs)
      return bad(commonWords[language].stale, { outcome: 'stale' })
    const hindrance = command.posts && place && (await request.hindrance?.(place))
    if (hindrance) return hindranceReply(hindrance, language)
    if (command.form && !form && isEmpty(raws)) {
      const opens = openedWith(command, { ...command.form.starts, ...wanted.opens })
      return await steps.open(request, command, opens)
    }
    const asksRights = command.rights !== undefined && command.rights !== 'anyone'
    const platformAdmin = asksRights && place !== undefined && (await request.administers(place))
    const community = place && readsAmounts.has(command) ? await app.communityInfo(place) : undefined
    const read = await readArguments(command, raws, community, request.resolve)
    if ('problem' in read) {
      // Buttons and menus may give some of the arguments; the form asks for the rest.
      if (read.problem.why === 'missing' && command.form && !form && wish.kind !== 'line')
        return await steps.open(
          request,
          command,
          openedWith(command, { ...command.form.starts, ...raws }, raws),
        )
      // A form of buttons can be sent while something is missing: it asks for that.
      if (read.problem.why === 'missing' && form && wish.kind === 'action')
        return await steps.askForMissing(request, command, form, read.problem.argument)
      return steps.keep(request, wanted, await explainProblem(request, command, read.problem, parts, place))
    }
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
      confirmAsGiven: (besides, style) => steps.confirm(request, wanted, besides, style),
      makeCover,
      hold: (only, raws, prompt) => steps.hold({ command: command.name, by, place, only, raws, prompt }),
      ask: (only, prompt) => steps.ask(request, wanted, only, prompt),
      open: (name, opens, at) => steps.open({ ...request, place: at }, find(name) as Command, opens),
    }
    const welcome =
      place && !command.hidden && !command.skipsWelcome && (await welcomed(place, by, key, language))
    const ran = await command.run(context as never)
    const said = ran.picture && place ? asWanted(ran, community ?? (await app.communityInfo(place))) : ran
    const reply = welcome ? { ...said, blocks: [...said.blocks, welcome] } : said
    if (reply.tone === 'bad') {
      // The refusal is stored under the key, so a corrected form is a new request. If the key was used for something
      // else, the form was sent and its answer got lost: a new key would send it twice.
      if (form && reply.outcome !== 'key_reused') form.refusals++
      const refusal: Said = command.does === undefined ? reply : { ...reply, urgency: 'act' }
      return steps.keep(request, wanted, refusal)
    }
    if (command.does === undefined) return reply
    const isPayment = command.does === 'moves money' && reply.tone === 'good'
    const urgent: Said = { ...reply, urgency: isPayment ? 'money' : 'act' }
    if (reply.aloud !== undefined) return { ...(await saidAloud(urgent, request, place)), key }
    return command.posts ? { ...urgent, key } : urgent
  }

  /** Gives a newcomer the starting sum, and returns what is said of it. */
  async function welcomed(
    place: Place,
    by: Person,
    key: string,
    language: Language,
  ): Promise<Block | undefined> {
    const outcome = await app.startingSum({ place, by, key: `${key}:starting` })
    if (outcome.kind !== 'starting_sum') return undefined
    const amount = money(outcome.amount, outcome.currency, language)
    return { kind: 'text', text: startingWords[language].welcome({ amount }) }
  }

  return {
    ...{ handle, refuseTooFast, handleCounted },
    foresee: (request: Pick<Request, 'wish' | 'by'>) => foresee(request, parts),
    find,
    entries,
  }
}

/** Returns a reply without its picture where the community wants text only. */
function asWanted(said: Said, { rules }: CommunityInfo): Said {
  if (rules.pictures) return said
  const { picture: _, ...text } = said
  return text
}

/** Returns the idempotency key of a command that was not given by a form. */
function keyOf({ traits, message, id, by }: Request, { name, oncePerMessage }: Command): string {
  const once = oncePerMessage && message !== undefined ? `message:${message}:${by.user}` : id
  return `${traits.name}:${name}:${once}`
}

function expired({ language }: Request): Said {
  return bad(commonWords[language].buttonExpired, { outcome: 'button_expired' })
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

function addressed(said: Said, to: Reply['to']): Reply {
  return said.to === undefined ? { ...said, to } : (said as Reply)
}
