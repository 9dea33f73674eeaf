import type { App } from '../../src/app/app.js'
import type { ReconcileReport } from '../../src/app/reconcile.js'
import type { Currency } from '../../src/core/money.js'
import { answerToUnknownMember } from '../../src/messaging/answers.js'
import type { CommandContext } from '../../src/messaging/run-command.js'
import { ACTORS, actorMentioned, LOBBY, LOBBY_LIFETIMES, personOf } from './actors.js'
import type { Actor, Language } from './wire.js'

/** A request of the page. */
export interface Asked {
  readonly app: App
  readonly actor: Actor
  /** Of the request: the same id again does nothing twice. */
  readonly id: string
  readonly language: Language
  readonly currency: Currency
  /** Proves the books as they are committed now. */
  readonly prove: () => Promise<ReconcileReport>
}

/** What a command needs that was typed into the playground's chat. */
export function commandContext({ app, actor, id, language, currency, prove }: Asked): CommandContext {
  return {
    ...{ app, language, currency, prove, place: LOBBY, by: personOf(actor), allowed: LOBBY_LIFETIMES },
    keyOf: (kind) => keyOf(kind, { actor, id }),
    platformAdmin: async () => actor.admin,
    personNamed: async (name) => {
      const known = actorMentioned(name)
      if (known) return personOf(known)
      const names = ACTORS.map((someone) => someone.name)
      return { reply: answerToUnknownMember(name, names, language) }
    },
  }
}

/** The key of what a person asked for: the page repeats its id when it repeats a request. */
export function keyOf(kind: string, { actor, id }: { actor: Actor; id: string }): string {
  return `${LOBBY.platform}:${kind}:${actor.user}:${id}`
}
