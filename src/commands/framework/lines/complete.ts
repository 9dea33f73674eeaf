import type { App } from '../../../app/app.js'
import { isBusy } from '../../../app/busy.js'
import type { Place } from '../../../core/place.js'
import { foldFullWidth } from '../../../core/text.js'
import { duration, money } from '../../../i18n/format.js'
import type { Language } from '../../../i18n/language.js'
import { envelopeWords } from '../../envelope-words.js'
import type { DurationArgument } from '../arguments/arguments.js'
import { readDuration, writeDuration } from '../arguments/durations.js'
import { commandsOf, type Entry } from '../define.js'
import type { PipelineOptions } from '../pipeline.js'
import type { Request } from '../request.js'
import { offersOf } from './suggest.js'

/** Suggested value for an argument that is being typed. */
export interface Completion {
  readonly value: string
  readonly label: string
}

/** Limit for the newest red packets that are searched. */
const MAX_RECENT = 50
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Offered for arguments without suggestions. */
const USUAL_TIMES = [5 * MINUTE, 30 * MINUTE, HOUR, 8 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR]

export type Completer = (request: Request, argument: string, typed: string) => Promise<readonly Completion[]>

/** Suggests values for an argument that is being typed. Never rejects: without suggestions people type the value. */
export function createCompleter({ app, entries, limiter, log }: PipelineOptions): Completer {
  const byName = new Map(commandsOf(entries).map((command) => [command.name, command]))
  return async (request, name, typed) => {
    const { wish, place, language } = request
    const command = wish.kind === 'command' ? byName.get(wish.command) : undefined
    const argument = command?.arguments[name]
    if (!argument || !limiter.tryAcquire(request)) return []
    try {
      if (argument.kind === 'text' && argument.suggests) return commandsWith(typed, entries, language)
      if (!place) return []
      if (argument.kind === 'envelope') return await envelopesWith(typed, place, app, language)
      if (argument.kind === 'duration') return await timesWith(typed, argument, place, app, language)
      return []
    } catch (error) {
      if (!isBusy(error)) log.error({ err: error, request: request.id }, 'the choices of a command failed')
      return []
    }
  }
}

/** Finds the newest red packets whose number, sender, amount, state or greeting contains the typed text. */
async function envelopesWith(typed: string, place: Place, app: App, language: Language) {
  const [{ currency }, recent] = await Promise.all([
    app.communityInfo(place),
    app.recentEnvelopes({ place }, MAX_RECENT),
  ])
  const { state: states } = envelopeWords[language]
  return recent
    .map(({ envelopeNo, sender, greeting, total, state }) => {
      const parts = [envelopeNo, sender, money(total, currency, language), states[state], greeting]
      return { value: envelopeNo, label: parts.filter(Boolean).join(' · ') }
    })
    .filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()))
}

/** Finds the commands for members whose names or descriptions contain the typed text. */
function commandsWith(typed: string, entries: readonly Entry[], language: Language): Completion[] {
  return offersOf(entries, language)
    .filter(({ forAdmins }) => !forAdmins)
    .flatMap((offer) => offer.within ?? [offer])
    .map(({ name, command, about }) => ({ value: name.replace('.', ' '), label: `${command} · ${about}` }))
    .filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(typed.trim().toLowerCase()))
}

/** Offers the typed time, then the suggested ones that begin alike. */
async function timesWith(
  typed: string,
  { suggest }: DurationArgument,
  place: Place,
  app: App,
  language: Language,
) {
  const plain = foldFullWidth(typed).trim().toLowerCase()
  const own = readDuration(plain)
  const offered = suggest?.((await app.communityInfo(place)).rules) ?? USUAL_TIMES
  const all = offered
    .filter((time) => time !== own)
    .map((time) => ({ value: writeDuration(time), label: duration(time, language) }))
    .filter(({ value, label }) => plain === '' || value.startsWith(plain) || label.startsWith(plain))
  return own === undefined || own <= 0
    ? all
    : [{ value: writeDuration(own), label: duration(own, language) }, ...all]
}
