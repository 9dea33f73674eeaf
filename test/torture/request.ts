import type { App } from '../../src/app/app.js'
import type { Place } from '../../src/core/place.js'

/** The place of requests that name no other. */
export const PLACE: Place = { platform: 'torture', chat: 'lobby' }

/** A request to the core, as sent over a pipe. Amounts are minor units. */
export type Request = { readonly key: string; readonly place?: Place } & (
  | { readonly verb: 'found' | 'expire' | 'moveOn' }
  | {
      readonly verb: 'topUp' | 'deduct' | 'transfer'
      readonly by: string
      readonly to: string
      readonly amount: number
    }
  | {
      readonly verb: 'send'
      readonly by: string
      readonly kind: 'equal' | 'lucky'
      readonly total: number
      readonly count: number
      /** Milliseconds. */
      readonly lifetime: number
    }
  | { readonly verb: 'grab' | 'cancel'; readonly by: string; readonly envelopeNo: string }
  | { readonly verb: 'offer' | 'unlink' | 'offerPerson' | 'unlinkPerson'; readonly by: string }
  | { readonly verb: 'link' | 'linkPerson'; readonly by: string; readonly code: string }
)

/** An outcome as the core reported it. */
export type Outcome = { readonly kind: string } & Readonly<Record<string, unknown>>

/** Envelopes that end in one plan of the sweep; as in src/operations/jobs.ts. */
const SWEEP_BATCH = 20

/** Calls the app; resolves with its outcome after the commit. Wraps results that aren't outcomes. */
export async function perform(app: App, request: Request): Promise<Outcome> {
  return (await call(app, request)) as Outcome
}

async function call(app: App, request: Request): Promise<{ kind: string }> {
  const { key, place = PLACE } = request
  const person = (user: string) => ({ platform: place.platform, user, name: user })
  switch (request.verb) {
    case 'found': {
      const currency = { name: 'Coin', symbol: 'C', scale: 2 }
      const rules = { minLifetime: 1000, maxOpenEnvelopes: 100_000 }
      const { kind } = await app.foundCommunity({ place, name: 'Torture', currency, rules })
      return { kind }
    }
    case 'expire':
      return swept(await app.expireEnvelopes(SWEEP_BATCH))
    case 'moveOn':
      return { kind: (await app.moveSome()) ? 'moved_on' : 'moved' }
    case 'topUp':
    case 'deduct': {
      const { by, to, amount } = request
      const moves = { key, place, by: person(by), to: person(to), amount }
      return await app[request.verb]({ ...moves, platformAdmin: true, reason: 'torture' })
    }
    case 'transfer': {
      const { by, to, amount } = request
      return await app.transfer({ key, place, by: person(by), to: person(to), amount, note: '' })
    }
    case 'send': {
      const { by, kind, total, count, lifetime } = request
      const envelope = { kind, total, count, lifetime, greeting: '' }
      return await app.sendEnvelope({ key, place, by: person(by), ...envelope })
    }
    case 'grab':
      return await app.grabShare({ key, place, by: person(request.by), envelopeNo: request.envelopeNo })
    case 'cancel':
      return await app.cancelEnvelope({ key, place, by: person(request.by), envelopeNo: request.envelopeNo })
    case 'offer':
      return await app.makeLinkCode({ key, place, by: person(request.by), platformAdmin: true })
    case 'link':
      return await app.linkCommunities({
        ...{ key, place, by: person(request.by), platformAdmin: true, code: request.code },
      })
    case 'unlink':
      return await app.unlinkCommunities({ key, place, by: person(request.by), platformAdmin: true })
    case 'offerPerson':
      return await app.makePersonCode({ key, by: person(request.by) })
    case 'linkPerson':
      return await app.linkPeople({ key, by: person(request.by), code: request.code })
    case 'unlinkPerson':
      return await app.unlinkPerson({ key, by: person(request.by) })
  }
}

/** Wraps a sweep's count. */
export function swept(ended: number): Outcome {
  return { kind: 'swept', ended }
}

/** Returns whether repeating a request under the same key must give the very same answer. */
export function isRemembered(request: Request, outcome: Outcome): boolean {
  if (['found', 'expire', 'moveOn', 'offer', 'offerPerson'].includes(request.verb)) return false
  // Refused before a database is asked to link; later, the code has expired as well.
  if (outcome.kind === 'other_database') return false
  return request.verb !== 'grab' || outcome.kind === 'grabbed'
}
